#pragma once
// Runs the tests that a lawyer reads, lawbook/tests/*.yaml (lawbook/README.md says how they are written).

#include "law/lawbook.h"

namespace law {

struct StoryResult {
  std::string where;  // file
  std::string name;
  std::vector<std::string> wrong;  // what did not come out as told, in Chinese; empty when all did
};

/// Every story of `directory`/*.yaml, files by name; `directory`/cast.yaml is the cast. Error `stories`: a
/// file that is no list of stories.
[[nodiscard]] base::Result<std::vector<StoryResult>> run_stories(const Lawbook& lawbook,
                                                                 const std::string& directory);

}  // namespace law
