#pragma once
// What all pages share: head, navigation, banner, footer, and how a page becomes a response.

#include "following.h"
#include "http/message.h"
#include "pages.h"

namespace portal {

/// 大字版 and 高对比, kept in a cookie.
struct Look {
  bool big = false, strong = false;
  [[nodiscard]] std::string classes() const;
};
[[nodiscard]] Look look_of(const http::Request& request);

struct Page {
  std::string title;
  std::string content;  ///< HTML of <main>
  std::string section;  ///< path of the navigation entry it belongs to
  std::string path;     ///< its own address with query
  bool script = false;
};

/// The whole page.
[[nodiscard]] std::string frame(const Page& page, const Picture& picture, const Config& config, Look look);
/// Tags of the compiled-in style sheet and script, for addresses that may be cached for ever.
[[nodiscard]] std::string tag_of(std::string_view file);

}  // namespace portal
