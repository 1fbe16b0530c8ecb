// mingjing-sealer: the gate's third check. Configuration, sockets, signals are in program.cpp; the deciding
// in sealer.h.

#include "program.h"

int main(int count, char** arguments) {
  return sealer::run_program(count, arguments);
}
