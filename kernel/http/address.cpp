#include "http/address.h"

#include <charconv>

namespace http {

namespace {

constexpr std::string_view kScheme = "http://";

}  // namespace

base::Result<Address> parse_address(std::string_view url) {
  const auto wrong = base::fail("address", "不是 http://主机[:端口][/路径]：" + std::string(url));
  if (!url.starts_with(kScheme)) return wrong;
  url.remove_prefix(kScheme.size());
  Address address;
  const std::size_t slash = url.find('/');
  if (slash != std::string_view::npos) address.prefix = url.substr(slash);
  while (address.prefix.ends_with('/')) address.prefix.pop_back();
  std::string_view authority = url.substr(0, slash);
  if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
    const std::string_view port = authority.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (error != std::errc{} || end != port.data() + port.size() || address.port == 0) return wrong;
    authority = authority.substr(0, colon);
  }
  address.host = authority;
  if (address.host.empty()) return wrong;
  return address;
}

}  // namespace http
