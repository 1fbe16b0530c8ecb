#pragma once
// The public site: which address answers with which page.

#include <mutex>
#include <unordered_map>

#include "frame.h"
#include "http/router.h"
#include "http/server.h"

namespace portal {

class Site {
 public:
  explicit Site(const Following& following) : following_(following) {}
  /// The router refers to this object, which must outlive it.
  [[nodiscard]] http::Router router();
  /// Headers of every response: no script or style but our own, nothing framed, nothing sniffed.
  [[nodiscard]] static std::vector<std::pair<std::string, std::string>> headers();

 private:
  using Maker = std::function<Page(const Picture&)>;
  http::Response cached(const http::Request& request, const Maker& maker);
  http::Response page(const http::Request& request, const Page& page, int status = 200) const;
  http::Response missing(const http::Request& request) const;
  http::Response list(const http::Request& request) const;
  http::Response firm(const http::Request& request);
  http::Response decision(const http::Request& request);
  http::Response proof_page(const http::Request& request);
  http::Response proof_file(const http::Request& request);
  http::Response check(const http::Request& request) const;
  http::Response check_file(const http::Request& request) const;
  http::Response check_code(const http::Request& request) const;
  /// A tile or entry bundle below `folder` of the feed.
  http::Response tile(const http::Request& request, const char* folder) const;
  http::Response report(const http::Request& request) const;
  void add_log(http::Router& router);
  /// The answer for an id that is not shown: withdrawn, ended or unknown.
  http::Response not_shown(const http::Request& request, const Picture& picture, const std::string& id) const;
  std::shared_ptr<const http::Prepared> kept(const Picture& picture, const std::string& key) const;
  void keep(const std::shared_ptr<const Picture>& picture, const std::string& key,
            std::shared_ptr<const http::Prepared> response);

  const Following& following_;
  // Responses made from one picture; a new picture empties it, so nothing taken away is served from here.
  mutable std::mutex mutex_;
  std::shared_ptr<const Picture> kept_of_;
  std::unordered_map<std::string, std::shared_ptr<const http::Prepared>> kept_;
};

}  // namespace portal
