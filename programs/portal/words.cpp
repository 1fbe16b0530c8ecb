#include "words.h"

#include <fmt/format.h>

#include <array>
#include <map>

#include "base/money.h"

namespace portal {

namespace json = base::json;

namespace {

struct Pair {
  std::string_view code, words;
};

constexpr auto kKinds = std::to_array<Pair>({{"penalty", "行政处罚"},
                                             {"licence", "行政许可"},
                                             {"inspection", "行政检查"},
                                             {"coercion", "行政强制"},
                                             {"levy", "行政征收"}});

constexpr auto kPenalties = std::to_array<Pair>({{"warning", "警告"},
                                                 {"criticism", "通报批评"},
                                                 {"fine", "罚款"},
                                                 {"confiscate_income", "没收违法所得"},
                                                 {"confiscate_goods", "没收非法财物"}});

constexpr auto kProofCodes = std::to_array<Pair>({{"format", "公示文件的格式不对"},
                                                  {"bundle", "有记录与它在日志中的承诺不符"},
                                                  {"stream", "记录不属于同一个案件"},
                                                  {"pos", "缺少中间的记录"},
                                                  {"prev", "记录前后不衔接"},
                                                  {"replay", "同一份内容被使用两次"},
                                                  {"order", "记录的先后次序不对"},
                                                  {"actor", "签名人没有登记，或者没有这项职责"},
                                                  {"sig", "签名不对"},
                                                  {"seen", "签名人签名时看到的不是前一条记录"},
                                                  {"rules", "所依据的规则版本还没有公布"},
                                                  {"acts", "办理步骤不全，或者先后不对"},
                                                  {"draft", "审核、决定、制作、公示所指的不是同一份草案"},
                                                  {"role", "起草、审核、决定没有由不同的人分别办理"},
                                                  {"document", "送达的文书与制作的文书不同"},
                                                  {"text", "公示的文字与审核通过的草案不同"},
                                                  {"view", "公示的内容与公示人签名确认的不同"}});

template <class Table>
std::string_view look_up(const Table& table, std::string_view code, std::string_view otherwise) {
  for (const Pair& pair : table)
    if (pair.code == code) return pair.words;
  return otherwise;
}

std::string sanction(const json::Value& value) {
  const std::string text = json::text_or_empty(json::find(value, "text"));
  const json::Value* fen = json::find(value, "fen");
  const auto money = fen == nullptr ? base::Money() : base::money_from_json(*fen);
  const std::string kind(look_up(kPenalties, json::text_or_empty(json::find(value, "kind")), ""));
  if (money && *money > base::Money() && !kind.empty())
    return kind + " " + base::yuan_grouped(*money) + " 元";
  return text.empty() ? kind : text;
}

/// doc.law.001, doc.law.002 … in order.
std::map<std::string, const json::Value*> repeated(const json::Object& draft, std::string_view stem) {
  std::map<std::string, const json::Value*> found;
  for (const auto& [name, value] : draft) {
    const std::string_view key(name);
    if (key.starts_with(stem) && key.substr(stem.size()).starts_with('.')) found.emplace(key, &value);
  }
  return found;
}

void append(std::string& out, std::string_view more) {
  if (more.empty()) return;
  if (!out.empty()) out += "；";
  out += more;
}

}  // namespace

std::string long_date(base::Date day) {
  const auto c = base::civil(day);
  return fmt::format("{}年{}月{}日", c.year, c.month, c.day);
}

std::string short_date(base::Date day) {
  const auto c = base::civil(day);
  return fmt::format("{}月{}日", c.month, c.day);
}

std::string minute(base::Instant at) {
  const std::string text = base::format(at);
  return long_date(base::date_of(at)) + " " + text.substr(11, 5);
}

std::string thousands(std::uint64_t n) {
  std::string digits = std::to_string(n);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string_view kind_title(std::string_view kind) {
  return look_up(kKinds, kind.substr(0, kind.find('.')), "其他执法决定");
}

std::string length(int count, law::Unit unit) {
  switch (unit) {
    case law::Unit::hours:
      return fmt::format("{} 小时", count);
    case law::Unit::days:
      return fmt::format("{} 日", count);
    case law::Unit::months:
      return fmt::format("{} 个月", count);
    case law::Unit::working_days:
      break;
  }
  return fmt::format("{} 个工作日", count);
}

std::string penalty_words(const json::Object& draft) {
  std::string words;
  append(words, json::text_or_empty(draft.if_contains("doc.correction")));
  for (const auto& [name, value] : repeated(draft, "doc.penalty"))
    if (value->is_object()) append(words, sanction(*value));
  return words;
}

std::string joined_values(const json::Object& draft, std::string_view stem) {
  std::string words;
  for (const auto& [name, value] : repeated(draft, stem)) append(words, json::text_or_empty(value));
  return words;
}

std::string refusal_words(std::string_view code, std::string_view guard) {
  if (code.starts_with("proof."))
    return std::string(look_up(kProofCodes, code.substr(6), "证明文件没有通过核对"));
  if (code == "not_logged") return "所依据的记录还不在公开日志中";
  if (code == "reported") return "监督机关的检查报告列出了本案的记录";
  if (code == "payload") return "公示文件与目录登记的指纹不符";
  if (code == "key") return "签名公钥的登记没有通过核对";
  if (code != "unlawful") return "公示文件的格式不对";
  if (guard.find("review.") != std::string_view::npos) return "缺少对该草案的审核通过记录";
  return "办理过程不符合规则（" + std::string(guard) + "）";
}

std::string fault_words(std::string_view code) {
  if (code == "unsigned") return "收到的目录没有本机关的签名，已停止更新";
  if (code == "rollback") return "收到的目录比已经看到的旧，已停止更新";
  if (code == "fork") return "收到的目录改动了过去的内容，已停止更新并保留证据";
  if (code == "gap") return "收到的目录缺少内容，正在等待补齐";
  if (code == "noncanonical") return "收到的目录有不合格式的行，已停止更新";
  if (code == "log") return "公开日志没有通过核对，新的公示暂不展示";
  return "";
}

}  // namespace portal
