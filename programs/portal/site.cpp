#include "site.h"

#include <algorithm>

#include "crypto/hash.h"
#include "http/text.h"
#include "ledger/tiles.h"
#include "page_check.h"
#include "page_decision.h"
#include "page_home.h"
#include "page_list.h"
#include "words.h"

namespace portal {

namespace {

constexpr std::size_t kKeptMax = 4096;
constexpr std::size_t kUploadBytesMax = std::size_t{21} << 20;
constexpr const char* kForEver = "public, max-age=31536000, immutable";
constexpr const char* kFresh = "no-cache";

http::Response prepared(const http::PrepareOptions& options, std::string_view type, std::string_view file) {
  return http::Response::of(http::prepare(type, std::string(embedded().at(file)), options));
}

bool is_bundle_path(std::string_view path) {
  constexpr std::string_view kEntries = "tile/entries/";
  return path.starts_with(kEntries) && ledger::parse_bundle_number(path.substr(kEntries.size())).has_value();
}

/// `to` of a look's link leads only to our own pages.
std::string own_path(const std::string& to) {
  // A browser drops tabs and line ends from a Location: what is left must still be a path.
  const bool plain = std::ranges::none_of(to, [](char c) { return (c >= 0 && c <= ' ') || c == '\\'; });
  return plain && to.starts_with('/') && !to.starts_with("//") ? to : "/";
}

http::Response set_look(const http::Request& request) {
  const std::string wanted = request.query_value("look").value_or("");
  const bool big = wanted.find("big") != std::string::npos;
  const bool strong = wanted.find("strong") != std::string::npos;
  http::Cookie cookie;
  cookie.name = "look";
  cookie.value = Look{big, strong}.classes();
  cookie.max_age = std::chrono::hours(24 * 365);
  http::Response response = http::Response::redirect(own_path(request.query_value("to").value_or("/")));
  response.with("Set-Cookie", http::to_header(cookie));
  return response;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> Site::headers() {
  return {
      {"Content-Security-Policy",
       "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
       "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
      {"Cross-Origin-Opener-Policy", "same-origin"}};
}

// --- how a page becomes a response
// -------------------------------------------------------------------------------

std::shared_ptr<const http::Prepared> Site::kept(const Picture& picture, const std::string& key) const {
  const std::lock_guard lock(mutex_);
  if (kept_of_.get() != &picture) return nullptr;
  const auto found = kept_.find(key);
  return found == kept_.end() ? nullptr : found->second;
}

void Site::keep(const std::shared_ptr<const Picture>& picture, const std::string& key,
                std::shared_ptr<const http::Prepared> response) {
  const std::lock_guard lock(mutex_);
  if (following_.picture() != picture) return;  // made from what is over already
  if (kept_of_ != picture || kept_.size() >= kKeptMax) kept_.clear();
  kept_of_ = picture;
  kept_[key] = std::move(response);
}

http::Response Site::page(const http::Request& request, const Page& page, int status) const {
  const auto picture = following_.picture();
  std::string html = frame(page, *picture, following_.config(), look_of(request));
  http::Response response =
      status == 200 ? http::Response::of(http::prepare("text/html; charset=utf-8", std::move(html)))
                    : http::Response::html(std::move(html));
  response.status = status;
  response.with("Vary", "Cookie, Accept-Encoding");
  return response;
}

http::Response Site::cached(const http::Request& request, const Maker& maker) {
  const auto picture = following_.picture();
  const Look look = look_of(request);
  const std::string key = request.path + " " + look.classes();
  auto response = kept(*picture, key);
  if (!response) {
    const Page made = maker(*picture);
    if (made.content.empty()) return missing(request);
    response = http::prepare("text/html; charset=utf-8", frame(made, *picture, following_.config(), look));
    keep(picture, key, response);
  }
  return http::Response::of(response).with("Vary", "Cookie, Accept-Encoding");
}

http::Response Site::missing(const http::Request& request) const {
  Data data;
  data.set("heading", "没有这个页面");
  data.set("text", "地址可能输错了，或者这份决定的公示期已满，不再展示。");
  return page(request,
              {.title = "没有这个页面",
               .content = fill("message.mustache", data),
               .section = "",
               .path = request.path},
              404);
}

http::Response Site::not_shown(const http::Request& request, const Picture& picture,
                               const std::string& id) const {
  Data data;
  const auto tombstone = std::find_if(picture.withdrawn.begin(), picture.withdrawn.end(),
                                      [&](const Tombstone& one) { return one.id == id; });
  const auto ended = picture.ended.find(id);
  if (tombstone != picture.withdrawn.end()) {
    data.set("withdrawn", Data(true));
    data.set("no", tombstone->no);
    data.set("reason", tombstone->reason);
    data.set("date", long_date(tombstone->date));
  } else if (ended != picture.ended.end()) {
    data.set("withdrawn", Data(false));
    data.set("date", long_date(ended->second));
  } else {
    return missing(request);
  }
  return page(request,
              {.title = "不再展示",
               .content = fill("gone.mustache", data),
               .section = "/jueding",
               .path = request.path},
              410);
}

// --- pages
// -------------------------------------------------------------------------------------------------------

http::Response Site::list(const http::Request& request) const {
  return page(request, list_page(*following_.picture(), read_query(request.query)));
}

http::Response Site::firm(const http::Request& request) {
  const std::string uscc = request.param("code");
  return cached(request, [&](const Picture& picture) { return firm_page(picture, uscc); });
}

http::Response Site::decision(const http::Request& request) {
  const auto picture = following_.picture();
  const std::string id = request.param("id");
  const auto found = picture->by_id.find(id);
  if (found == picture->by_id.end()) return not_shown(request, *picture, id);
  return cached(request, [&](const Picture& of) {
    const auto item = of.by_id.find(id);
    const auto opened = item == of.by_id.end() ? std::unexpected(base::Error{"gone", ""})
                                               : open_decision(of, following_.config(), *item->second);
    return opened ? decision_page(of, following_.config(), *item->second, *opened) : Page();
  });
}

http::Response Site::proof_page(const http::Request& request) {
  const auto picture = following_.picture();
  const std::string id = request.param("id");
  if (!picture->by_id.contains(id)) return not_shown(request, *picture, id);
  return cached(request, [&](const Picture& of) {
    const auto item = of.by_id.find(id);
    if (item == of.by_id.end()) return Page();
    const auto opened = open_decision(of, following_.config(), *item->second);
    const auto proof = proof_of(of, following_.config(), *item->second);
    if (!opened || !proof) return Page();
    return portal::proof_page(of, following_.config(), *item->second, *opened, proof->size());
  });
}

http::Response Site::proof_file(const http::Request& request) {
  const auto picture = following_.picture();
  const std::string id = request.param("id");
  const auto item = picture->by_id.find(id);
  if (item == picture->by_id.end()) return not_shown(request, *picture, id);
  auto response = kept(*picture, request.path);
  if (!response) {
    auto proof = proof_of(*picture, following_.config(), *item->second);
    if (!proof) return missing(request);
    response = http::prepare("application/json", std::move(*proof));
    keep(picture, request.path, response);
  }
  return http::Response::of(response);
}

http::Response Site::check(const http::Request& request) const {
  const auto picture = following_.picture();
  const Query query = read_query(request.query);
  return page(request, check_page(*picture, query.text));
}

http::Response Site::check_file(const http::Request& request) const {
  const auto file = uploaded_file(request.header("Content-Type"), request.body);
  if (!file || file->empty()) return http::Response::redirect("/hecha");
  http::Response response = page(request, check_fingerprint_page(*following_.picture(), crypto::sm3(*file)));
  response.with("Cache-Control", "no-store");
  return response;
}

// Where the QR on paper leads: a published document shows its page, whatever else the address holds is not
// read.
http::Response Site::check_code(const http::Request& request) const {
  const auto picture = following_.picture();
  const std::string code = request.param("code");
  if (const Item* item = by_check_code(*picture, code))
    return http::Response::redirect("/jueding/" + item->id);
  http::Response response = page(request, check_page(*picture, code));
  response.with("Cache-Control", "no-store");
  return response;
}

http::Response Site::tile(const http::Request& request, const char* folder) const {
  const std::string path = "tile/" + request.param("path");
  if (!ledger::parse_tile_path(path) && !is_bundle_path(path)) return http::Response::not_found();
  const auto file = following_.config().feed / folder / path;
  return http::Response::file("application/octet-stream", {.path = file.string()})
      .with("Cache-Control", kForEver);
}

/// `newest`, or the size at which one ends.
http::Response Site::report(const http::Request& request) const {
  const auto picture = following_.picture();
  const std::string to = request.param("to");
  for (auto one = picture->reports.rbegin(); one != picture->reports.rend(); ++one)
    if (to == "newest" || to == std::to_string(one->to))
      return http::Response::text(one->note).with("Cache-Control", to == "newest" ? kFresh : kForEver);
  return missing(request);
}

/// The main log as static C2SP files (transparency-log.md §6), and its SHA-256 twin where there is one (§9).
/// Structure is not among the files of the feed: there is nothing here that could serve it.
void Site::add_log(http::Router& router) {
  using http::Method;
  using http::Request;
  const auto note = [this](std::string Picture::*which) {
    return [this, which](const Request& request) {
      const auto picture = following_.picture();
      if ((*picture.*which).empty()) return missing(request);
      return http::Response::text(*picture.*which).with("Cache-Control", kFresh);
    };
  };
  router.add(Method::get, "/log/checkpoint", note(&Picture::log_note));
  router.add(Method::get, "/log/witnessed", note(&Picture::cosigned_note));
  router.add(Method::get, "/log/report/{to}", [this](const Request& r) { return report(r); });
  router.add(Method::get, "/log/tile/{path*}", [this](const Request& r) { return tile(r, "log"); });
  router.add(Method::get, "/log/sha256/checkpoint", [this](const Request&) {
    const auto file = following_.config().feed / "log/sha256/checkpoint";
    return http::Response::file("text/plain; charset=utf-8", {.path = file.string()})
        .with("Cache-Control", kFresh);
  });
  router.add(Method::get, "/log/sha256/tile/{path*}",
             [this](const Request& r) { return tile(r, "log/sha256"); });
}

http::Router Site::router() {
  using http::Cost;
  using http::Method;
  using http::Request;
  http::Router router;
  router.add(
      Method::get, "/", [this](const Request& r) { return cached(r, home_page); }, Cost::slow);
  router.add(
      Method::get, "/jueding", [this](const Request& r) { return list(r); }, Cost::slow);
  router.add(
      Method::get, "/jueding/{id}", [this](const Request& r) { return decision(r); }, Cost::slow);
  router.add(
      Method::get, "/jueding/{id}/zhengming", [this](const Request& r) { return proof_page(r); }, Cost::slow);
  router.add(
      Method::get, "/jueding/{id}/zhengming.json", [this](const Request& r) { return proof_file(r); },
      Cost::slow);
  router.add(
      Method::get, "/qiye/{code}", [this](const Request& r) { return firm(r); }, Cost::slow);
  router.add(
      Method::get, "/chexia", [this](const Request& r) { return cached(r, withdrawn_page); }, Cost::slow);
  router.add(
      Method::get, "/hecha", [this](const Request& r) { return check(r); }, Cost::slow);
  router.add(
      Method::post, "/hecha", [this](const Request& r) { return check_file(r); }, Cost::slow,
      kUploadBytesMax);
  router.add(
      Method::get, "/h/{code}", [this](const Request& r) { return check_code(r); }, Cost::slow);
  router.add(
      Method::get, "/rizhi",
      [this](const Request& r) {
        return cached(r, [this](const Picture& picture) { return log_page(picture, following_.config()); });
      },
      Cost::slow);
  router.add(Method::get, "/xianshi", set_look);
  router.add(Method::get, "/status.json", [this](const Request&) {
    return http::Response::json(status_json(*following_.picture())).with("Cache-Control", "no-cache");
  });
  router.add(Method::get, "/healthz", [](const Request&) { return http::Response::text("ok\n"); });
  add_log(router);
  const http::PrepareOptions for_ever{.cache_control = kForEver, .tag = {}, .smallest = true};
  const auto css = prepared(for_ever, "text/css; charset=utf-8", "portal.css");
  const auto script = prepared(for_ever, "text/javascript; charset=utf-8", "zhengming.js");
  router.add(Method::get, "/portal.css", [css](const Request&) { return css; });
  router.add(Method::get, "/zhengming.js", [script](const Request&) { return script; });
  router.fallback([this](const Request& r) { return missing(r); }, Cost::slow);
  return router;
}

}  // namespace portal
