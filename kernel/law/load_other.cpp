#include <fmt/format.h>

#include "load.h"

namespace law {
namespace {

std::set<base::Date> load_days(Table& table, const char* key, int year, bool weekend) {
  std::set<base::Date> days;
  for (const std::string& text : table.words(key)) {
    const auto day = base::parse_date(text);
    if (!day) {
      table.problem(fmt::format("“{}”不是日期", text));
    } else if (base::civil(*day).year != year || (base::weekday(*day) > 5) != weekend) {
      table.problem(fmt::format("“{}”不是{}年的{}", text, year, weekend ? "周末" : "星期一至五"));
    } else {
      days.insert(*day);
    }
  }
  return days;
}

std::map<std::string, std::string, std::less<>> load_titles(const LawFile& file, const YAML::Node& node,
                                                            const char* key) {
  std::map<std::string, std::string, std::less<>> titles;
  for (const YAML::Node& element : list(file, node)) {
    Table table(file, element);
    const std::string name = table.need_text(key);
    if (!titles.emplace(name, table.need_text("title")).second) table.problem(fmt::format("“{}”重复", name));
    table.end();
  }
  return titles;
}

}  // namespace

void load_calendar(const LawFile& file, const YAML::Node& node, WorkCalendar& calendar) {
  Table table(file, node);
  const int year = table.number("year");
  static_cast<void>(table.need_sources());
  if (calendar.has_year(year)) table.problem(fmt::format("{}年重复", year));
  std::set<base::Date> off = load_days(table, "off_weekdays", year, false);
  std::set<base::Date> work = load_days(table, "work_weekends", year, true);
  calendar.set_year(year, std::move(off), std::move(work));
  table.end();
}

Cast load_cast(const LawFile& file, const YAML::Node& node) {
  Table table(file, node);
  static_cast<void>(table.need_sources());
  Cast cast{.roles = load_titles(file, table.need("roles"), "role"),
            .capacities = load_titles(file, table.take("capacities"), "capacity")};
  table.end();
  return cast;
}

}  // namespace law
