#pragma once
// A response whose bytes are made once and sent many times: head and body of each encoding stand ready, and
// the server only adds Date, Connection and what the response itself adds.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace http {

struct Prepared {
  /// One encoding of the body. A strong ETag names one encoding, so each has its own (RFC 9110 §8.8.3).
  struct Form {
    std::string body;
    std::string etag;          ///< With its quotes.
    std::string head;          ///< Status line (200) and fields, without the empty line.
    std::string not_modified;  ///< The same for 304.
  };
  std::string content_type;
  std::string cache_control;
  Form identity;
  std::optional<Form> gzip;  ///< Only where it saves something.
  std::optional<Form> brotli;

  /// What an Accept-Encoding field asks for: brotli, else gzip, else identity.
  [[nodiscard]] const Form& pick(std::string_view accept_encoding) const;
};

struct PrepareOptions {
  std::string cache_control = "no-cache";  ///< Empty: no such field.
  std::string tag = {};   ///< Names the content in the ETag (a hash the caller has); empty: one is made.
  bool smallest = false;  ///< Compress as far as it goes (about 1 s per MiB): for files packed at start.
};

/// Takes about 0.3 ms for 8 KiB of text, 15 times that with `smallest`. Bodies that do not shrink keep one
/// form.
[[nodiscard]] std::shared_ptr<const Prepared> prepare(std::string_view content_type, std::string body,
                                                      const PrepareOptions& options = {});

}  // namespace http
