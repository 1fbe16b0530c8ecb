#pragma once
// Where the witness gets the records from: the log's side over HTTP, or a medium that was carried over
// (transparency-log.md §7). Nothing of it is trusted.

#include <memory>
#include <optional>
#include <string>

#include "base/encoding.h"
#include "http/address.h"
#include "http/client.h"

namespace witness {

using base::Bytes;

class Source {
 public:
  virtual ~Source() = default;
  /// Entry bundle number `index` of `width` entries. Error: `source` (says what could not be had).
  [[nodiscard]] virtual base::Result<Bytes> entries(std::uint64_t index, int width) = 0;
  /// Structure of the same records; nullopt when the log says that it has none. Error: `source`.
  [[nodiscard]] virtual base::Result<std::optional<Bytes>> structure(std::uint64_t index, int width) = 0;
};

/// `<source>/tile/entries/…` and, with the token, `<source>/structure/…`. Waits at most half a minute.
[[nodiscard]] std::unique_ptr<Source> http_source(http::Address address, std::string token);
/// `tiles/entries/…` and `structure/…` below a directory.
[[nodiscard]] std::unique_ptr<Source> carried_source(std::string directory);

}  // namespace witness
