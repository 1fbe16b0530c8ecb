#include "page_home.h"

#include <fmt/format.h>

#include "drawing.h"
#include "http/text.h"
#include "page_list.h"
#include "words.h"

namespace portal {

namespace {

constexpr std::size_t kLatest = 5;
constexpr const char* kPenalty = "penalty.ordinary";

void put_ring(Data& data, const Picture& picture) {
  const base::Date newest = picture.items.empty() ? picture.today : picture.items.front()->published;
  const int year = base::civil(newest).year;
  std::map<base::Date, int> published;
  std::uint64_t count = 0;
  for (const auto& item : picture.items) {
    ++published[item->published];
    count += base::civil(item->published).year == year ? 1 : 0;
  }
  const law::WorkCalendar plain;
  const law::WorkCalendar& calendar = picture.newest_edition ? picture.newest_edition->calendar() : plain;
  data.set("ring", ring_svg(year, calendar, published, newest));
  data.set("year", std::to_string(year));
  data.set("count", thousands(count));
  data.set("today_marked", Data(!picture.items.empty()));
}

void put_example(Data& data, const Picture& picture) {
  if (picture.items.empty()) return data.set("example", Data(false));
  const Item& item = *picture.items.front();
  // 临澄市青禾网络科技… → 青禾网络: what people would type.
  std::u32string letters = base::to_code_points(item.party);
  if (letters.size() > 6 && std::u32string_view(U"市县区").find(letters[2]) != std::u32string_view::npos)
    letters.erase(0, 3);
  std::string name;
  for (const char32_t letter : letters.substr(0, 4)) base::append_utf8(name, letter);
  Data example;
  example.set("name", name);
  example.set("name_query", http::url_encode(name));
  put(example, "uscc", item.uscc);
  example.set("no", item.no);
  example.set("no_query", http::url_encode(item.no));
  data.set("example", example);
}

void put_on_time(Data& data, const Picture& picture) {
  std::size_t all = 0, late = 0;
  int limit = 0;
  for (const auto& item : picture.items) {
    if (kind_of(*item) != "penalty" || item->working_days_allowed == 0) continue;
    ++all;
    limit = item->working_days_allowed;
    late += item->working_days > item->working_days_allowed ? 1 : 0;
  }
  if (all == 0) return data.set("ontime", Data(false));
  Data on_time;
  on_time.set("kind", std::string(kind_title(kPenalty)));
  on_time.set("limit", fmt::format("{} 个工作日", limit));
  // Rounded down: one late in a thousand must not read as a hundred per cent.
  const double tenths = static_cast<double>((all - late) * 1000 / all);
  on_time.set("percent", late == 0 ? "100%" : fmt::format("{:.1f}%", tenths / 10));
  on_time.set("words", late == 0 ? fmt::format("{} 件全部按时", thousands(all))
                                 : fmt::format("{} 件中 {} 件按时，{} 件逾期", thousands(all),
                                               thousands(all - late), late));
  data.set("ontime", on_time);
}

}  // namespace

std::string clock_length(const Picture& picture, const std::string& kind, const char* clock) {
  const law::Procedure* procedure =
      picture.newest_edition ? picture.newest_edition->procedure(kind, picture.today) : nullptr;
  if (procedure == nullptr) return {};
  const auto found = procedure->clocks.find(clock);
  return found == procedure->clocks.end() ? "" : length(found->second.count, found->second.unit);
}

void put_remedies(Data& data, const Picture& picture, const std::string& kind) {
  const auto bureau = [&](const char* name) {
    return base::json::text_or_empty(base::json::find(picture.bureau(), name));
  };
  put(data, "reconsider", clock_length(picture, kind, "reconsider"));
  put(data, "sue", clock_length(picture, kind, "sue"));
  data.set("government", bureau("government"));
  data.set("court", bureau("court"));
  put(data, "phone", bureau("phone"));
}

Page home_page(const Picture& picture) {
  Data data;
  put(data, "fast", clock_length(picture, kPenalty, "disclose_fast"));
  put_example(data, picture);
  put_ring(data, picture);
  put_on_time(data, picture);
  put_remedies(data, picture, kPenalty);
  List rows;
  for (std::size_t i = 0; i < std::min(kLatest, picture.items.size()); ++i) {
    Data entry;
    entry.set("row", row(*picture.items[i], "", false));
    rows.push_back(entry);
  }
  data.set("any", Data(!rows.empty()));
  data.set("items", Data(rows));
  data.set("total", thousands(picture.items.size()));
  data.set("withdrawn", std::to_string(picture.withdrawn.size()));
  return {.title = "首页", .content = fill("home.mustache", data), .section = "/", .path = "/"};
}

}  // namespace portal
