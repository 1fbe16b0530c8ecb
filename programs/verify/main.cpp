// mingjing-verify: checks the proof of a published decision, without network and without trusting the portal.

#include <cstdio>

#include "verify.h"

int main(int count, char** arguments) {
  const verify::Outcome outcome = verify::run({arguments + 1, arguments + count});
  std::fputs(outcome.text.c_str(), outcome.could_run ? stdout : stderr);
  return outcome.status;
}
