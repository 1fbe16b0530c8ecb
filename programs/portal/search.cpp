#include "search.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/encoding.h"

namespace portal {

namespace {

constexpr auto kDropped = std::to_array<std::string_view>(
    {" ", "　", "〔", "〕", "[", "]", "【", "】", "（", "）", "(", ")", "［", "］"});
constexpr std::size_t kPageMax = 100000;

std::string trimmed(std::string text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  const auto last = text.find_last_not_of(" \t\r\n");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::string shortened(const std::string& text) {
  std::string out;
  std::size_t n = 0;
  for (const char32_t letter : base::to_code_points(text)) {
    if (n++ == kQueryCharactersMax) break;
    base::append_utf8(out, letter);
  }
  return out;
}

bool in_time(const Item& item, const Query& query, base::Date today) {
  if (query.since == "3m") return base::add_months(today, -3) <= item.published;
  if (query.since == "year") return base::civil(item.published).year == base::civil(today).year;
  return true;
}

}  // namespace

std::string Query::address(std::size_t page_number) const {
  std::string out = "/jueding?q=" + http::url_encode(text);
  for (const std::string& kind : kinds) out += "&k=" + http::url_encode(kind);
  if (!since.empty()) out += "&d=" + since;
  if (page_number > 1) out += "&p=" + std::to_string(page_number);
  return out;
}

Query read_query(std::string_view text) {
  Query query;
  const auto fields = http::parse_form(text);
  if (!fields) return query;
  for (const auto& [name, value] : *fields) {
    if (name == "q") query.text = shortened(trimmed(value));
    if (name == "k" && query.kinds.size() < 8 && value.size() < 32) query.kinds.push_back(value);
    if (name == "d" && (value == "3m" || value == "year")) query.since = value;
    if (name == "p") std::from_chars(value.data(), value.data() + value.size(), query.page);
  }
  query.page = std::clamp<std::size_t>(query.page, 1, kPageMax);
  return query;
}

std::string normalised(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto* dropped =
        std::find_if(kDropped.begin(), kDropped.end(), [&](auto d) { return text.starts_with(d); });
    if (dropped != kDropped.end()) {
      text.remove_prefix(dropped->size());
      continue;
    }
    const char c = text.front();
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    text.remove_prefix(1);
  }
  return out;
}

Items search(const Picture& picture, const Query& query, bool text_only) {
  const std::string wanted = normalised(query.text);
  Items found;
  for (const auto& item : picture.items) {
    if (!wanted.empty() && item->searchable.find(wanted) == std::string::npos) continue;
    const bool kind =
        query.kinds.empty() || std::count(query.kinds.begin(), query.kinds.end(), kind_of(*item)) > 0;
    if (text_only || (kind && in_time(*item, query, picture.today))) found.push_back(item);
  }
  return found;
}

std::string marked(const std::string& title, const std::string& query) {
  const auto at = query.empty() ? std::string::npos : title.find(query);
  if (at == std::string::npos) return http::html_escape(title);
  return http::html_escape(title.substr(0, at)) + "<mark>" + http::html_escape(query) + "</mark>" +
         http::html_escape(title.substr(at + query.size()));
}

std::string kind_of(const Item& item) {
  return item.kind.substr(0, item.kind.find('.'));
}

}  // namespace portal
