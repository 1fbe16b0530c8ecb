#include "base/identifiers.h"

#include <algorithm>
#include <array>

namespace base {
namespace {

constexpr std::string_view kUsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // no I O S V Z
constexpr std::array kUsccWeights = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
constexpr std::array kOrganisationWeights = {3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::array kIdCardWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::string_view kIdCardChecks = "10X98765432";

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Value of `c` in the organisation code: 0…9, A = 10 … Z = 35; −1 for anything else.
int organisation_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

/// Check character over the first 17 digits.
char id_card_check(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < kIdCardWeights.size(); ++i) sum += (digits[i] - '0') * kIdCardWeights[i];
  return kIdCardChecks[static_cast<std::size_t>(sum % 11)];
}

}  // namespace

bool valid_uscc(std::string_view code) {
  if (code.size() != 18 || !all_digits(code.substr(2, 6))) return false;
  int sum = 0;
  for (std::size_t i = 0; i < kUsccWeights.size(); ++i) {
    const std::size_t value = kUsccAlphabet.find(code[i]);
    if (value == std::string_view::npos) return false;
    sum += static_cast<int>(value) * kUsccWeights[i];
  }
  return code[17] == kUsccAlphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

bool valid_organisation_code(std::string_view code) {
  if (code.size() != 9) return false;
  int sum = 0;
  for (std::size_t i = 0; i < kOrganisationWeights.size(); ++i) {
    const int value = organisation_value(code[i]);
    if (value < 0) return false;
    sum += value * kOrganisationWeights[i];
  }
  const int check = 11 - sum % 11;  // 1…11
  return code[8] == "?123456789X0"[check];
}

bool uscc_has_valid_organisation_code(std::string_view uscc) {
  return uscc.size() == 18 && valid_organisation_code(uscc.substr(8, 9));
}

Result<IdCard> parse_id_card(std::string_view id) {
  if (id.size() != 18 || !all_digits(id.substr(0, 17))) return fail("id_card", "not 17 digits and a check");
  if (id[17] != id_card_check(id)) return fail("id_card", "the check character does not fit");
  const std::string day =
      std::string(id.substr(6, 4)).append("-").append(id.substr(10, 2)).append("-").append(id.substr(12, 2));
  const auto birth = parse_date(day);
  if (!birth) return fail("id_card", "no such date of birth");
  return IdCard{.birth = *birth, .sex = (id[16] - '0') % 2 == 1 ? 'M' : 'F'};
}

Result<std::string> id15_to_18(std::string_view id) {
  if (id.size() != 15 || !all_digits(id)) return fail("id_card", "not 15 digits");
  if (id.substr(12) >= "996") return fail("id_card", "a number of a person born before 1900");
  std::string full = std::string(id.substr(0, 6)).append("19").append(id.substr(6));
  full += id_card_check(full);
  MJ_CHECK(parse_id_card(full));
  return full;
}

}  // namespace base
