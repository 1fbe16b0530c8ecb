#include "api/schemas.h"

#include <algorithm>

namespace office::api {
namespace {

namespace json = base::json;

json::Object text(const char* about = "") {
  json::Object out{{"type", "string"}};
  if (*about != '\0') out["description"] = about;
  return out;
}

json::Object integer(const char* about = "") {
  json::Object out{{"type", "integer"}};
  if (*about != '\0') out["description"] = about;
  return out;
}

json::Object flag(const char* about = "") {
  json::Object out{{"type", "boolean"}};
  if (*about != '\0') out["description"] = about;
  return out;
}

/// One of these words, and no other.
json::Object choice(const std::vector<std::string>& words) {
  return {{"type", "string"}, {"enum", json::string_array(words)}};
}

json::Object list(json::Value items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

/// An object whose members have names that only the lawbook knows.
json::Object map_of(json::Value values) {
  return {{"type", "object"}, {"additionalProperties", std::move(values)}};
}

json::Object ref(const std::string& name) {
  return {{"$ref", "#/components/schemas/" + name}};
}

/// Every member is always there, but for `optional` ones.
json::Object object(json::Object properties, const std::vector<std::string>& optional = {}) {
  json::Array required;
  for (const auto& member : properties)
    if (std::ranges::find(optional, member.key()) == optional.end()) required.emplace_back(member.key());
  return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

json::Object with(json::Object base, json::Object more) {
  for (auto& member : more) base[member.key()] = std::move(member.value());
  return base;
}

// ---- records ----

json::Object kept_texts() {
  return map_of(object({{"body", list(json::Object{{"type", "object"}})}, {"seed", text("base64")}}));
}

json::Object submission() {
  const auto act = object({{"n", integer()},
                           {"disclosures", list(text("base64url(JCS([盐, 名, 值]))"))},
                           {"decoys", list(text("base64，32 字节"))}});
  return object({{"act", act}, {"texts", kept_texts()}, {"expected_pos", integer()}},
                {"texts", "expected_pos"});
}

json::Object receipt() {
  return object({{"durable", flag()},
                 {"stream", text()},
                 {"pos", integer()},
                 {"index", integer()},
                 {"leaf", text("base64")},
                 {"root", text("base64")}});
}

json::Object record() {
  return object({{"fields", map_of(true)}, {"texts", kept_texts()}, {"leaf", text()}, {"index", integer()}});
}

json::Object refusal() {
  return object({{"code", text("稳定不变的代码")},
                 {"say", text()},
                 {"source", list(text())},
                 {"remedy", text("怎样才能办理")}});
}

json::Object problem_schema() {
  return object({{"type", text()},
                 {"title", text()},
                 {"status", integer()},
                 {"code", text("稳定不变的代码")},
                 {"detail", text()},
                 {"instance", text()},
                 {"refusals", list(ref("Refusal"))}},
                {"detail", "refusals"});
}

// ---- the law ----

json::Object step_properties() {
  return {{"course", choice({"public", "witness"})},
          {"draft",
           object({{"makes", flag("本步的记录就是草案")}, {"marks", text()}, {"same_as", list(text())}})},
          {"form", text("表单的名称，没有的为空")},
          {"handlers_at_least", integer("至少列明几名办案人员")},
          {"machine", flag("由程序自动办理")},
          {"opens", flag("可以作为第一步")},
          {"recording", text("text 文字记录，m 必须音像记录，c 视情音像记录")},
          {"role", text()},
          {"seen", flag("须先阅看全部记录")},
          {"signed", flag()},
          {"source", list(text())},
          {"stage", text()},
          {"step", text()},
          {"title", text()}};
}

json::Object stream_step() {
  return object(with(step_properties(), {{"mine", flag("本人有这一身份，在本案中也可以由本人办理")},
                                         {"possible", flag("现在能办")},
                                         {"refusals", list(ref("Refusal"))}}),
                {"draft"});
}

json::Object period() {
  return object({{"certain", flag("期限内各年的工作日安排都已公布")},
                 {"clock", text()},
                 {"counted", list(text("计入的每一日"))},
                 {"last_day", text()},
                 {"left", integer("剩余天数，负数为超期")},
                 {"met", flag()},
                 {"overdue", flag()},
                 {"partys", flag("当事人的期限")},
                 {"paused", flag()},
                 {"source", list(text())},
                 {"start", text()},
                 {"title", text()},
                 {"unit", choice({"工作日", "日"})}});
}

json::Object form_field() {
  return object({{"help", text()},
                 {"members", list(ref("FormField"))},
                 {"name", text()},
                 {"options", map_of(text())},
                 {"publishable", flag()},
                 {"repeated", flag()},
                 {"required", flag()},
                 {"source", list(text())},
                 {"substitute", text()},
                 {"title", text()},
                 {"type", choice({"text", "long_text", "rich_text", "date", "instant", "money", "integer",
                                  "boolean", "choice", "uscc", "id_number", "holder", "holders", "hash",
                                  "strings", "object", "files", "texts"})},
                 {"visibility", choice({"course", "public", "private"})}});
}

json::Object form() {
  return object({{"digests", integer()},
                 {"fields", list(ref("FormField"))},
                 {"layout", text()},
                 {"name", text()},
                 {"number", text("文号中的类别字，不编号的为空")},
                 {"title", text()}});
}

json::Object procedure() {
  return object({{"id", text()},
                 {"kind", text()},
                 {"source", list(text())},
                 {"steps", list(ref("Step"))},
                 {"title", text()}});
}

// ---- cases and people ----

/// Course fields of the step stand beside these.
json::Object course_record() {
  auto out = object({{"actor", text("钥匙的编号")},
                     {"at", text()},
                     {"draft", text("草案的根，base64")},
                     {"holder", text()},
                     {"index", integer()},
                     {"leaf", text("base64")},
                     {"name", text("办理人姓名")},
                     {"pos", integer()},
                     {"prev", text("base64")},
                     {"recorded", text()},
                     {"role", text()},
                     {"rules", text("所依据的规则版本")},
                     {"seen", text("base64")},
                     {"step", text()},
                     {"void", flag("已更正为无效")}},
                    {"draft", "holder", "name", "seen", "void"});
  out["additionalProperties"] = true;
  return out;
}

json::Object stream() {
  return object({{"stream", text()},
                 {"kind", text()},
                 {"procedure", text()},
                 {"title", text()},
                 {"head", text()},
                 {"next_pos", integer()},
                 {"now", text()},
                 {"drafts", map_of(text("草案的根，base64"))},
                 {"holders", map_of(list(text()))},
                 {"flags", list(text())},
                 {"clocks", list(ref("Period"))},
                 {"steps", list(ref("StreamStep"))},
                 {"records", list(ref("CourseRecord"))}});
}

json::Object docket_line() {
  return object({{"cause", text()},
                 {"closed_on", text()},
                 {"decided_on", text()},
                 {"document_no", text()},
                 {"filed_on", text()},
                 {"handlers", list(text())},
                 {"last_step", text()},
                 {"last_title", text()},
                 {"opened_on", text()},
                 {"party", text()},
                 {"procedure", text()},
                 {"published_on", text()},
                 {"records", integer()},
                 {"served_on", text()},
                 {"stage", text()},
                 {"stream", text()}});
}

json::Object person() {
  return object({{"login", text()},
                 {"holder", text()},
                 {"name", text()},
                 {"unit", text()},
                 {"post", text()},
                 {"roles", list(text())},
                 {"arrival", object({{"keys", list(text("名下登记的钥匙：须用其中一把签名"))}})},
                 {"key", object({{"id", text()}, {"wrapped", text()}})},
                 {"second_factor", flag("已启用动态口令")},
                 {"second_factor_removed",
                  object({{"at", text()}, {"by", text("系统管理员的登录名")}, {"reason", text()}})}},
                {"arrival", "key", "second_factor", "second_factor_removed"});
}

json::Object possession() {
  return object({{"challenge", text()},
                 {"id", text("钥匙的编号")},
                 {"signature", text("base64，对题目、编号和登录名的签名（docs/formats/keys.md）")},
                 {"wrapped", text("用新口令封好的私钥")}});
}

json::Object listed_person() {
  return object(
      {{"certificate", object({{"no", text()}, {"to", text("有效期至")}, {"valid", flag("今日有效")}})},
       {"holder", text()},
       {"name", text()},
       {"post", text()},
       {"unit", text()}},
      {"certificate"});
}

json::Object unit() {
  const auto member = object({{"holder", text()}, {"name", text()}, {"post", text()}});
  return object({{"id", text("空：已不是现存的机构")},
                 {"name", text()},
                 {"people", list(member)},
                 {"units", list(ref("Unit"))}});
}

json::Object about() {
  const auto account = object({{"login", text()}, {"name", text()}, {"post", text()}, {"unit", text()}});
  return object({{"bureau", text()},
                 {"code_word", text("文号的机关代字")},
                 {"demo", flag()},
                 {"demo_accounts", object({{"accounts", list(account)}, {"passphrase", text()}})},
                 {"portal", text("公示门户的地址")},
                 {"roles", map_of(text())}},
                {"demo_accounts"});
}

json::Object documents() {
  const auto document = object(
      {{"date", text()}, {"no", text()}, {"sm3", text("base64")}, {"state", text()}, {"stream", text()}});
  const auto waiting = object({{"code", text()}, {"say", text("为什么还在等")}, {"stream", text()}});
  return object({{"documents", list(document)}, {"waiting", list(waiting)}});
}

json::Object numbered() {
  return object({{"no", text()},
                 {"state", choice({"allotted", "answered", "recorded", "void", "hole", "unknown"})},
                 {"date", text()},
                 {"stream", text()},
                 {"leaf", text("base64")},
                 {"ground", text()},
                 {"open", flag()}});
}

json::Object review() {
  return object({{"stream", text()},
                 {"round", integer()},
                 {"draft", text("草案的根，base64")},
                 {"party", text()},
                 {"cause", text()},
                 {"requested_at", text()},
                 {"requested_by", text("送审人姓名")},
                 {"due", text("十个工作日的最后一日")},
                 {"left", integer()},
                 {"complete", flag()},
                 {"missing", list(text("缺少的送审材料"))},
                 {"state", choice({"open", "passed", "returned", "lapsed"})},
                 {"opinion", text("agree correct supplement other")},
                 {"answered_at", text()},
                 {"reviewer", text("审核人姓名")}},
                {"party", "cause", "left", "opinion", "answered_at", "reviewer"});
}

json::Object hit() {
  return object({{"kind", choice({"case", "document", "person"})},
                 {"line", text()},
                 {"stream", text("案件或者人员")},
                 {"title", text()}});
}

/// A period as a list shows it; Period is the whole of it.
json::Object todo_clock() {
  return object({{"days", integer("期限的天数")},
                 {"due", text("最后一日")},
                 {"left", integer("剩余天数，负数为超期")},
                 {"name", text()},
                 {"overdue", flag()},
                 {"partys", flag("当事人的期限")},
                 {"paused", flag()},
                 {"source", list(text())},
                 {"start", text()},
                 {"title", text()},
                 {"unit", choice({"工作日", "日"})},
                 {"used", integer("已过的天数")}});
}

json::Object todo_item() {
  const auto step = object({{"role", text()}, {"step", text()}, {"title", text()}});
  return object({{"cause", text()},
                 {"clock", ref("TodoClock")},
                 {"clocks", integer("正在计算的期限有几项")},
                 {"document_no", text()},
                 {"kind", text()},
                 {"mine", flag("本人经办，或者现在有本人能办的步骤")},
                 {"next", list(step)},
                 {"party", text()},
                 {"procedure", text()},
                 {"stage", text()},
                 {"stream", text()},
                 {"title", text("程序的名称")}},
                {"clock"});
}

json::Object todo() {
  const auto counts = object({{"later", integer()},
                              {"overdue", integer()},
                              {"today", integer()},
                              {"week", integer("今天以后、本周日以前")}});
  return object({{"counts", counts},
                 {"items", list(ref("TodoItem"))},
                 {"today", text()},
                 {"total", integer("共有几件，可能多于列出的")}});
}

}  // namespace

json::Object schemas() {
  return {
      {"About", about()},
      {"Challenge", object({{"challenge", text("用本人的钥匙签名，只能用一次")}})},
      {"Clock", object({{"now", {{"type", {"string", "null"}}}}, {"demo", flag()}}, {"demo"})},
      {"Cosignature", object({{"note", text("总指纹和全部签名")},
                              {"size", integer("见证覆盖到第几条")},
                              {"time", text("见证的时间")},
                              {"witnesses", list(object({{"name", text()}, {"time", text()}}))}})},
      {"CosignatureWanted",
       object({{"size", integer("至少覆盖到第几条；不写明的，覆盖现有的全部记录")}}, {"size"})},
      {"CourseRecord", course_record()},
      {"Docket",
       object({{"cases", list(ref("DocketLine"))}, {"next", text("下一页的 cursor，没有下一页时没有")}},
              {"next"})},
      {"DocketLine", docket_line()},
      {"Documents", documents()},
      {"Event", object({{"kind", text()}, {"pos", integer()}, {"step", text()}, {"stream", text()}})},
      {"FirstPassword", object({{"login", text()}, {"password", text("至少十二个字符")}})},
      {"Form", form()},
      {"FormField", form_field()},
      {"Health", object({{"status", choice({"ok", "signing_stopped"})}, {"records", integer()}})},
      {"Hit", hit()},
      {"Hits", object({{"hits", list(ref("Hit"))}})},
      {"KeyId", object({{"id", text()}})},
      {"Law",
       object({{"rules", text()}, {"procedures", list(ref("Procedure"))}, {"forms", map_of(ref("Form"))}})},
      {"Login", object({{"login", text()}})},
      {"NewPassword", object({{"old", text()}, {"new", text("至少十二个字符")}})},
      {"Numbers", object({{"numbers", list(numbered())}, {"stopped", list(text())}})},
      {"OwnPassword", object({{"password", text("至少十二个字符")}, {"key", possession()}}, {"key"})},
      {"People", object({{"people", list(listed_person())}})},
      {"Period", period()},
      {"Person", person()},
      {"Problem", problem_schema()},
      {"Procedure", procedure()},
      {"Receipt", receipt()},
      {"Record", record()},
      {"Refusal", refusal()},
      {"Reviews", object({{"reviews", list(review())}})},
      {"SignIn",
       object({{"login", text()}, {"password", text()}, {"code", text("动态口令，六位数字")}}, {"code"})},
      {"Step", object(step_properties(), {"draft"})},
      {"Stream", stream()},
      {"StreamStep", stream_step()},
      {"Submission", submission()},
      {"Todo", todo()},
      {"TodoClock", todo_clock()},
      {"TodoItem", todo_item()},
      {"TotpAddress", object({{"uri", text("otpauth://totp/…，供手机扫描")}})},
      {"TotpCode", object({{"code", text("六位数字")}})},
      {"TotpRemoval", object({{"login", text()}, {"reason", text()}})},
      {"Unit", unit()},
      {"Units", object({{"units", list(ref("Unit"))}})},
      {"WrappedKey", object({{"id", text()}, {"wrapped", text()}})}};
}

}  // namespace office::api
