#include "web_pages.h"

#include <cstdlib>
#include <map>

#include "base/encoding.h"
#include "config.h"
#include "crypto/cipher.h"
#include "file/durable.h"
#include "http/text.h"

namespace office {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNonce = "{{nonce}}";
constexpr std::size_t kNonceBytes = 16;

using Files = std::map<std::string, std::shared_ptr<const http::Prepared>>;  // by path below the folder

Files read_files(const fs::path& folder) {
  Files out;
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(folder, none)) {
    const std::string name = fs::relative(entry.path(), folder).generic_string();
    if (!entry.is_regular_file() || name == "index.html") continue;
    auto body = file::read_file(entry.path().string());
    if (!body) continue;
    const bool hashed = name.starts_with("assets/");
    out[name] = http::prepare(http::content_type_of(name), *std::move(body),
                              {.cache_control = hashed ? "public, max-age=31536000, immutable" : "no-cache"});
  }
  return out;
}

/// Scripts and requests go nowhere but here; a style that carries no nonce was not ours.
std::string policy(const std::string& nonce) {
  return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce +
         "'; connect-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; base-uri 'none'; "
         "form-action 'self'; frame-ancestors 'none'";
}

http::Response index_page(std::string text) {
  const std::string nonce = base::base64url(crypto::random_bytes(kNonceBytes));
  for (auto at = text.find(kNonce); at != std::string::npos; at = text.find(kNonce, at))
    text.replace(at, kNonce.size(), nonce);
  return http::Response::html(std::move(text))
      .with("Content-Security-Policy", policy(nonce))
      .with("Cache-Control", "no-store");
}

http::Response not_built(const fs::path& folder) {
  http::Response out = http::Response::text("这里没有办案平台的页面：" + folder.string() +
                                            "\n请先构建（make build），或者用 --web 指明所在的目录。\n");
  out.status = 503;
  return out;
}

}  // namespace

fs::path web_folder() {
  const char* named = std::getenv("MINGJING_WEB");
  return named != nullptr ? fs::path(named) : home() / "build" / "web" / "office";
}

void mount_web(const fs::path& folder, http::Router& router) {
  const auto index = file::read_file((folder / "index.html").string());
  const auto page = [index, folder](const http::Request&) {
    return index ? index_page(*index) : not_built(folder);
  };
  const auto to_pages = [](const http::Request&) { return http::Response::redirect("/o/"); };
  router.add(http::Method::get, "/", to_pages);
  router.add(http::Method::get, "/o", to_pages);
  router.add(http::Method::get, "/o/{rest*}",
             [page, files = read_files(folder)](const http::Request& request) {
               const auto found = files.find(request.param("rest"));
               if (found != files.end()) return http::Response::of(found->second);
               if (request.param("rest").starts_with("assets/")) return http::Response::not_found();
               return page(request);
             });
}

}  // namespace office
