// Server-sent events: that a record was made, so that an open page asks anew.

#include "api/endpoint.h"
#include "api/problem.h"

namespace office::api {
namespace {

http::Response listen(Office& office, const http::Request& request) {
  constexpr std::string_view kType = "text/event-stream";
  if (request.method == http::Method::head) return http::Response::bytes(kType, "");
  const auto live = office.events.listen(request.cookie(kSessionCookie).value_or(""));
  if (!live) return problem(live.error(), request);
  return http::Response::live(kType, *live).with("Cache-Control", "no-store");
}

}  // namespace

Endpoints event_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {{Method::get, "/api/events", Access::business, Cost::quick,
           "新记录的事件流（text/event-stream），每条 data 是一个 Event；二十秒一次心跳", "", "", 200,
           [&](const Request& r) { return listen(office, r); }}};
}

}  // namespace office::api
