#include "sentences.h"

#include <fmt/format.h>

#include <array>

namespace verify {
namespace {

namespace json = base::json;
using ledger::ProofResult;
using ledger::Statement;

/// What each check looks at, for the sentence of failure.
std::string_view subject_of(const std::string& code) {
  static const std::map<std::string, std::string_view> subjects = {
      {"format", "文件格式"},
      {"log", "日志签名"},
      {"witness", "见证签名"},
      {"bundle", "记录的内容"},
      {"inclusion", "记录在日志中的位置"},
      {"key", "签名密钥的登记"},
      {"stream", "记录属于同一案件"},
      {"pos", "记录没有缺漏"},
      {"prev", "记录前后相接"},
      {"replay", "记录没有重复"},
      {"order", "记录的先后"},
      {"actor", "签名人的身份"},
      {"sig", "签名"},
      {"seen", "签名人所见的记录"},
      {"acts", "必经的步骤"},
      {"draft", "审核、决定、制作的是同一份草案"},
      {"role", "起草、审核、决定由不同的人办理"},
      {"document", "文号和文件指纹"},
      {"text", "公示的正文"},
      {"view", "公示的范围"},
      {"report", "监督机关的报告"},
      {"unlawful", "执法规范"},
      {"pdf", "您手中的 PDF"}};
  const auto found = subjects.find(code);
  return found == subjects.end() ? std::string_view(code) : found->second;
}

std::string hex_of(const std::string& base64) {
  const auto bytes = base::from_base64(base64);
  return bytes ? base::hex(*bytes) : base64;
}

std::string witness_moment(const ProofResult& proof) {
  if (!proof.witness_time) return "";
  return base::format(base::Instant{static_cast<std::int64_t>(*proof.witness_time) * 1000});
}

struct Sentence {
  const char* id;
  std::string proven, open;
};

std::array<Sentence, 7> sentences_of(const ProofResult& proof) {
  return {
      {{"log", fmt::format("本案 {} 条记录都在该机关的公开日志中，位置和先后没有改动。", proof.records), ""},
       {"witness",
        fmt::format("监督机关（{}）在 {} 确认日志只增不改。", proof.witness_name, witness_moment(proof)),
        "暂无见证：还没有其他机关确认这份日志。"},
       {"text", "这里显示的文字与法制审核通过的草案逐字相同，只有标明之处依法不公开。", ""},
       {"review", "作出决定之前，该草案由登记在册的审核人员签名通过；起草、审核、决定是三个不同的人。", ""},
       {"document",
        fmt::format("文号（{}）由封签程序按该草案制作；其 PDF 指纹（SM3）为 {}。", proof.document_no,
                    hex_of(proof.document_sm3)),
        ""},
       {"service",
        fmt::format("送达的文件与制作的文件相同，送达日期（{}）由执法人员签名。", proof.service_on),
        "文件尚未送达，或送达没有公开。"},
       {"report", "监督机关检查了本案全部步骤，没有列出违法或缺失之处。",
        "监督机关对本案步骤的检查报告不在本文件中。"}}};
}

std::string keys_line(const Finding& finding) {
  switch (finding.source) {
    case KeySource::pinned:
      return "公钥：使用您指定的公钥（" + finding.keys_path + "）。";
    case KeySource::remembered:
      return "公钥：使用以前记住的公钥。";
    case KeySource::first_use:
      return "公钥：取自文件本身，本次记住；请与公布的指纹核对。";
    case KeySource::carried:
      return "公钥：取自文件本身，没有与公布的公钥核对。";
  }
  return "";
}

std::string fingerprints(const ledger::Trust& trust) {
  std::string text = fmt::format("  日志公钥指纹 {}（{}）\n", ledger::fingerprint(trust.log), trust.log.name);
  for (const ledger::VerifierKey& key : trust.witnesses)
    text += fmt::format("  见证公钥指纹 {}（{}）\n", ledger::fingerprint(key), key.name);
  for (const ledger::VerifierKey& key : trust.procedure)
    text += fmt::format("  报告公钥指纹 {}（{}）\n", ledger::fingerprint(key), key.name);
  return text;
}

std::string verdict(const Finding& finding) {
  if (finding.proof.code != "ok")
    return fmt::format(
        "核验未通过（第 {} 步：{}）：请不要依据此文件办事，拨打该机关公布的电话，并保留该文件。\n"
        "  代码 {}{}{}\n",
        finding.proof.check, subject_of(finding.proof.code), finding.proof.code,
        finding.proof.where.empty() ? "" : "，位置 ", finding.proof.where);
  if (finding.proof.pinned) return "核验通过：这份决定没有被改过。\n";
  return "文件前后一致，但所用公钥来自文件本身；请与公布的公钥指纹核对后再下结论。\n";
}

std::string statements(const ProofResult& proof) {
  std::string text = "\n本文件证明：\n";
  for (const Sentence& sentence : sentences_of(proof)) {
    const auto state = proof.statements.find(sentence.id);
    if (state == proof.statements.end()) continue;
    if (state->second == Statement::open)
      text += "  － " + sentence.open + "\n";
    else
      text +=
          (state->second == Statement::proven ? "  ✓ " : "  ？（所带公钥属实时）") + sentence.proven + "\n";
  }
  return text;
}

std::string limits(const Finding& finding) {
  std::string text = fmt::format(
      "\n本文件不能证明：\n"
      "  1. 事实本身是否真实、处罚是否适当。\n"
      "  2. 被遮盖内容与遮盖理由相符。\n"
      "  3. 未公开的步骤（共 {} 步）是什么；它们由监督机关和封签程序检查。\n"
      "  4. 公示之后是否撤下、更正或变更：请看公示网站当前页面。\n"
      "  5. 签名人的密钥此后或当时是否已被停用（停用记录不在本文件时）。\n"
      "  6. 记录的“发生时间”：时间由签名人陈述，只有见证时间是他人确认的。\n",
      finding.proof.hidden);
  text += finding.pdf_checked ? "您手中的 PDF 与出具的文件逐字节相同。\n"
                              : "  7. 您手中的纸件或 PDF 与此相同，除非用 --pdf 或核验页比对。\n";
  text += finding.lawbook_checked ? "已按所给的执法规范逐步检查，没有发现确定违法之处。\n"
                                  : "没有按执法规范逐步检查（--lawbook）。\n";
  return text;
}

std::string_view word_of(Statement statement) {
  switch (statement) {
    case Statement::proven:
      return "proven";
    case Statement::carried:
      return "carried";
    case Statement::open:
      return "open";
  }
  return "";
}

}  // namespace

std::string in_words(const Finding& finding) {
  std::string text = keys_line(finding) + "\n" + fingerprints(finding.trust) + verdict(finding);
  if (!finding.note.empty()) text += finding.note + "\n";
  if (finding.proof.code == "ok") text += statements(finding.proof) + limits(finding);
  return text;
}

std::string in_json(const Finding& finding) {
  json::Object object{{"code", finding.proof.code},
                      {"keys", finding.proof.pinned ? "pinned" : "carried"},
                      {"lawbook", finding.lawbook_checked ? "checked" : "not_given"}};
  if (finding.proof.code == "ok") {
    json::Object all;
    for (const auto& [id, statement] : finding.proof.statements) all[id] = word_of(statement);
    object["statements"] = std::move(all);
  } else {
    object["check"] = finding.proof.check;
    object["where"] = finding.proof.where;
  }
  if (finding.proof.witness_time)
    object["witness_time"] = static_cast<std::int64_t>(*finding.proof.witness_time);
  return json::canonical(object) + "\n";
}

}  // namespace verify
