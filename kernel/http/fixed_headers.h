#pragma once
// Headers every response carries, as bytes made once.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.h"

namespace http {

/// No line break or NUL, and the name is a token: nothing a response could be split with.
[[nodiscard]] bool safe_field(std::string_view name, std::string_view value);

class FixedHeaders {
 public:
  explicit FixedHeaders(const std::vector<std::pair<std::string, std::string>>& headers);
  /// Appends the lines of all headers `response` does not name itself.
  void append(std::string& out, const Response& response) const;

 private:
  struct Line {
    std::string name;
    std::string line;
  };
  std::vector<Line> lines_;
  std::string all_;
};

}  // namespace http
