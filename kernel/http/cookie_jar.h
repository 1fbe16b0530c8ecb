#pragma once
// The cookies one client was given, by name.

#include <map>
#include <string>
#include <string_view>

namespace http {

class CookieJar {
 public:
  /// A Set-Cookie field's value; Max-Age of zero or less forgets the cookie.
  void take(std::string_view set_cookie);
  /// The value of a Cookie field; empty when there is none.
  [[nodiscard]] std::string header() const;

 private:
  std::map<std::string, std::string, std::less<>> cookies_;
};

}  // namespace http
