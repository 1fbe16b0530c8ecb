#pragma once
// tests/vectors/16-feed.json for the tests of this module.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/json.h"
#include "feed/state.h"

namespace feed::test {

inline base::json::Value vectors() {
  std::ifstream file(MINGJING_SOURCE "/tests/vectors/16-feed.json");
  std::stringstream text;
  text << file.rdbuf();
  return base::json::parse(text.str(), {.bytes_max = 1 << 20, .depth_max = 16}).value();
}

inline ledger::VerifierKey key_of(const base::json::Value& vectors) {
  return *ledger::parse_vkey(base::json::text_or_empty(base::json::find(vectors, "vkey")));
}

inline Exchange exchange_of(const base::json::Value& value) {
  Exchange exchange;
  exchange.from = static_cast<std::uint64_t>(value.at("from").as_int64());
  exchange.checkpoint = std::string(value.at("checkpoint").as_string());
  for (const auto& hash : value.at("proof").as_array())
    exchange.proof.push_back(*base::hash_from_base64(std::string(hash.as_string())));
  for (const auto& entry : value.at("entries").as_array())
    exchange.entries.push_back(*base::from_base64(std::string(entry.as_string())));
  return exchange;
}

inline std::map<std::string, Bytes> payloads_of(const base::json::Value& exchange) {
  std::map<std::string, Bytes> result;
  for (const auto& [hex, bytes] : exchange.at("payloads").as_object())
    result.emplace(hex, *base::from_base64(std::string(bytes.as_string())));
  return result;
}

inline base::Date day_of(const base::json::Value& value) {
  return *base::parse_date(std::string(value.as_string()));
}

}  // namespace feed::test
