#include "http/router.h"

#include <algorithm>

#include "route_table.h"

namespace http {

Router::Router() : table_(std::make_unique<RouteTable>()) {}
Router::~Router() = default;
Router::Router(Router&& other) noexcept = default;
Router& Router::operator=(Router&& other) noexcept = default;

void Router::add(Method method, std::string_view pattern, Handler handler, Cost cost,
                 std::size_t body_bytes_max) {
  table_->add({{method, std::string(pattern), cost, body_bytes_max}, {}, std::move(handler)});
}

void Router::fallback(Handler handler, Cost cost) {
  table_->set_fallback({{Method::get, "", cost, kBodyBytesMax}, {}, std::move(handler)});
}

void Router::after(Observer observer) {
  table_->add_observer(std::move(observer));
}

std::vector<RouteInfo> Router::routes() const {
  std::vector<RouteInfo> list;
  list.reserve(table_->routes().size());
  for (const auto& route : table_->routes()) list.push_back(route->info);
  return list;
}

Response Router::handle(Request& request) const {
  const Match match = table_->match(request);
  return table_->answer(match, request);
}

}  // namespace http
