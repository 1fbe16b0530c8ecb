#pragma once
// Published vectors as JSON, for the tests of records, chains, texts and proofs.

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "base/json.h"

namespace ledger::test {

namespace json = base::json;

inline json::Value vectors(const std::string& file) {
  std::ifstream in(std::string(MINGJING_SOURCE) + "/tests/vectors/" + file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  auto value = json::parse(text, {.bytes_max = 64 << 20, .depth_max = 32});
  if (!value) throw std::runtime_error(file + ": " + value.error().text);
  return std::move(*value);
}

/// A test that asks for a member the vector does not have must stop, not pass.
inline const json::Value& at(const json::Value& value, std::string_view name) {
  const json::Value* member = json::find(value, name);
  if (member == nullptr) throw std::runtime_error("no member " + std::string(name));
  return *member;
}
inline const json::Array& list(const json::Value& value, std::string_view name) {
  return at(value, name).as_array();
}
inline std::string text(const json::Value& value, std::string_view name) {
  const auto& member = at(value, name).as_string();
  return {member.data(), member.size()};
}
/// By value, so that a loop over the result owns what it walks.
inline std::vector<std::string> strings(const json::Value& value, std::string_view name) {
  return json::strings(at(value, name)).value();
}
inline base::Bytes from_hex(const json::Value& value, std::string_view name) {
  return base::from_hex(text(value, name)).value();
}

}  // namespace ledger::test
