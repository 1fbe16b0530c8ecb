#include "frame.h"

#include <array>

#include "crypto/hash.h"
#include "http/text.h"
#include "words.h"

namespace portal {

namespace json = base::json;

namespace {

struct Entry {
  const char* path;
  const char* name;
};

constexpr auto kNavigation = std::to_array<Entry>({{"/", "首页"},
                                                   {"/jueding", "执法决定"},
                                                   {"/hecha", "核验文书"},
                                                   {"/chexia", "撤下记录"},
                                                   {"/rizhi", "公示日志"}});

constexpr std::int64_t kStale_ms = 26LL * 3600 * 1000;

std::string bureau_text(const Picture& picture, const char* name) {
  return json::text_or_empty(json::find(picture.bureau(), name));
}

// Gravest first: what a reader must know before he believes the page to be complete.
void put_banner(Data& data, const Picture& picture) {
  const std::string fault = fault_words(picture.feed_fault.empty() ? picture.log_fault : picture.feed_fault);
  std::string words;
  if (!fault.empty()) {
    words = "本网站" + fault + "。页面仍是此前核验通过的内容。";
  } else if (const auto at = picture.witnessed();
             at && base::start_of(picture.today).ms - at->ms > kStale_ms) {
    words = "最近一次见证签名是 " + minute(*at) + "，已超过 26 小时。";
  }
  if (words.empty()) return data.set("banner", Data(false));
  Data banner;
  banner.set("words", words);
  banner.set("stop", Data(!fault.empty()));
  data.set("banner", banner);
}

void put_looks(Data& data, Look look, const std::string& path) {
  put(data, "look", look.classes());
  data.set("big", Data(look.big));
  data.set("strong", Data(look.strong));
  data.set("big_next", Look{!look.big, look.strong}.classes());
  data.set("strong_next", Look{look.big, !look.strong}.classes());
  data.set("here", http::url_encode(path));
}

List navigation(const std::string& section) {
  List list;
  for (const Entry& entry : kNavigation) {
    Data item;
    item.set("href", entry.path);
    item.set("name", entry.name);
    item.set("current", Data(section == entry.path));
    list.push_back(item);
  }
  return list;
}

}  // namespace

std::string Look::classes() const {
  if (big && strong) return "big strong";
  return big ? "big" : strong ? "strong" : "";
}

Look look_of(const http::Request& request) {
  const std::string cookie = request.cookie("look").value_or("");
  return {cookie.find("big") != std::string::npos, cookie.find("strong") != std::string::npos};
}

std::string tag_of(std::string_view file) {
  return base::hex(crypto::sm3(embedded().at(file))).substr(0, 12);
}

std::string frame(const Page& page, const Picture& picture, const Config& config, Look look) {
  Data data;
  const std::string bureau =
      bureau_text(picture, "name").empty() ? "行政执法机关" : bureau_text(picture, "name");
  data.set("title", page.title);
  data.set("bureau", bureau);
  data.set("short", bureau_text(picture, "short"));
  for (const char* name : {"address", "hours", "phone"}) put(data, name, bureau_text(picture, name));
  put(data, "witness", config.trust.witnesses.empty() ? "" : bureau_text(picture, "supervisor"));
  data.set("demo", Data(config.demo()));
  data.set("css_tag", tag_of("portal.css"));
  data.set("js_tag", tag_of("zhengming.js"));
  data.set("script", Data(page.script));
  data.set("icons", std::string(embedded().at("icons.svg")));
  data.set("nav", Data(navigation(page.section)));
  data.set("content", page.content);
  data.set("url", config.url);
  data.set("path", page.path);
  data.set("as_of", picture.feed_time ? minute(*picture.feed_time) : "—");
  put_banner(data, picture);
  put_looks(data, look, page.path);
  return fill("frame.mustache", data);
}

}  // namespace portal
