#pragma once
// Where fuzzing starts: the files of the test vectors and of a kept corpus, and every piece of a JSON file
// that could be an input by itself (a note in a string, a bundle in a member).

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"

namespace fuzz {

inline constexpr std::size_t kInputBytesMax = 64 << 10;

inline void add_pieces(const base::json::Value& value, std::set<std::string>& inputs) {
  if (value.is_string()) {
    inputs.insert(base::json::text_or_empty(&value));
  } else if (value.is_array()) {
    for (const auto& item : value.get_array()) add_pieces(item, inputs);
  } else if (value.is_object()) {
    for (const auto& member : value.get_object()) add_pieces(member.value(), inputs);
  }
  if (value.is_structured()) inputs.insert(base::json::canonical(value));
}

/// Inputs of all files below `paths`, without doubles, in an order that depends on their bytes only.
inline std::vector<std::string> collect(const std::vector<std::string>& paths) {
  std::set<std::string> inputs;
  for (const std::string& path : paths) {
    if (!std::filesystem::exists(path)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), {}};
      inputs.insert(bytes);
      if (const auto value = base::json::parse(bytes, {.bytes_max = 64 << 20, .depth_max = 32}))
        add_pieces(*value, inputs);
    }
  }
  std::erase_if(inputs, [](const std::string& input) { return input.size() > kInputBytesMax; });
  return {inputs.begin(), inputs.end()};
}

}  // namespace fuzz
