#pragma once
// `mingjing demo`: office, sealer, witness and portal as one process group on loopback, with a fictional
// bureau that has a story.

#include <filesystem>
#include <vector>

namespace office {

struct DemoOptions {
  std::filesystem::path data;
  std::uint16_t port_base = 8080;
  bool seed_only = false;  // stop once the town is founded and its journeys are played
};

/// Exit status: 0 stopped or seeded, 1 a journey did not go as told, 2 could not run.
[[nodiscard]] int demo(const DemoOptions& options);

/// `mingjing play`: journeys against an office that runs already.
struct PlayOptions {
  std::vector<std::filesystem::path> journeys;
  std::uint16_t port = 8080;
};
[[nodiscard]] int play_files(const PlayOptions& options);

}  // namespace office
