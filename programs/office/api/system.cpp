// The law as clients read it, the clock, health.

#include "api/endpoint.h"
#include "api/law_json.h"
#include "api/problem.h"
#include "file/durable.h"

namespace office::api {
namespace {

http::Response show_law(Office& office, const http::Request& request) {
  const std::string tag = "\"" + office.lawbook->rules() + "\"";
  if (request.header("If-None-Match") == tag) {
    http::Response same;
    same.status = 304;
    return same;
  }
  const base::Date today = base::date_of(office.clock().now());
  return http::Response::json(json::canonical(to_json(*office.lawbook, today)))
      .with("ETag", tag)
      .with("Cache-Control", "private, no-cache");
}

/// Whose house this is and how it calls its roles. Only a demo offers accounts, and with them the passphrase
/// that its console prints anyway.
http::Response about(Office& office, const http::Request&) {
  json::Object roles;
  for (const auto& procedure : office.lawbook->procedures())
    for (const auto& [role, title] : procedure.titles) roles[role] = title;
  const auto* bureau = office.lawbook->data("bureau");
  const auto of_bureau = [&](const char* name) {
    return bureau == nullptr ? std::string() : json::text_or_empty(json::find(*bureau, name));
  };
  json::Object out{{"bureau", of_bureau("name")},
                   {"code_word", of_bureau("code_word")},
                   {"demo", office.config.demo()},
                   {"portal", office.config.portal_url},
                   {"roles", std::move(roles)}};
  if (!office.config.demo()) return ok(out);
  if (const auto text = file::read_file(office.layout.demo_accounts().string()))
    if (auto offer = json::parse(*text)) out["demo_accounts"] = *std::move(offer);
  return ok(out);
}

http::Response show_clock(Office& office, const http::Request&) {
  return ok(json::Object{{"demo", office.config.demo()}, {"now", base::format(office.clock().now())}});
}

/// {"now": instant} stops the demo's clock there, {"now": null} lets it run. Any other origin has no such
/// clock.
http::Response set_clock(Office& office, const http::Request& request) {
  if (!office.config.demo()) return problem(404, "not_demo", "只有示范环境可以设置时钟", request);
  const auto value = json::parse(request.body);
  if (!value || !json::has_exactly(*value, {"now"}))
    return problem(400, "malformed", "需要 now 一项", request);
  if (json::find(*value, "now")->is_null()) {
    office.demo_clock.run();
  } else {
    const auto now = base::parse_instant(json::text_or_empty(json::find(*value, "now")));
    if (!now) return problem(400, "malformed", "now 不是时刻", request);
    office.demo_clock.stand_at(*now);
  }
  return show_clock(office, request);
}

/// A stopped log goes on recording, but somebody must come: the machine that watches /healthz has to notice.
http::Response health(Office& office, const http::Request&) {
  const bool signing = office.registrar->signing();
  return ok(json::Object{{"records", static_cast<std::int64_t>(office.registrar->size())},
                         {"status", signing ? "ok" : "signing_stopped"}},
            signing ? 200 : 503);
}

}  // namespace

Endpoints system_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {
      {Method::get, "/api/law", Access::signed_in, Cost::slow, "现行规则：程序、步骤、表单", "", "Law", 200,
       [&](const Request& r) { return show_law(office, r); }},
      {Method::get, "/api/about", Access::anyone, Cost::slow, "机关名称、岗位名称，是否示范环境", "", "About",
       200, [&](const Request& r) { return about(office, r); }},
      {Method::get, "/api/clock", Access::anyone, Cost::quick, "现在的时间", "", "Clock", 200,
       [&](const Request& r) { return show_clock(office, r); }},
      {Method::post, "/api/demo/clock", Access::signed_in, Cost::quick, "示范环境：拨动时钟", "Clock",
       "Clock", 200, [&](const Request& r) { return set_clock(office, r); }},
      {Method::get, "/healthz", Access::anyone, Cost::quick, "是否正常", "", "Health", 200,
       [&](const Request& r) { return health(office, r); }},
  };
}

}  // namespace office::api
