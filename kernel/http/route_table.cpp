#include "route_table.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace http {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void bad_pattern(std::string_view pattern, std::string_view why) {
  fmt::print(stderr, "route {}: {}\n", pattern, why);
  std::abort();
}

std::string allowed(const std::array<const Route*, kMethods>& by_method) {
  std::string list;
  for (std::size_t i = 0; i < kMethods; ++i) {
    const auto method = static_cast<Method>(i);
    const bool from_get =
        method == Method::head && by_method[static_cast<std::size_t>(Method::get)] != nullptr;
    if (by_method[i] == nullptr && !from_get && method != Method::options) continue;
    if (!list.empty()) list += ", ";
    list += name(method);
  }
  return list;
}

std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

}  // namespace

RouteTable::Node& RouteTable::step(Node& node, std::string_view segment, Route& route) {
  std::unique_ptr<Node>* child = nullptr;
  if (segment.starts_with('{') && segment.ends_with("*}")) {
    route.captures.emplace_back(segment.substr(1, segment.size() - 3));
    child = &node.rest;
  } else if (segment.starts_with('{') && segment.ends_with('}')) {
    route.captures.emplace_back(segment.substr(1, segment.size() - 2));
    child = &node.capture;
  } else {
    if (segment.find_first_of("{}*") != std::string_view::npos)
      bad_pattern(route.info.pattern, "half a capture");
    auto found = std::find_if(node.fixed.begin(), node.fixed.end(),
                              [&](const auto& entry) { return entry.first == segment; });
    if (found == node.fixed.end()) found = node.fixed.emplace(found, std::string(segment), nullptr);
    child = &found->second;
  }
  if (*child == nullptr) *child = std::make_unique<Node>();
  return **child;
}

void RouteTable::add(Route route) {
  const std::string pattern = route.info.pattern;
  std::string_view path = pattern;
  if (!path.starts_with('/')) bad_pattern(pattern, "does not begin with a slash");
  Node* node = &root_;
  while (!path.empty()) {
    const std::string_view segment = next_segment(path);
    if (segment.ends_with("*}") && !path.empty()) bad_pattern(pattern, "something follows the rest");
    node = &step(*node, segment, route);
  }
  const Route*& place = node->by_method[static_cast<std::size_t>(route.info.method)];
  if (place != nullptr) bad_pattern(pattern, "added twice");
  routes_.push_back(std::make_unique<Route>(std::move(route)));
  place = routes_.back().get();
  node->ends = true;
}

const RouteTable::Node* RouteTable::find(const Node& node, std::string_view path, Captured& captured) {
  if (path.empty()) return node.ends ? &node : nullptr;
  return find_below(node, path, captured);
}

const RouteTable::Node* RouteTable::find_below(const Node& node, std::string_view path, Captured& captured) {
  std::string_view beyond = path;
  const std::string_view segment = next_segment(beyond);
  for (const auto& [text, child] : node.fixed)
    if (text == segment)
      if (const Node* found = find(*child, beyond, captured)) return found;
  const std::size_t depth = captured.size();
  if (node.capture != nullptr && !segment.empty()) {
    captured.push_back(segment);
    if (const Node* found = find(*node.capture, beyond, captured)) return found;
    captured.resize(depth);
  }
  if (node.rest == nullptr) return nullptr;
  captured.push_back(path.substr(1));
  return node.rest.get();
}

Match RouteTable::match(Request& request) const {
  Captured captured;
  request.params.clear();
  if (!request.path.starts_with('/')) return {};
  const Node* node = find(root_, request.path, captured);
  if (node == nullptr) return {};
  const Route* route = node->by_method[static_cast<std::size_t>(request.method)];
  if (route == nullptr && request.method == Method::head)
    route = node->by_method[static_cast<std::size_t>(Method::get)];
  if (route == nullptr) return {nullptr, allowed(node->by_method)};
  for (std::size_t i = 0; i < captured.size(); ++i)
    request.params.emplace_back(route->captures[i], captured[i]);
  return {route, {}};
}

Cost RouteTable::cost(const Match& match) const {
  if (match.route != nullptr) return match.route->info.cost;
  return match.allow.empty() ? fallback_.info.cost : Cost::quick;
}

std::size_t RouteTable::body_bytes_max(const Match& match) const {
  return match.route != nullptr ? match.route->info.body_bytes_max : kBodyBytesMax;
}

Response RouteTable::without_route(const Match& match, const Request& request) const {
  if (match.allow.empty()) {
    if (fallback_.handler) return fallback_.handler(request);
    return server_problem(404, request.id);
  }
  if (request.method == Method::options) {
    Response response;
    response.status = 204;
    return std::move(response).with("Allow", match.allow);
  }
  return server_problem(405, request.id).with("Allow", match.allow);
}

Response RouteTable::run(const Match& match, Request& request) const {
  try {
    return match.route != nullptr ? match.route->handler(request) : without_route(match, request);
  } catch (const std::exception& error) {
    spdlog::error("request {} {} {}: {}", request.id, name(request.method), request.path, error.what());
  } catch (...) {
    spdlog::error("request {} {} {}: an exception of unknown type", request.id, name(request.method),
                  request.path);
  }
  return server_problem(500, request.id);
}

Response RouteTable::answer(const Match& match, Request& request) const {
  const auto started = Clock::now();
  Response response = run(match, request);
  observe(request, response, std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started));
  return response;
}

void RouteTable::observe(const Request& request, Response& response, std::chrono::microseconds took) const {
  try {
    for (const Observer& observer : observers_) observer(request, response, took);
  } catch (const std::exception& error) {
    spdlog::error("request {}: an observer failed: {}", request.id, error.what());
    response = server_problem(500, request.id);
  }
}

}  // namespace http
