#include <fmt/format.h>

#include <filesystem>
#include <iostream>

#include "../report.h"
#include "law.h"
#include "law/stories.h"

namespace office::law_commands {

int test(const std::string& directory) {
  const auto lawbook = law::Lawbook::from_directory(directory);
  if (!lawbook) return could_not_run(lawbook.error());
  const auto results = law::run_stories(**lawbook, (std::filesystem::path(directory) / "tests").string());
  if (!results) return could_not_run(results.error());
  int passed = 0, failed = 0;
  for (const law::StoryResult& result : *results) {
    ++(result.wrong.empty() ? passed : failed);
    if (result.wrong.empty()) continue;
    std::cout << fmt::format("✗ {}：{}\n", result.where, result.name);
    for (const std::string& wrong : result.wrong) std::cout << "    " << wrong << "\n";
  }
  std::cout << fmt::format("{} passed, {} failed\n", passed, failed);
  return failed == 0 ? kDone : kRefused;
}

}  // namespace office::law_commands
