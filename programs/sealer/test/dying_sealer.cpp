// mingjing-sealer, killed where its first argument says: `dying_sealer after_file --config FILE`. A program
// of its own, so that the one that is shipped cannot be told to die.

#include <csignal>

#include "program.h"

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const std::string_view last = arguments[1];
  return sealer::run_program(count - 1, arguments + 1, [last](std::string_view point) {
    if (point == last) std::raise(SIGKILL);
  });
}
