#pragma once
// Where a server of the neighbourhood is, as a configuration names it.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace http {

/// `http://host[:port][/prefix]`; the prefix without a slash at its end.
struct Address {
  std::string host, prefix;
  std::uint16_t port = 80;
};
/// Error: `address`. https is not spoken here: a proxy on the loopback does it.
[[nodiscard]] base::Result<Address> parse_address(std::string_view url);

}  // namespace http
