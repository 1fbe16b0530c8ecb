#pragma once
// Which items a query asks for. The whole public set is in memory, so a search is a walk over it.

#include "following.h"
#include "http/text.h"

namespace portal {

inline constexpr std::size_t kPerPage = 20;
inline constexpr std::size_t kQueryCharactersMax = 100;

struct Query {
  std::string text;                ///< as typed, trimmed
  std::vector<std::string> kinds;  ///< `penalty` …; empty: all
  std::string since;               ///< "", `3m`, `year`
  std::size_t page = 1;
  /// Back to an address, with another page number.
  [[nodiscard]] std::string address(std::size_t page_number) const;
  [[nodiscard]] bool filtered() const { return !kinds.empty() || !since.empty(); }
};

[[nodiscard]] Query read_query(std::string_view query);
/// Lower case, without blanks and brackets, so that 〔2026〕 and [2026] are the same number.
[[nodiscard]] std::string normalised(std::string_view text);

using Items = std::vector<std::shared_ptr<const Item>>;
/// Newest first. Filters apply after the text; `text_only` gives what the text alone finds.
[[nodiscard]] Items search(const Picture& picture, const Query& query, bool text_only = false);
/// `title` as HTML with the query marked.
[[nodiscard]] std::string marked(const std::string& title, const std::string& query);
/// First part of a `.`-separated kind: penalty.ordinary → penalty.
[[nodiscard]] std::string kind_of(const Item& item);

}  // namespace portal
