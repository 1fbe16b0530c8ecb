#pragma once
// Vectors 13: streams, keys and marks of steps as the tests of keys and chains read them.

#include <map>

#include "ledger/chain.h"
#include "own_vectors.h"

namespace ledger::test {

inline const json::Value& structure() {
  static const json::Value value = vectors("13-structure.json");
  return value;
}

inline std::vector<RootKey> roots_of(const json::Value& value) {
  std::vector<RootKey> out;
  for (const json::Value& root : list(value, "roots")) out.push_back(root_key_from_json(root).value());
  return out;
}

inline std::vector<ChainRecord> records_of(const json::Value& value) {
  std::vector<ChainRecord> out;
  for (const json::Value& record : list(value, "records"))
    out.push_back({static_cast<std::uint64_t>(at(record, "index").as_int64()),
                   bundle_from_json(at(record, "bundle")).value()});
  return out;
}

inline std::vector<KeyDirectory::KeyRecord> key_stream_of(const json::Value& value) {
  std::vector<KeyDirectory::KeyRecord> out;
  for (const ChainRecord& record : records_of(value))
    out.push_back({record.index, verify_bundle(record.bundle).value(), record.bundle.digests});
  return out;
}

inline std::vector<std::vector<KeyDirectory::KeyRecord>> key_streams_of(const json::Value& value,
                                                                        std::string_view name) {
  std::vector<std::vector<KeyDirectory::KeyRecord>> out;
  for (const json::Value& stream : list(value, name)) out.push_back(key_stream_of(stream));
  return out;
}

inline bool marked(const json::Value& step, std::string_view name) {
  const json::Value* mark = json::find(step, name);
  return mark != nullptr && *mark == 1;
}

/// The lawbook of the vectors: marks of steps, course fields, two editions.
inline ChainRules rules_of_vectors() {
  static const auto marks = [] {
    std::map<std::string, StepMarks, std::less<>> out;
    for (const auto& step : at(structure(), "steps").as_object())
      out[std::string(step.key())] = {.course_public = text(step.value(), "course") == "public",
                                      .is_signed = marked(step.value(), "signed"),
                                      .draft = marked(step.value(), "draft"),
                                      .seen = marked(step.value(), "seen")};
    return out;
  }();
  ChainRules rules;
  rules.marks = [](std::string_view step, std::string_view) {
    const auto found = marks.find(step);
    return found == marks.end() ? nullptr : &found->second;
  };
  rules.edition_known = [editions = strings(structure(), "editions")](std::string_view edition) {
    return std::ranges::find(editions, edition) != editions.end();
  };
  for (const std::string& name : strings(structure(), "course_fields")) rules.course_fields.insert(name);
  return rules;
}

}  // namespace ledger::test
