#pragma once
// A town whose one case is ready to be sealed, and what a sealer's answers say.

#include <gtest/gtest.h>

#include "town.h"

namespace town {

inline seal::Sealed sealed(const seal::Answer& answer) {
  EXPECT_TRUE(answer.ok) << answer.code << " " << answer.say;
  for (const seal::Refusal& refusal : answer.refusals) ADD_FAILURE() << refusal.code << " " << refusal.text;
  auto document = seal::sealed_from_json(answer.body);
  EXPECT_TRUE(document);
  return document.value_or(seal::Sealed{});
}

inline base::json::Object account(House& house) {
  return house.ask(seal::account_request("澄明市监处罚", 2026)).body;
}

inline std::vector<std::string> states(House& house) {
  std::vector<std::string> list;
  const base::json::Object all = account(house);
  for (const auto& number : all.at("numbers").as_array()) list.emplace_back(number.at("state").as_string());
  return list;
}

/// A town whose one case is ready, and a sealer that has followed it.
struct Ready {
  Town town;
  std::string stream;
  House house;
  explicit Ready(const std::set<std::string>& without = {}) : stream(town.run_case(without)), house(town) {
    EXPECT_TRUE(house.advance().ok);
  }
};

/// The seal keeper declares the number of the newest order void, and `confirmer` (nobody: "") confirms. The
/// leaf of the declaration.
inline std::string declare_void(Town& town, const std::string& stream, const char* ground,
                                const std::string& confirmer) {
  town.write(
      stream,
      {.step = "void_number", .role = "seal_keeper", .by = "keeper", .fields = {{"void.ground", ground}}});
  const std::string record = town.head(stream);
  if (!confirmer.empty())
    town.write(
        stream,
        {.step = "confirm_void", .role = "unit_head", .by = confirmer, .fields = {{"confirms", record}}});
  return record;
}

}  // namespace town
