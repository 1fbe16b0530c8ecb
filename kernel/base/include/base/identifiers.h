#pragma once
// Numbers that carry their own check: unified social credit code (统一社会信用代码, GB 32100-2015),
// organisation code (组织机构代码, GB 11714) and citizen identity number (公民身份号码, GB 11643-1999).
// Administrative division codes are not looked up. The forms are strict: upper case, ASCII, no spaces; what
// a person typed is normalised before it comes here.

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace base {

/// Alphabet, digits in places 3…8 and check character of the 18 places.
[[nodiscard]] bool valid_uscc(std::string_view code);
/// Nine places without hyphen, as in places 9…17 of a unified code.
[[nodiscard]] bool valid_organisation_code(std::string_view code);
/// Whether places 9…17 are a valid organisation code. Codes are in use whose inner check is wrong: a warning,
/// never a refusal. False when `uscc` has not 18 places.
[[nodiscard]] bool uscc_has_valid_organisation_code(std::string_view uscc);

struct IdCard {
  Date birth;
  char sex = 'M';  // M or F
  bool operator==(const IdCard&) const = default;
};

/// Error: `id_card` (shape, check character, a birth date that does not exist).
[[nodiscard]] Result<IdCard> parse_id_card(std::string_view id);
/// A number of the first generation with its century and check character. Error: `id_card`; also for the
/// sequence codes 996…999, which were kept for people born before 1900.
[[nodiscard]] Result<std::string> id15_to_18(std::string_view id);

}  // namespace base
