// Writes a town's feed and a portal.json into a new folder: portal_town FOLDER PORT [witnessed [ROUNDS]].
// Each further round publishes every story again under other numbers, to see what many cost.

#include <cstdlib>
#include <fstream>
#include <iostream>

#include "town.h"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: portal_town FOLDER PORT [witnessed [ROUNDS]]\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  portal::test::Town town(folder);
  const auto all = portal::test::stories();
  const auto day = [](const char* text) { return *base::parse_date(text); };
  for (const auto& story : all) town.publish(story, day("2027-03-31"));
  const int rounds = argc > 4 ? std::atoi(argv[4]) : 0;
  for (int round = 1; round <= rounds; ++round)
    for (auto story : all) {
      story.number += 100 * round;
      town.publish(story, day("2027-03-31"));
    }
  auto withdrawn = all[3];
  withdrawn.number = 30;
  const auto gone = town.publish(withdrawn);
  auto altered = all[1];
  altered.number = 33;
  town.publish_altered(altered);
  town.flush();
  town.withdraw(gone, "经行政复议确认主要证据不足，决定撤销", day("2026-03-20"));
  if (argc > 3) town.cosign(1774000000);
  town.flush();
  std::ofstream(folder / "portal.json")
      << town.config(folder / "state", static_cast<std::uint16_t>(std::atoi(argv[2])));
  return 0;
}
