// 查找: one box for cases, documents and people.

#include "api/endpoint.h"
#include "api/problem.h"

namespace office::api {
namespace {

constexpr int kHitsMax = 20;
constexpr std::size_t kQueryBytesMax = 300;

std::string joined(std::initializer_list<std::string> parts) {
  std::string out;
  for (const auto& part : parts)
    if (!part.empty()) out += (out.empty() ? "" : " · ") + part;
  return out;
}

json::Object shown(std::string kind, const base::StreamId& stream, std::string title, std::string line) {
  return {{"kind", std::move(kind)},
          {"line", std::move(line)},
          {"stream", stream.text()},
          {"title", std::move(title)}};
}

json::Object to_json(const Office& office, const cases::Hit& hit) {
  if (hit.kind == "officer") {
    const auto person =
        office.roster->by_holder(base::PersonId(hit.stream.text())).value_or(people::Person{});
    return shown("person", hit.stream, person.name, joined({person.unit, person.post}));
  }
  const auto line = office.docket->line(hit.stream).value_or(cases::DocketLine{});
  if (!hit.number.empty()) return shown("document", hit.stream, hit.number, joined({line.party, line.cause}));
  return shown("case", hit.stream, line.party, joined({line.cause, line.stage}));
}

http::Response search(Office& office, const http::Request& request) {
  const auto query = request.query_value("q");
  if (!query || query->size() > kQueryBytesMax)
    return problem(400, "malformed", "q 是要查找的文字，不超过一百个汉字", request);
  const auto hits = office.search->find(*query, kHitsMax);
  if (!hits) return problem(hits.error(), request);
  json::Array out;
  for (const auto& hit : *hits) out.emplace_back(to_json(office, hit));
  return ok(json::Object{{"hits", std::move(out)}});
}

}  // namespace

Endpoints search_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {{Method::get,
           "/api/search",
           Access::business,
           Cost::slow,
           "查找案件、文书、人员：当事人、信用代码、案由、文号、姓名、证件号，最多二十条",
           "",
           "Hits",
           200,
           [&](const Request& r) { return search(office, r); },
           http::kBodyBytesMax,
           {"q"}}};
}

}  // namespace office::api
