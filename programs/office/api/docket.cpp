// 案件台账: the list with its filters, page by page, or whole as a table for a spreadsheet.

#include <algorithm>
#include <charconv>

#include "api/csv.h"
#include "api/endpoint.h"
#include "api/problem.h"

namespace office::api {
namespace {

constexpr int kPage = 500;
constexpr std::size_t kExportMax = 20'000;

json::Object to_json(const cases::DocketLine& line) {
  return {{"cause", line.cause},           {"closed_on", line.closed_on},
          {"decided_on", line.decided_on}, {"document_no", line.document_no},
          {"filed_on", line.filed_on},     {"handlers", json::string_array(line.handlers)},
          {"last_step", line.last_step},   {"last_title", line.last_title},
          {"opened_on", line.opened_on},   {"party", line.party},
          {"procedure", line.procedure},   {"published_on", line.published_on},
          {"records", line.records},       {"served_on", line.served_on},
          {"stage", line.stage},           {"stream", line.stream.text()}};
}

/// "" or a day.
base::Result<std::string> day_of(const http::Request& request, const char* name) {
  auto text = request.query_value(name).value_or("");
  if (!text.empty() && !base::parse_date(text))
    return base::fail("malformed", std::string(name) + " 应为日期，如 2026-03-02");
  return text;
}

base::Result<std::int64_t> cursor_of(const http::Request& request) {
  const auto text = request.query_value("cursor");
  std::int64_t out = cases::DocketQuery::kFromNewest;
  if (!text) return out;
  const auto end = text->data() + text->size();
  if (std::from_chars(text->data(), end, out).ptr != end || text->empty())
    return base::fail("malformed", "cursor 是上一页给出的 next");
  return out;
}

base::Result<cases::DocketQuery> query_of(const Office& office, const http::Request& request) {
  cases::DocketQuery out{.limit = kPage};
  out.search = request.query_value("search").value_or("");
  out.stage = request.query_value("stage").value_or("");
  MJ_TRY(out.opened_from, day_of(request, "from"));
  MJ_TRY(out.opened_to, day_of(request, "to"));
  MJ_TRY(out.before, cursor_of(request));
  if (const auto handler = request.query_value("handler")) out.handlers = {*handler};
  const auto unit = request.query_value("unit");
  if (!unit) return out;
  MJ_TRY(const auto everyone, office.roster->everyone());
  std::vector<std::string> there;
  for (const auto& person : everyone)
    if (person.unit == *unit && (!out.handlers || out.handlers->front() == person.holder.text()))
      there.push_back(person.holder.text());
  out.handlers = std::move(there);
  return out;
}

std::vector<std::string> row_of(const Office& office, const cases::DocketLine& line) {
  std::string handlers;
  for (const auto& holder : line.handlers) {
    const auto person = office.roster->by_holder(base::PersonId(holder));
    handlers += (handlers.empty() ? "" : "、") + (person ? person->name : holder);
  }
  return {line.party,        line.cause,     line.stage,        line.last_title,  handlers,
          line.opened_on,    line.filed_on,  line.decided_on,   line.document_no, line.served_on,
          line.published_on, line.closed_on, line.stream.text()};
}

http::Response export_cases(const Office& office, cases::DocketQuery query, const http::Request& request) {
  std::vector<std::vector<std::string>> rows{{"当事人", "案由", "阶段", "最近办理", "办案人员", "登记日期",
                                              "立案日期", "决定日期", "文号", "送达日期", "公示日期",
                                              "结案日期", "案件标识"}};
  while (true) {
    const auto lines = office.docket->list(query);
    if (!lines) return problem(lines.error(), request);
    for (const auto& line : *lines) rows.push_back(row_of(office, line));
    if (rows.size() > kExportMax)
      return problem(413, "too_many", "超过两万件，请用登记日期分段导出", request);
    if (lines->size() < static_cast<std::size_t>(kPage)) break;
    query.before = lines->back().newest;
  }
  return csv_file(rows, "cases-" + base::format(base::date_of(office.clock().now())) + ".csv");
}

http::Response list_cases(Office& office, const http::Request& request) {
  const auto query = query_of(office, request);
  if (!query) return problem(query.error(), request);
  const auto format = request.query_value("format").value_or("json");
  if (format == "csv") return export_cases(office, *query, request);
  if (format != "json") return problem(400, "malformed", "format 是 json 或 csv", request);
  const auto lines = office.docket->list(*query);
  if (!lines) return problem(lines.error(), request);
  json::Array out;
  for (const auto& line : *lines) out.emplace_back(to_json(line));
  json::Object page{{"cases", std::move(out)}};
  if (lines->size() == static_cast<std::size_t>(kPage)) page["next"] = std::to_string(lines->back().newest);
  return ok(page);
}

}  // namespace

Endpoints docket_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {{Method::get,
           "/api/cases",
           Access::business,
           Cost::slow,
           "案件台账，新近办理的在前，每页五百件，cursor 是上一页的 next；from、to 是登记日期，handler "
           "是办案人员，"
           "unit 是其机构名称；format=csv 导出全部",
           "",
           "Docket",
           200,
           [&](const Request& r) { return list_cases(office, r); },
           http::kBodyBytesMax,
           {"search", "stage", "unit", "handler", "from", "to", "cursor", "format"}}};
}

}  // namespace office::api
