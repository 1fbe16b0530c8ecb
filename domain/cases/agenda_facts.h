#pragma once
// Facts as the agenda's table keeps them: what law::check_state, is_open_to and clocks read of them, and no
// field's value.

#include "law/facts.h"

namespace cases {

[[nodiscard]] base::json::Object kept_facts(const law::Facts& facts);
/// Of what kept_facts wrote. Error: `member`.
[[nodiscard]] base::Result<law::Facts> facts_from(const base::json::Value& kept);

}  // namespace cases
