#pragma once
// The tree of patterns behind Router, and the way of one request through handler and observers.

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/router.h"

namespace http {

struct Route {
  RouteInfo info;
  std::vector<std::string> captures;
  Handler handler;
};

/// What a method and a path lead to. Without a route the handlers in the table answer: `allow` says which
/// methods the path has, and is empty for a path unknown.
struct Match {
  const Route* route = nullptr;
  std::string allow;
};

class RouteTable {
 public:
  void add(Route route);
  void set_fallback(Route route) { fallback_ = std::move(route); }
  void add_observer(Observer observer) { observers_.push_back(std::move(observer)); }
  [[nodiscard]] const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

  /// Fills `request.params`. HEAD finds GET's route.
  [[nodiscard]] Match match(Request& request) const;
  [[nodiscard]] Cost cost(const Match& match) const;
  [[nodiscard]] std::size_t body_bytes_max(const Match& match) const;
  /// Handler, observers. An exception becomes 500 and a line in the log.
  [[nodiscard]] Response answer(const Match& match, Request& request) const;
  /// The observers alone, for a response the server made itself.
  void observe(const Request& request, Response& response, std::chrono::microseconds took) const;

 private:
  struct Node {
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> fixed;
    std::unique_ptr<Node> capture;
    std::unique_ptr<Node> rest;
    std::array<const Route*, kMethods> by_method{};
    bool ends = false;  ///< Some method is served here.
  };
  using Captured = std::vector<std::string_view>;

  /// The child of `node` for one segment of a pattern, made if need be; notes a capture in `route`.
  static Node& step(Node& node, std::string_view segment, Route& route);
  static const Node* find(const Node& node, std::string_view path, Captured& captured);
  static const Node* find_below(const Node& node, std::string_view path, Captured& captured);
  [[nodiscard]] Response run(const Match& match, Request& request) const;
  [[nodiscard]] Response without_route(const Match& match, const Request& request) const;

  std::vector<std::unique_ptr<Route>> routes_;
  Node root_;
  Route fallback_{{Method::get, "", Cost::quick, kBodyBytesMax}, {}, nullptr};
  std::vector<Observer> observers_;
};

}  // namespace http
