#include "item.h"

#include "search.h"
#include "words.h"

namespace portal {

namespace json = base::json;

namespace {

const ledger::ChainStep& act(const feed::Decision& decision, const std::vector<ledger::ChainStep>& chain,
                             const char* name) {
  return chain[static_cast<std::size_t>(decision.view.acts.at(name))];
}

std::string shown(const ledger::ChainStep& step, std::string_view name) {
  return json::text_or_empty(step.revealed.find(name));
}

int clock_count(const law::Lawbook& edition, const std::string& kind, base::Date day, const char* clock) {
  const law::Procedure* procedure = edition.procedure(kind, day);
  if (procedure == nullptr) return 0;
  const auto found = procedure->clocks.find(clock);
  return found == procedure->clocks.end() ? 0 : found->second.count;
}

}  // namespace

json::Object shown_fields(const ledger::ChainStep& step) {
  json::Object fields;
  for (const ledger::Field& field : step.revealed.fields) fields[field.name] = field.value;
  return fields;
}

Item make_item(const feed::Line& line, const feed::Decision& decision,
               const std::vector<ledger::ChainStep>& chain, const law::Lawbook& edition) {
  const ledger::ChainStep& issue = act(decision, chain, "issue");
  const ledger::ChainStep& publication = act(decision, chain, "publication");
  const json::Object draft = shown_fields(act(decision, chain, "draft"));
  const auto text = [&](const char* name) { return json::text_or_empty(draft.if_contains(name)); };
  Item item;
  item.line = line;
  item.id = decision.id;
  item.kind = decision.kind;
  item.no = shown(issue, "doc.no");
  item.date = shown(issue, "doc.date");
  item.sm3 = shown(issue, "doc.sm3");
  item.code = shown(issue, "doc.code");
  item.party = text("doc.public.party.name").empty() ? text("doc.party.name") : text("doc.public.party.name");
  item.uscc = text("doc.party.uscc");
  item.character = text("doc.character");
  item.result = penalty_words(draft);
  for (const std::string& part : {item.party, item.uscc, item.no, item.character})
    item.searchable += normalised(part) + "\n";
  item.decided = base::date_of(act(decision, chain, "decision").at);
  item.published = base::date_of(publication.at);
  item.working_days = edition.calendar().working_days_between(item.decided, item.published);
  item.working_days_allowed = clock_count(edition, item.kind, item.published, "disclose_fast");
  for (const ledger::ChainStep& step : chain) item.indexes.push_back(step.index);
  item.key_lines = decision.keys;
  item.publication_index = publication.index;
  return item;
}

base::Result<Tombstone> read_tombstone(const feed::Line& line, std::string_view content) {
  MJ_TRY(const json::Value value, json::parse_canonical(content));
  if (!json::has_exactly(value, {"date", "id", "no", "reason", "t", "v"}))
    return base::fail("tombstone", "other members");
  const auto text = [&](const char* name) { return json::text_or_empty(json::find(value, name)); };
  MJ_TRY(const base::Date date, base::parse_date(text("date")));
  return Tombstone{
      .id = text("id"), .no = text("no"), .reason = text("reason"), .date = date, .line = line.index};
}

}  // namespace portal
