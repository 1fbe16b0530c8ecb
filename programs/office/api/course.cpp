// A stream as its readers see it: from projections and facts; and one record, opened for somebody.

#include "api/endpoint.h"
#include "api/law_json.h"
#include "api/problem.h"
#include "reading.h"

namespace office::api {
namespace {

json::Object line_of(const Office& office, const ledger::KeyDirectory& keys, cases::CourseLine line) {
  json::Object out = std::move(line.structure);
  out["index"] = static_cast<std::int64_t>(line.index);
  out["leaf"] = line.leaf;
  out["pos"] = line.pos;
  if (line.says_nothing) out["void"] = true;
  const auto key = keys.all().find(json::text_or_empty(out.if_contains("actor")));
  if (key == keys.all().end()) return out;
  out["holder"] = key->second.holder;
  if (const auto person = office.roster->by_holder(base::PersonId(key->second.holder)))
    out["name"] = person->name;
  return out;
}

json::Array steps_of(const Office& office, const law::Procedure& procedure, const law::Facts& facts,
                     base::Date day, const Who& person, const base::StreamId& stream) {
  json::Array out;
  for (const auto& step : procedure.steps) {
    if (step.by_machine || step.opens) continue;
    json::Object item = to_json(step);
    json::Array refusals;
    const auto found = law::check_state(procedure, office.lawbook->calendar(), facts, step, day);
    for (const auto& refusal : found) refusals.emplace_back(to_json(refusal));
    item["mine"] = person.has(step.role) && law::is_open_to(facts, step, stream.text(), person.holder.text());
    item["possible"] = found.empty();
    item["refusals"] = std::move(refusals);
    out.emplace_back(std::move(item));
  }
  return out;
}

json::Object facts_json(const law::Facts& facts) {
  json::Object drafts, holders;
  for (const auto& [mark, root] : facts.drafts) drafts[mark] = root;
  for (const auto& [capacity, ids] : facts.holders)
    holders[capacity] = json::string_array({ids.begin(), ids.end()});
  json::Array flags;
  for (const auto& [name, truth] : facts.flags)
    if (truth == law::Truth::yes) flags.emplace_back(name);
  return {{"drafts", std::move(drafts)}, {"flags", std::move(flags)}, {"holders", std::move(holders)}};
}

json::Array clocks_of(const Office& office, const law::Procedure& procedure, const law::Facts& facts,
                      base::Date today) {
  json::Array out;
  for (const auto& clock : law::clocks(procedure, office.lawbook->calendar(), facts, today))
    out.emplace_back(to_json(clock));
  return out;
}

http::Response show_stream(Office& office, const http::Request& request) {
  const base::StreamId id(request.param("id"));
  const std::string kind = request.param("kind");
  // Facts first, then as many lines as they were made of: a record that comes in between is not half shown.
  const auto facts = office.registrar->facts(id);
  if (!facts) return problem(facts.error(), request);
  auto lines = office.course->lines(kind, id, facts->next_pos);
  if (!lines) return problem(lines.error(), request);
  const base::Date today = base::date_of(office.clock().now());
  const law::Procedure* procedure = office.lawbook->procedure(facts->procedure, today);
  if (procedure == nullptr) return problem(409, "procedure", "现行规则中没有这一程序", request);

  json::Object out = facts_json(*facts);
  json::Array records;
  const auto keys = office.registrar->keys();
  for (auto& line : *lines) records.emplace_back(line_of(office, *keys, std::move(line)));
  out["clocks"] = clocks_of(office, *procedure, *facts, today);
  out["head"] = facts->head;
  out["kind"] = kind;
  out["next_pos"] = facts->next_pos;
  out["now"] = base::format(office.clock().now());
  out["procedure"] = facts->procedure;
  out["records"] = std::move(records);
  out["steps"] = steps_of(office, *procedure, *facts, today, who(request), id);
  out["stream"] = id.text();
  out["title"] = procedure->title;
  return ok(out);
}

http::Response show_record(Office& office, const http::Request& request) {
  const auto pos = base::json::parse(request.param("pos"));
  if (!pos || !pos->is_int64()) return problem(404, "unknown_record", "没有这条记录", request);
  const auto read = read_record(office, {.holder = who(request).holder,
                                         .kind = request.param("kind"),
                                         .stream = base::StreamId(request.param("id")),
                                         .pos = pos->get_int64()});
  if (!read) return problem(read.error(), request);
  json::Object fields, texts;
  for (const auto& field : read->opened.fields) fields[field.name] = field.value;
  for (const auto& [name, text] : read->opened.texts)
    texts[name] = json::Object{{"body", text.body}, {"seed", base::base64(text.seed)}};
  return ok(json::Object{{"fields", std::move(fields)},
                         {"index", static_cast<std::int64_t>(read->index)},
                         {"leaf", base::base64(read->leaf)},
                         {"texts", std::move(texts)}});
}

}  // namespace

Endpoints course_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {
      {Method::get, "/api/streams/{kind}/{id}", Access::business, Cost::slow,
       "一条记录链：全过程、期限、现在能办的步骤", "", "Stream", 200,
       [&](const Request& r) { return show_stream(office, r); }},
      {Method::get, "/api/streams/{kind}/{id}/records/{pos}", Access::business, Cost::slow,
       "一条记录的全部内容", "", "Record", 200, [&](const Request& r) { return show_record(office, r); }},
  };
}

}  // namespace office::api
