#pragma once
// Bytes from a server become one response. Beast's parser behind a plain face.

#include <memory>
#include <string_view>

#include "http/client.h"

namespace http {

class ResponseParser {
 public:
  struct Expect {
    bool no_body = false;  ///< The answer to HEAD.
    std::size_t body_bytes_max = 0;
  };
  ResponseParser(ClientResponse& response, Expect expect);
  ~ResponseParser();

  enum class Step { need_more, complete, failed, too_large };
  struct Fed {
    Step step;
    std::size_t used;
  };
  Fed feed(std::string_view bytes);
  /// The server has closed: complete for a body without length, failed otherwise.
  Step end();
  /// True when a byte of the response has been seen.
  [[nodiscard]] bool begun() const;
  [[nodiscard]] bool keep_alive() const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace http
