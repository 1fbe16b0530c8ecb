#include "law/check.h"
#include "ledger/reserved.h"

namespace law {

StepView step_view(const ledger::ChainStep& step, const ledger::KeyDirectory& keys, bool complete) {
  StepView view;
  view.hidden = step.hidden;
  view.is_void = step.is_void;
  view.pos = step.pos;
  view.leaf = base::base64(step.revealed.leaf);
  if (step.hidden) return view;
  view.complete = complete;
  view.step = step.step;
  view.role = step.role;
  view.draft = step.draft;
  view.at = step.at;
  view.recorded = step.recorded;
  view.root = base::base64(step.revealed.root);
  if (const auto* key = keys.good_at(step.actor, step.index)) view.holder = key->holder;
  for (const ledger::Field& field : step.revealed.fields) {
    if (!ledger::is_reserved(field.name)) view.fields[field.name] = field.value;
  }
  return view;
}

Command command_of(const ledger::ChainStep& step, const StepView& view) {
  Command command;
  command.stream = step.stream;
  command.step = view.step;
  command.role = view.role;
  command.holder = view.holder;
  command.at = view.at;
  command.is_signed = step.revealed.find("sig") != nullptr;
  command.draft = view.draft;
  command.seen = step.seen;
  command.fields = view.fields;
  command.private_seen = view.complete;
  return command;
}

}  // namespace law
