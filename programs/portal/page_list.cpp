#include "page_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "words.h"

namespace portal {

namespace {

std::map<std::string, int> by_kind(const Items& items) {
  std::map<std::string, int> counts;
  for (const auto& item : items) ++counts[kind_of(*item)];
  return counts;
}

List kind_boxes(const Picture& picture, const Query& query) {
  std::map<std::string, int> counts = by_kind(search(picture, query, true));
  for (const auto& item : picture.items) counts.try_emplace(kind_of(*item), 0);
  List list;
  for (const auto& [kind, n] : counts) {
    Data box;
    box.set("value", kind);
    box.set("name", std::string(kind_title(kind)));
    box.set("n", std::to_string(n));
    box.set("checked", Data(std::count(query.kinds.begin(), query.kinds.end(), kind) > 0));
    list.push_back(box);
  }
  return list;
}

List date_choices(const Query& query) {
  List list;
  for (const auto& [value, name] : std::array<std::pair<const char*, const char*>, 3>{
           {{"", "全部时间"}, {"3m", "最近 3 个月"}, {"year", "今年"}}}) {
    Data choice;
    choice.set("value", value);
    choice.set("name", name);
    choice.set("checked", Data(query.since == value));
    list.push_back(choice);
  }
  return list;
}

// Shown when everything found is about one subject: "how many of each kind" before any list.
void put_card(Data& data, const Items& found, bool link) {
  const bool one = !found.empty() && std::all_of(found.begin(), found.end(), [&](const auto& item) {
    return item->party == found.front()->party && item->uscc == found.front()->uscc;
  });
  if (!one) return data.set("card", Data(false));
  Data card;
  card.set("name", found.front()->party);
  put(card, "uscc", found.front()->uscc);
  card.set("link", Data(link));
  List counts;
  for (const auto& [kind, n] : by_kind(found)) {
    Data count;
    count.set("name", std::string(kind_title(kind)));
    count.set("n", std::to_string(n));
    counts.push_back(count);
  }
  card.set("counts", Data(counts));
  data.set("card", card);
}

List page_links(const Query& query, std::size_t pages) {
  List list;
  for (std::size_t n = 1; n <= pages; ++n) {
    const bool near = n + 2 >= query.page && n <= query.page + 2;
    if (!near && n != 1 && n != pages) continue;
    Data link;
    link.set("n", std::to_string(n));
    link.set("here", Data(n == query.page));
    link.set("href", query.address(n));
    link.set("label", fmt::format("第 {} 页", n));
    list.push_back(link);
  }
  return list;
}

void put_items(Data& data, const Items& found, const Query& query) {
  const std::size_t pages = (found.size() + kPerPage - 1) / kPerPage;
  Query shown = query;
  shown.page = std::min(query.page, std::max<std::size_t>(pages, 1));
  List rows;
  for (std::size_t i = (shown.page - 1) * kPerPage; i < std::min(found.size(), shown.page * kPerPage); ++i) {
    Data entry;
    entry.set("row", row(*found[i], query.text, true));
    rows.push_back(entry);
  }
  data.set("any", Data(!found.empty()));
  data.set("items", Data(rows));
  data.set("total", thousands(found.size()));
  data.set("pages", Data(page_links(shown, pages)));
  data.set("page_count", std::to_string(pages));
}

// 锦澄物业服务有限公司 finds nothing, 锦澄物业 might.
std::string shorter(const std::string& text) {
  const std::u32string letters = base::to_code_points(text);
  if (letters.size() < 4) return {};
  std::string out;
  for (std::size_t i = 0; i < std::min<std::size_t>(letters.size() / 2, 4); ++i)
    base::append_utf8(out, letters[i]);
  return out;
}

void put_query(Data& data, const Picture& picture, const Query& query) {
  put(data, "q", query.text);
  data.set("q_query", http::url_encode(query.text));
  data.set("kinds", Data(kind_boxes(picture, query)));
  data.set("dates", Data(date_choices(query)));
  data.set("filtered", Data(query.filtered()));
  put(data, "shorter", shorter(query.text));
  data.set("shorter_query", http::url_encode(shorter(query.text)));
}

}  // namespace

std::string row(const Item& item, const std::string& query, bool with_tags) {
  Data data;
  data.set("tags", Data(with_tags));
  data.set("kind", std::string(kind_title(item.kind)));
  data.set("id", item.id);
  data.set("title", marked(item.title(), query));
  data.set("result", item.result);
  data.set("no", item.no);
  data.set("published", short_date(item.published));
  data.set("timing", fmt::format("决定后第 {} 个工作日", item.working_days));
  return fill("row.mustache", data);
}

Page list_page(const Picture& picture, const Query& query) {
  const Items found = search(picture, query);
  Data data;
  data.set("heading", "查执法决定");
  data.set("firm", Data(false));
  put_query(data, picture, query);
  put_card(data, query.text.empty() ? Items() : found, true);
  put_items(data, found, query);
  return {.title = query.text.empty() ? "查执法决定" : query.text + " 的查询结果",
          .content = fill("list.mustache", data),
          .section = "/jueding",
          .path = query.text.empty() && !query.filtered() && query.page == 1 ? "/jueding"
                                                                             : query.address(query.page)};
}

Page firm_page(const Picture& picture, const std::string& uscc) {
  Items found;
  for (const auto& item : picture.items)
    if (!item->uscc.empty() && item->uscc == uscc) found.push_back(item);
  if (found.empty()) return {};
  Query query;
  query.text = uscc;
  Data data;
  data.set("heading", found.front()->party);
  data.set("firm", Data(true));
  put_query(data, picture, query);
  put_card(data, found, false);
  put_items(data, found, query);
  return {.title = found.front()->party + " 的全部记录",
          .content = fill("list.mustache", data),
          .section = "/jueding",
          .path = "/qiye/" + uscc};
}

Page withdrawn_page(const Picture& picture) {
  Data data;
  List rows;
  for (const Tombstone& tombstone : picture.withdrawn) {
    Data entry;
    entry.set("no", tombstone.no);
    entry.set("date", long_date(tombstone.date));
    entry.set("reason", tombstone.reason);
    rows.push_back(entry);
  }
  data.set("any", Data(!rows.empty()));
  data.set("items", Data(rows));
  return {.title = "撤下记录",
          .content = fill("withdrawn.mustache", data),
          .section = "/chexia",
          .path = "/chexia"};
}

}  // namespace portal
