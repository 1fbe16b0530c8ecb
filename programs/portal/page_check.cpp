#include "page_check.h"

#include <fmt/format.h>

#include "crypto/hash.h"
#include "search.h"
#include "words.h"

namespace portal {

namespace json = base::json;

namespace {

struct Answer {
  const char* tone = "";  ///< "", `bad`, `open`
  std::string heading, text, fingerprint;
  Items items;
};

Page answer_page(const std::string& query, const std::optional<Answer>& answer) {
  Data data;
  data.set("q", query);
  data.set("answer", Data(false));
  if (answer) {
    Data shown;
    shown.set("class", answer->tone);
    shown.set("heading", answer->heading);
    shown.set("text", answer->text);
    put(shown, "fp", answer->fingerprint);
    List items;
    for (const auto& item : answer->items) {
      Data entry;
      entry.set("id", item->id);
      entry.set("no", item->no);
      entry.set("title", item->title());
      items.push_back(entry);
    }
    shown.set("items", Data(items));
    data.set("answer", shown);
  }
  return {
      .title = "核验文书", .content = fill("check.mustache", data), .section = "/hecha", .path = "/hecha"};
}

Answer withdrawn_answer(const Tombstone& tombstone) {
  return {.tone = "bad",
          .heading = "这份决定已经撤下",
          .text = fmt::format("{}，{} 撤下：{}。请不要依据手里的文书办事。", tombstone.no,
                              long_date(tombstone.date), tombstone.reason),
          .fingerprint = "",
          .items = {}};
}

Answer found_answer(Items items) {
  return {.tone = "",
          .heading = "本局公示过这份文书",
          .text = "请打开公示的全文，与手里的文书逐字对照。文书上的人名、住址等依法不公开的内容除外。",
          .fingerprint = "",
          .items = std::move(items)};
}

Answer answer_to(const Picture& picture, const std::string& query) {
  const std::string wanted = normalised(query);
  for (const Tombstone& tombstone : picture.withdrawn)
    if (normalised(tombstone.no) == wanted) return withdrawn_answer(tombstone);
  Items found;
  for (const auto& item : picture.items)
    if (normalised(item->no) == wanted || normalised(item->uscc) == wanted) found.push_back(item);
  if (const Item* item = found.empty() ? by_check_code(picture, query) : nullptr)
    found.push_back(picture.by_id.at(item->id));
  if (!found.empty()) return found_answer(std::move(found));
  return {.tone = "open",
          .heading = "没有找到",
          .text =
              "请检查文号、核验码或信用代码有没有输错。没有公示的文书（例如依法不公示、公示期已满）在这里查不"
              "到，请带原件到本局核对。",
          .fingerprint = "",
          .items = {}};
}

}  // namespace

const Item* by_check_code(const Picture& picture, std::string_view typed) {
  std::string code;
  for (char c : typed) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    code += c == 'O' ? '0' : (c == 'I' || c == 'L') ? '1' : c;
  }
  if (code.size() != 8) return nullptr;
  const std::string hash = base::base64(crypto::sm3("mingjing-code/v1\n" + code));
  for (const auto& item : picture.items)
    if (item->code == hash) return item.get();
  return nullptr;
}

Page check_page(const Picture& picture, const std::string& query) {
  return answer_page(query, query.empty() ? std::nullopt : std::optional(answer_to(picture, query)));
}

Page check_fingerprint_page(const Picture& picture, const ledger::Hash& sm3) {
  const std::string wanted = base::base64(sm3);
  Answer answer{.tone = "open",
                .heading = "没有与它逐字节相同的公示文书",
                .text =
                    "可能是没有公示的文书，或者文件被改过、重新打印或另存过。请按文号查到公示的全文，与它逐字"
                    "对照，或者拨打本局电话。",
                .fingerprint = base::hex(sm3),
                .items = {}};
  for (const auto& item : picture.items)
    if (item->sm3 == wanted) {
      answer.tone = "";
      answer.heading = "与出具的文件逐字节相同";
      answer.text = "这个文件就是本局编号、盖章的电子决定书，一个字节也没有改动。";
      answer.items.push_back(item);
    }
  return answer_page("", answer);
}

base::Result<std::string_view> uploaded_file(std::string_view content_type, std::string_view body) {
  constexpr std::string_view kBoundary = "boundary=";
  const auto at = content_type.find(kBoundary);
  if (!content_type.starts_with("multipart/form-data") || at == std::string_view::npos)
    return base::fail("form", "not an upload");
  std::string_view name = content_type.substr(at + kBoundary.size());
  name = name.substr(0, name.find(';'));
  if (name.size() >= 2 && name.front() == '"') name = name.substr(1, name.size() - 2);
  const std::string border = "--" + std::string(name);
  for (auto part = body.find(border); part != std::string_view::npos; part = body.find(border, part + 1)) {
    const std::string_view rest = body.substr(part + border.size());
    const auto head_end = rest.find("\r\n\r\n");
    if (head_end == std::string_view::npos) break;
    if (rest.substr(0, head_end).find("name=\"file\"") == std::string_view::npos) continue;
    const std::string_view content = rest.substr(head_end + 4);
    const auto end = content.find("\r\n" + border);
    if (end == std::string_view::npos) break;
    return content.substr(0, end);
  }
  return base::fail("form", "no file");
}

/// What the reports of the supervising authority say of the whole log, "" before the first.
std::string report_words(const Picture& picture) {
  if (picture.reports.empty()) return {};
  const feed::Report& newest = picture.reports.back();
  const std::size_t open = feed::open_findings(picture.reports).size();
  return fmt::format("检查到第 {} 条（{}），{}", thousands(newest.to), minute(newest.time),
                     open == 0 ? "没有尚未解决的违法或缺失"
                               : fmt::format("尚有 {} 条列为违法或缺失，涉及的决定不展示", open));
}

Page log_page(const Picture& picture, const Config& config) {
  Data data;
  data.set("origin", config.trust.log.name);
  data.set("log_size", thousands(picture.log.checkpoint.size));
  data.set("log_root", base::hex(picture.log.checkpoint.root));
  data.set("log_fp", ledger::fingerprint(config.trust.log));
  List witnesses;
  for (const ledger::Cosignature& one : picture.cosigned.cosignatures) {
    Data entry;
    entry.set("name", witness_title(picture, one.name));
    entry.set("key", one.name);
    entry.set("time", minute({static_cast<std::int64_t>(one.unix_seconds) * 1000}));
    witnesses.push_back(entry);
  }
  data.set("witnesses", Data(witnesses));
  put(data, "witnessed_size",
      picture.cosigned.checkpoint.size == picture.log.checkpoint.size || witnesses.empty()
          ? ""
          : thousands(picture.cosigned.checkpoint.size));
  put(data, "report", report_words(picture));
  put(data, "fault", fault_words(picture.feed_fault));
  put(data, "log_fault", fault_words(picture.log_fault));
  data.set("feed_size", thousands(picture.feed_size));
  data.set("feed_time", picture.feed_time ? minute(*picture.feed_time) : "还没有");
  data.set("feed_root", base::hex(picture.feed_root));
  data.set("in_force", thousands(picture.items.size()));
  put(data, "awaiting", picture.awaiting == 0 ? "" : thousands(picture.awaiting));
  List refused;
  for (const RefusedItem& item : picture.refused) {
    Data entry;
    entry.set("index", thousands(item.index + 1));
    entry.set("why", refusal_words(item.code, item.guard));
    entry.set("since", minute(item.since));
    refused.push_back(entry);
  }
  data.set("any_refused", Data(!refused.empty()));
  data.set("refused", Data(refused));
  return {.title = "公示日志与见证",
          .content = fill("log.mustache", data),
          .section = "/rizhi",
          .path = "/rizhi"};
}

std::string status_json(const Picture& picture) {
  const auto time = [](const std::optional<base::Instant>& at) {
    return at ? json::Value(base::format(*at)) : json::Value(nullptr);
  };
  const std::string fault = picture.feed_fault.empty() ? picture.log_fault : picture.feed_fault;
  json::Array refused;
  for (const RefusedItem& item : picture.refused)
    refused.push_back(
        json::Object{{"code", item.code},
                     {"guard", item.guard.empty() ? json::Value(nullptr) : json::Value(item.guard)},
                     {"index", static_cast<std::int64_t>(item.index)},
                     {"since", base::format(item.since)}});
  const json::Object status = {
      {"feed", json::Object{{"root", base::base64(picture.feed_root)},
                            {"size", static_cast<std::int64_t>(picture.feed_size)},
                            {"state", fault.empty() ? "following" : "stopped"},
                            {"stopped_by", fault.empty() ? json::Value(nullptr) : json::Value(fault)},
                            {"time", time(picture.feed_time)}}},
      {"items", json::Object{{"awaiting", static_cast<std::int64_t>(picture.awaiting)},
                             {"in_force", static_cast<std::int64_t>(picture.items.size())},
                             {"refused", refused}}},
      {"log", json::Object{{"size", static_cast<std::int64_t>(picture.log.checkpoint.size)},
                           {"time", time(picture.feed_time)},
                           {"witnessed", time(picture.witnessed())}}},
      {"v", 1}};
  return json::canonical(status);
}

}  // namespace portal
