#include <algorithm>
#include <iostream>

#include "../report.h"
#include "base/time.h"
#include "law.h"
#include "law/lawbook.h"
#include "words.h"

namespace office::law_commands {
namespace {

base::Result<base::Date> day_of(const std::string& as_of) {
  if (as_of.empty()) return base::date_of(base::SystemClock().now());
  return base::parse_date(as_of);
}

// What the procedure says under that name, "" if nothing.
std::string found_in(const law::Procedure& procedure, const std::string& item) {
  if (procedure.id == item) return text_of(procedure);
  const std::string own = procedure.id + "/";
  const std::string name = item.starts_with(own) ? item.substr(own.size()) : item;
  if (const law::Step* step = procedure.step(name)) return text_of(procedure, *step);
  const auto clock = procedure.clocks.find(name);
  return clock == procedure.clocks.end() ? "" : text_of(clock->second, procedure);
}

}  // namespace

int show(const ShowOptions& options) {
  const auto lawbook = law::Lawbook::from_directory(options.directory);
  if (!lawbook) return could_not_run(lawbook.error());
  const auto day = day_of(options.as_of);
  if (!day) return could_not_run(day.error());
  std::string text;
  for (const law::Procedure& procedure : (*lawbook)->procedures()) {
    if ((*lawbook)->procedure(procedure.id, *day) != &procedure) continue;
    const std::string found = found_in(procedure, options.item);
    if (!found.empty()) text += (text.empty() ? "" : "\n") + found;
  }
  if (const law::Form* form = (*lawbook)->form(options.item); form != nullptr && text.empty()) {
    text = text_of(*form);
  }
  if (text.empty()) {
    std::cerr << base::format(*day) << "没有“" << options.item << "”这一程序、步骤、期限或者文书\n";
    return kRefused;
  }
  std::cout << text;
  return kDone;
}

}  // namespace office::law_commands
