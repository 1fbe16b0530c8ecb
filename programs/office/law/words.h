#pragma once
// Rules of a procedure as a person reads them.

#include "law/form.h"
#include "law/procedure.h"

namespace office::law_commands {

/// Each in one or several lines, each line ended; sources included.
[[nodiscard]] std::string text_of(const law::Procedure& procedure);
[[nodiscard]] std::string text_of(const law::Procedure& procedure, const law::Step& step);
[[nodiscard]] std::string text_of(const law::ClockDefinition& clock, const law::Procedure& procedure);
[[nodiscard]] std::string text_of(const law::Form& form);

}  // namespace office::law_commands
