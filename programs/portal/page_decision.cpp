#include "page_decision.h"

#include <fmt/format.h>

#include <algorithm>

#include "drawing.h"
#include "page_home.h"
#include "typeset/compose.h"
#include "typeset/course.h"
#include "typeset/html.h"
#include "words.h"

namespace portal {

namespace json = base::json;

namespace {

const ledger::ChainStep& act(const Opened& opened, const char* name) {
  return opened.chain[static_cast<std::size_t>(opened.decision.view.acts.at(name))];
}

std::string hash_hex(const std::string& base64) {
  const auto hash = base::hash_from_base64(base64);
  return hash ? base::hex(*hash) : "";
}

// --- the document
// ------------------------------------------------------------------------------------------------

std::string paper_html(const Picture& picture, const Config& config, const Item& item, const Opened& opened) {
  json::Object draft = shown_fields(act(opened, "draft"));
  const json::Value* form_ref = draft.if_contains("doc.form");
  const law::Form* form =
      form_ref ? opened.edition->form(json::text_or_empty(json::find(*form_ref, "form"))) : nullptr;
  const json::Value* layout = form ? opened.edition->layout(form->layout) : nullptr;
  if (layout == nullptr) return {};
  std::vector<law::StepView> steps;
  for (const ledger::ChainStep& step : opened.chain) steps.push_back(law::step_view(step, *picture.keys));
  const json::Value* bureau = opened.edition->data("bureau");
  const json::Value office = bureau ? *bureau : json::Value(json::Object());
  typeset::DocumentSource source{.draft = std::move(draft),
                                 .steps = std::move(steps),
                                 .bureau = office,
                                 .no = item.no,
                                 .date = item.date,
                                 .view = typeset::View::published};
  for (const auto& [name, text] : opened.decision.view.texts)
    if (const auto body = json::array_member(text, "body")) source.texts[name] = **body;
  const typeset::Values values = typeset::document_values(source);
  const auto document = typeset::compose(*layout, values);
  if (!document) return {};
  return typeset::html(*document, typeset::Seal{.text = json::text_or_empty(json::find(office, "name")),
                                                .note = config.demo() ? "示范印章" : "",
                                                .number = ""});
}

std::string redaction_words(const std::string& html) {
  std::size_t n = 0;
  for (std::size_t at = html.find("class=\"rd\""); at != std::string::npos;
       at = html.find("class=\"rd\"", at + 1))
    ++n;
  const std::string rest =
      "公示的事实和理由与法制审核通过的草案逐字相同；立案、告知、送达等经过由办案记录生成。";
  return n == 0 ? "全文没有遮盖。" + rest : fmt::format("标有理由的 {} 处依法不公开。除此之外，{}", n, rest);
}

// --- summary
// -----------------------------------------------------------------------------------------------------

struct Line {
  const char* name;
  std::string value;
  bool num = false, strong = false;
  std::string aside = {};
};

List summary(const Picture& picture, const Item& item, const Opened& opened) {
  const json::Object draft = shown_fields(act(opened, "draft"));
  const auto decided = base::parse_date(item.date);
  std::string timing = fmt::format("决定后第 {} 个工作日", item.working_days);
  if (item.working_days_allowed > 0) timing += fmt::format("，期限 {} 个工作日", item.working_days_allowed);
  const std::vector<Line> lines = {
      {"当事人", item.party},
      {"统一社会信用代码", item.uscc, true},
      {"违法行为类型", item.character},
      {"处罚内容", item.result, false, true},
      {"违反的规定", joined_values(draft, "doc.breach")},
      {"处罚依据", joined_values(draft, "doc.law")},
      {"决定机关", json::text_or_empty(json::find(picture.bureau(), "name"))},
      {"决定日期", decided ? long_date(*decided) : "", true},
      {"公示日期", long_date(item.published), true, false, timing},
      {"公示期限", item.line.until ? "至 " + long_date(*item.line.until) : "", true},
  };
  List list;
  for (const Line& line : lines) {
    if (line.value.empty()) continue;
    Data entry;
    entry.set("name", line.name);
    entry.set("value", line.value);
    entry.set("num", Data(line.num));
    entry.set("strong", Data(line.strong));
    put(entry, "aside", line.aside);
    list.push_back(entry);
  }
  return list;
}

// --- course
// ------------------------------------------------------------------------------------------------------

std::string option_words(const law::Lawbook& edition, const law::Step& step, const ledger::ChainStep& record,
                         const char* field) {
  const law::Form* form = edition.form(step.form);
  const law::FormField* definition = form ? form->field(field) : nullptr;
  const std::string value = json::text_or_empty(record.revealed.find(field));
  if (definition == nullptr) return {};
  const auto found = definition->options.find(value);
  return found == definition->options.end() ? "" : found->second;
}

List course(const Picture& picture, const Item& item, const Opened& opened) {
  List list;
  for (const ledger::ChainStep& record : opened.chain) {
    if (record.hidden) continue;
    const auto edition = picture.editions.find(record.rules);
    const law::Procedure* procedure =
        edition ? edition->procedure(item.kind, base::date_of(record.at)) : nullptr;
    const law::Step* step = procedure ? procedure->step(record.step) : nullptr;
    Data entry;
    entry.set("title", step ? step->title : record.step);
    entry.set("when", long_date(base::date_of(record.at)));
    put(entry, "more", step ? option_words(*edition, *step, record, "service.way") : "");
    entry.set("major", Data(record.step.starts_with("decide_") || record.step == "serve_decision" ||
                            record.step == "publish_decision"));
    list.push_back(entry);
  }
  return list;
}

std::size_t hidden_steps(const Opened& opened) {
  return static_cast<std::size_t>(
      std::count_if(opened.chain.begin(), opened.chain.end(), [](const auto& step) { return step.hidden; }));
}

// --- verification
// ------------------------------------------------------------------------------------------------

List check_sentences(const Opened& opened) {
  std::vector<std::string> words = {
      fmt::format("本案 {} 条记录都在公开日志中，位置和先后没有改动。", opened.chain.size()),
      "这里显示的事实和理由与法制审核通过的草案逐字相同，只有标明之处依法不公开。",
      "作出决定之前，该草案由登记在册的审核人员签名通过；起草、审核、决定是三个不同的人。",
      "决定书由封签程序按该草案编号、制作，其 PDF 的指纹写在日志里。"};
  if (opened.decision.view.acts.contains("service"))
    words.emplace_back("送达的文件与制作的文件相同，由执法人员签名。");
  List list;
  for (const std::string& sentence : words) list.emplace_back(sentence);
  return list;
}

/// The newest of the reports that together looked at every record of the case; nothing when one was not
/// looked at. What an open finding names is not shown at all, so here nothing is listed.
std::optional<feed::Report> report_on(const Picture& picture, const Item& item) {
  std::optional<feed::Report> newest;
  for (const std::uint64_t index : item.indexes) {
    const auto report =
        std::ranges::find_if(picture.reports, [&](const feed::Report& one) { return one.covers(index); });
    if (report == picture.reports.end()) return std::nullopt;
    if (!newest || newest->to < report->to) newest = *report;
  }
  return newest;
}

std::string report_words(const feed::Report& report) {
  return fmt::format("监督机关检查了本案全部步骤，没有列出违法或缺失之处（报告到日志第 {} 条，{}）。",
                     thousands(report.to), minute(report.time));
}

void put_witnesses(Data& data, const Picture& picture, const Item& item) {
  List witnesses;
  if (picture.witnessed(item.publication_index))
    for (const ledger::Cosignature& one : picture.cosigned.cosignatures) {
      Data entry;
      entry.set("name", witness_title(picture, one.name));
      entry.set("key", one.name);
      entry.set("time", minute({static_cast<std::int64_t>(one.unix_seconds) * 1000}));
      witnesses.push_back(entry);
    }
  const auto report = report_on(picture, item);
  put(data, "report", report ? report_words(*report) : "");
  data.set("witnessed", Data(!witnesses.empty()));
  data.set("witnesses", Data(witnesses));
}

std::string witness_sentence(const Picture& picture) {
  const ledger::Cosignature& one = picture.cosigned.cosignatures.front();
  return fmt::format("{}在 {} 确认日志只增不改，并签了名。", witness_title(picture, one.name),
                     minute({static_cast<std::int64_t>(one.unix_seconds) * 1000}));
}

void put_verification(Data& data, const Picture& picture, const Item& item, const Opened& opened) {
  const std::string sm3 = hash_hex(item.sm3);
  const std::string root = base::hex(picture.log.checkpoint.root);
  const std::uint64_t behind = picture.log.checkpoint.size - item.publication_index - 1;
  data.set("fp1", sm3.substr(0, 32));
  data.set("fp2", sm3.size() == 64 ? sm3.substr(32) : "");
  data.set("index", thousands(item.publication_index + 1));
  put(data, "behind", behind == 0 ? "" : thousands(behind));
  data.set("root", root.substr(0, 24));
  data.set("root16", root.substr(0, 16));
  data.set("leaf", base::hex(opened.leaf).substr(0, 16));
  data.set("steps", std::to_string(opened.path.size()));
  data.set("log_size", thousands(picture.log.checkpoint.size));
  data.set("stair", stair_svg(opened.leaf, opened.path, picture.log.checkpoint.root));
  data.set("checks", Data(check_sentences(opened)));
  put_witnesses(data, picture, item);
  data.set(
      "checked",
      picture.witnessed(item.publication_index)
          ? fmt::format("本网站逐条核对了本案 {} 条记录；见证机关已确认日志只增不改", opened.chain.size())
          : fmt::format("本网站逐条核对了本案 {} 条记录、签名和办理次序", opened.chain.size()));
}

}  // namespace

base::Result<Opened> open_decision(const Picture& picture, const Config& config, const Item& item) {
  MJ_TRY(const auto content, feed::Follower::stored_content(config.state, item.line));
  Opened opened;
  MJ_TRY(opened.decision, feed::parse_decision(content));
  ledger::PublicationView view = opened.decision.view;
  if (const auto later = picture.later.find(item.id); later != picture.later.end())
    view.records.insert(view.records.end(), later->second.begin(), later->second.end());
  MJ_TRY(opened.chain, ledger::verify_publication_view(view, *picture.keys));
  const ledger::ChainStep& publication = act(opened, "publication");
  opened.edition = picture.editions.find(publication.rules);
  opened.leaf = publication.revealed.leaf;
  feed::TileLog log(config.feed / "log", picture.log.checkpoint.size);
  MJ_TRY(opened.path, log.inclusion(publication.index));
  if (!ledger::verify_inclusion(publication.index, log.size(), opened.leaf, opened.path,
                                picture.log.checkpoint.root))
    return base::fail("tile", "the path does not lead to the signed root");
  return opened;
}

base::Result<std::string> proof_of(const Picture& picture, const Config& config, const Item& item) {
  MJ_TRY(const auto content, feed::Follower::stored_content(config.state, item.line));
  std::vector<feed::Bytes> keys;
  for (const auto& [index, line] : picture.key_lines) {
    if (!std::count(item.key_lines.begin(), item.key_lines.end(), index)) continue;
    MJ_TRY(auto payload, feed::Follower::stored_content(config.state, line));
    keys.push_back(std::move(payload));
  }
  const auto under = [&](const ledger::VerifiedCheckpoint& checkpoint, const std::string& note,
                         const ledger::Trust& trust) {
    feed::TileLog log(config.feed / "log", checkpoint.checkpoint.size);
    return feed::build_proof(content, keys, log, note, picture.reports, trust);
  };
  if (picture.witnessed(item.publication_index)) {
    auto proof = under(picture.cosigned, picture.cosigned_note, config.trust);
    if (proof || proof.error().code != "not_logged") return proof;
  }
  // Not witnessed yet: carried witness keys would ask the file for what it cannot have.
  ledger::Trust trust = config.trust;
  trust.witnesses.clear();
  return under(picture.log, picture.log_note, trust);
}

std::string proof_name(const Item& item) {
  return "zhengming-" + item.date + "-" + item.id.substr(0, 6) + ".json";
}

Page decision_page(const Picture& picture, const Config& config, const Item& item, const Opened& opened) {
  Data data;
  data.set("id", item.id);
  data.set("no", item.no);
  data.set("kind", std::string(kind_title(item.kind)));
  data.set("party", item.party);
  data.set("character", item.character);
  put(data, "uscc", item.uscc);
  data.set("file_name", proof_name(item));
  data.set("corrected", Data(false));
  put_verification(data, picture, item, opened);
  data.set("summary", Data(summary(picture, item, opened)));
  const std::string paper = paper_html(picture, config, item, opened);
  put(data, "paper", paper);
  data.set("redactions", redaction_words(paper));
  data.set("course", Data(course(picture, item, opened)));
  const std::size_t hidden = hidden_steps(opened);
  put(data, "hidden", hidden == 0 ? "" : std::to_string(hidden));
  put_remedies(data, picture, item.kind);
  data.set("qr", qr_svg(config.url + "/jueding/" + item.id));
  return {.title = item.title() + " " + std::string(kind_title(item.kind)) + "决定",
          .content = fill("decision.mustache", data),
          .section = "/jueding",
          .path = "/jueding/" + item.id,
          .script = true};
}

Page proof_page(const Picture& picture, const Config& config, const Item& item, const Opened& opened,
                std::size_t proof_bytes) {
  Data data;
  data.set("id", item.id);
  data.set("no", item.no);
  data.set("file_name", proof_name(item));
  data.set("records", std::to_string(opened.chain.size()));
  data.set("hidden", std::to_string(hidden_steps(opened)));
  data.set("size", fmt::format("{} KB", (proof_bytes + 1023) / 1024));
  List checks = check_sentences(opened);
  if (picture.witnessed(item.publication_index)) checks.emplace_back(witness_sentence(picture));
  if (const auto report = report_on(picture, item)) checks.emplace_back(report_words(*report));
  data.set("checks", Data(checks));
  List open;
  if (!picture.witnessed(item.publication_index)) open.emplace_back("暂无见证：还没有其他机关确认这份日志。");
  if (!report_on(picture, item)) open.emplace_back("监督机关对本案步骤的检查报告不在本文件中。");
  data.set("opens", Data(open));
  data.set("log_fp", ledger::fingerprint(config.trust.log));
  data.set("origin", picture.log.checkpoint.origin);
  data.set("log_size", thousands(picture.log.checkpoint.size));
  data.set("root", base::hex(picture.log.checkpoint.root));
  List rows;
  for (const ledger::ChainStep& record : opened.chain) {
    const law::Procedure* procedure =
        record.hidden ? nullptr : opened.edition->procedure(item.kind, base::date_of(record.at));
    const law::Step* step = procedure ? procedure->step(record.step) : nullptr;
    Data entry;
    entry.set("pos", std::to_string(record.pos + 1));
    entry.set("title", record.hidden ? "（内部工作记录，不公开）" : step ? step->title : record.step);
    entry.set("index", thousands(record.index + 1));
    entry.set("leaf", base::hex(record.revealed.leaf).substr(0, 16));
    rows.push_back(entry);
  }
  data.set("rows", Data(rows));
  return {.title = item.no + " 的证明",
          .content = fill("proof.mustache", data),
          .section = "/jueding",
          .path = "/jueding/" + item.id + "/zhengming"};
}

}  // namespace portal
