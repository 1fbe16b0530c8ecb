#pragma once
// The lawbook as clients read it: what a form asks for comes from here and from nowhere else.

#include "law/lawbook.h"

namespace office::api {

namespace json = base::json;

[[nodiscard]] json::Object to_json(const law::FormField& field);
[[nodiscard]] json::Object to_json(const law::Step& step);
/// 工作日 or 日, in which a period is counted.
[[nodiscard]] std::string_view word_of(law::Unit unit);
[[nodiscard]] json::Object to_json(const law::ClockView& clock);
/// {"rules", "procedures": […in force on `day`…], "forms": {name: …}}
[[nodiscard]] json::Object to_json(const law::Lawbook& lawbook, base::Date day);

}  // namespace office::api
