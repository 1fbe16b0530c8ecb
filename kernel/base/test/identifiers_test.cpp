#include "base/identifiers.h"

#include <gtest/gtest.h>

#include "vectors.h"

namespace {

using base::test::code_of;
using base::test::list;
using base::test::text;

const base::json::Value& file() {
  static const auto value = base::test::vectors("10-identifiers.json");
  return value;
}

TEST(Uscc, is_judged_as_the_published_cases_say) {
  for (const auto& item : list(file(), "uscc"))
    EXPECT_EQ(base::valid_uscc(text(item, "code")), item.at("valid").as_bool()) << text(item, "why");
}

TEST(Uscc, tells_apart_the_inner_check_that_is_only_a_warning) {
  int wrong_inside = 0;
  for (const auto& item : list(file(), "uscc")) {
    if (!item.at("valid").as_bool()) continue;
    const auto* inner = item.as_object().if_contains("inner_org_code_valid");
    const bool expected = inner == nullptr || inner->as_bool();
    EXPECT_EQ(base::uscc_has_valid_organisation_code(text(item, "code")), expected) << text(item, "code");
    wrong_inside += expected ? 0 : 1;
  }
  EXPECT_EQ(wrong_inside, 1);
}

TEST(Uscc, wants_digits_where_the_division_stands) {
  EXPECT_FALSE(base::valid_uscc("91A50100M000100Y43"));
  EXPECT_FALSE(base::valid_uscc(""));
}

TEST(Uscc, notices_any_single_character_exchanged) {
  const std::string code = "91350100M000100Y43";
  for (std::size_t i = 0; i < code.size(); ++i)
    for (const char c : std::string("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
      std::string other = code;
      other[i] = c;
      EXPECT_EQ(base::valid_uscc(other), c == code[i]) << other;
    }
}

TEST(OrganisationCode, has_three_kinds_of_check_character) {
  EXPECT_TRUE(base::valid_organisation_code("M000100Y4"));
  EXPECT_TRUE(base::valid_organisation_code("780688132"));
  EXPECT_TRUE(base::valid_organisation_code("000000000"));  // 11 is written 0
  EXPECT_TRUE(base::valid_organisation_code("00000006X"));  // 10 is written X
  EXPECT_FALSE(base::valid_organisation_code("780688133"));
  EXPECT_FALSE(base::valid_organisation_code("78068813"));
  EXPECT_FALSE(base::valid_organisation_code("7806881-2"));
}

TEST(IdCard, is_judged_as_the_published_cases_say) {
  for (const auto& item : list(file(), "id_card")) {
    const auto card = base::parse_id_card(text(item, "id"));
    ASSERT_EQ(card.has_value(), item.at("valid").as_bool()) << text(item, "why");
    if (!card) {
      EXPECT_EQ(card.error().code, "id_card");
      continue;
    }
    EXPECT_EQ(format(card->birth), text(item, "birth"));
    EXPECT_EQ(std::string(1, card->sex), text(item, "sex"));
  }
}

TEST(IdCard, gets_century_and_check_when_it_was_of_the_first_generation) {
  for (const auto& item : list(file(), "id15_to_18"))
    EXPECT_EQ(base::id15_to_18(text(item, "id15")), text(item, "id18"));
}

TEST(IdCard, of_the_first_generation_needs_a_real_date_and_a_known_century) {
  for (const char* id : {"990000801301001", "990000800230001", "99000080010100", "9900008001010011",
                         "99000080010100X", "990000800101996", "990000800101999"})
    EXPECT_EQ(code_of(base::id15_to_18(id)), "id_card") << id;
  EXPECT_TRUE(base::id15_to_18("990000800101995"));
}

}  // namespace
