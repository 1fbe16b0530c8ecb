#include "feed/shown.h"

#include "ledger/reserved.h"

namespace feed {
namespace {

/// Fields that any step may carry besides its form's: who handles, what is confirmed (§3b).
bool of_the_course(std::string_view name) {
  return name == "handlers" || name == "confirms";
}

bool may_be_shown(const law::Step& step, const std::string& name) {
  if (ledger::is_reserved(name) || of_the_course(name)) return true;
  const law::FormField* field = step.definition ? step.definition->field(name) : nullptr;
  // `procedure` opens a stream and is of the course wherever it stands.
  if (field == nullptr) return step.opens && name == "procedure";
  if (step.draft && step.draft->makes) return field->publishable;
  return field->visibility != law::Visibility::closed;
}

std::unexpected<base::Error> shows_too_much(const ledger::ChainStep& step, const std::string& what) {
  return base::fail("bundle", "position " + std::to_string(step.pos) + " shows " + what);
}

}  // namespace

base::Result<void> check_shown(const std::vector<ledger::ChainStep>& chain, std::string_view kind,
                               const law::Editions& editions) {
  for (const ledger::ChainStep& step : chain) {
    if (step.hidden) continue;
    const auto edition = editions.find(step.rules);
    if (!edition) return base::fail("rules", "unknown edition");
    const law::Procedure* procedure = edition->procedure(kind, base::date_of(step.at));
    const law::Step* rule = procedure == nullptr ? nullptr : procedure->step(step.step);
    if (rule == nullptr || rule->course != law::Course::open)
      return shows_too_much(step, "a step of the inner file");
    for (const ledger::Field& field : step.revealed.fields)
      if (!may_be_shown(*rule, field.name)) return shows_too_much(step, field.name);
  }
  return {};
}

}  // namespace feed
