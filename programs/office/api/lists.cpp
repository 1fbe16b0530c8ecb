// Lists that people look at: the roster, issued documents, numbers.

#include <algorithm>
#include <charconv>

#include "api/endpoint.h"
#include "api/problem.h"
#include "documents/numbers.h"
#include "unit_tree.h"

namespace office::api {
namespace {

constexpr int kListMax = 500;

http::Response list_people(Office& office, const http::Request& request) {
  const auto people = office.roster->everyone();
  const auto certificates = office.roster->certificates();
  if (!people) return problem(people.error(), request);
  if (!certificates) return problem(certificates.error(), request);
  const base::Date today = base::date_of(office.clock().now());
  json::Array out;
  for (const auto& person : *people) {
    json::Object item{{"holder", person.holder.text()},
                      {"name", person.name},
                      {"post", person.post},
                      {"unit", person.unit}};
    const auto held = std::ranges::find(*certificates, person.holder, &people::Certificate::holder);
    if (held != certificates->end())
      item["certificate"] =
          json::Object{{"no", held->no}, {"to", base::format(held->to)}, {"valid", held->valid_on(today)}};
    out.emplace_back(std::move(item));
  }
  return ok(json::Object{{"people", std::move(out)}});
}

http::Response list_units(Office& office, const http::Request& request) {
  const auto units = office.roster->units();
  const auto people = office.roster->everyone();
  if (!units) return problem(units.error(), request);
  if (!people) return problem(people.error(), request);
  return ok(json::Object{{"units", unit_tree(*units, *people)}});
}

http::Response list_documents(Office& office, const http::Request& request) {
  const auto documents = office.issued->list(kListMax);
  if (!documents) return problem(documents.error(), request);
  json::Array out;
  for (const auto& document : *documents)
    out.emplace_back(json::Object{{"date", document.date},
                                  {"no", document.no},
                                  {"sm3", document.sm3},
                                  {"state", document.state},
                                  {"stream", document.stream.text()}});
  const auto ordered = office.issued->ordered();
  if (!ordered) return problem(ordered.error(), request);
  json::Array waiting;
  for (const auto& stream : *ordered) {
    const base::Error why = office.waiting.last_heard(stream);
    waiting.emplace_back(json::Object{{"code", why.code}, {"say", why.text}, {"stream", stream.text()}});
  }
  return ok(json::Object{{"documents", std::move(out)}, {"waiting", std::move(waiting)}});
}

http::Response list_numbers(Office& office, const http::Request& request) {
  int year = 0;
  const std::string& text = request.param("year");
  if (std::from_chars(text.data(), text.data() + text.size(), year).ptr != text.data() + text.size())
    return problem(404, "unknown_year", "没有这个年度", request);
  auto sealer = seal::Client::connect(office.layout.seal_socket().string());
  if (!sealer) return problem(503, sealer.error().code, "封签程序没有运行", request);
  const auto all = documents::numbers_of_year(*sealer, *office.issued, year);
  if (!all) return problem(all.error(), request);
  json::Array out;
  for (const auto& line : all->numbers)
    out.emplace_back(json::Object{{"date", line.date},
                                  {"ground", line.ground},
                                  {"leaf", line.leaf},
                                  {"no", line.no},
                                  {"open", line.open},
                                  {"state", line.state},
                                  {"stream", line.stream}});
  return ok(json::Object{{"numbers", std::move(out)}, {"stopped", json::string_array(all->stopped)}});
}

}  // namespace

Endpoints list_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {
      {Method::get, "/api/people", Access::signed_in, Cost::slow, "人员与执法证件", "", "People", 200,
       [&](const Request& r) { return list_people(office, r); }},
      {Method::get, "/api/units", Access::signed_in, Cost::slow, "机构和各机构的人员", "", "Units", 200,
       [&](const Request& r) { return list_units(office, r); }},
      {Method::get, "/api/documents", Access::business, Cost::slow, "已编号的文书和等待封签的指令", "",
       "Documents", 200, [&](const Request& r) { return list_documents(office, r); }},
      {Method::get, "/api/numbers/{year}", Access::business, Cost::slow, "一年的文号：逐号去向", "",
       "Numbers", 200, [&](const Request& r) { return list_numbers(office, r); }},
  };
}

}  // namespace office::api
