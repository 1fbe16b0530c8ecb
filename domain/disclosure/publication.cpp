#include "disclosure/publication.h"

#include <algorithm>
#include <set>

#include "crypto/hash.h"

namespace disclosure {
namespace {

/// Names that `name` must give way to: doc.party.name is covered by doc.public.party.name.
std::string substitute_of(const law::Form& form, const std::string& name) {
  const law::FormField* field = form.field(name);
  return field == nullptr ? std::string{} : field->substitute;
}

std::string hash_of(const std::map<std::string, json::Value>& texts) {
  json::Object object;
  for (const auto& [name, text] : texts) object[name] = text;
  return base::base64(crypto::sm3(json::canonical(object)));
}

law::Refusal refusal(std::string code, std::string say, std::string source, std::string remedy) {
  return {.code = std::move(code),
          .say = std::move(say),
          .source = {std::move(source)},
          .remedy = std::move(remedy)};
}

}  // namespace

base::Result<std::vector<TextRedaction>> redactions_from_json(const json::Value& value) {
  std::vector<TextRedaction> out;
  if (!value.is_array()) return base::fail("redaction", "pub.redactions 应为数组");
  for (const auto& item : value.get_array()) {
    if (!json::has_exactly(item, {"at", "l", "n", "r", "text"}))
      return base::fail("redaction", "遮盖项不完整");
    TextRedaction one;
    MJ_TRY(one.text, json::string_member(item, "text"));
    MJ_TRY(one.redaction.at, json::int_member(item, "at"));
    MJ_TRY(one.redaction.n, json::int_member(item, "n"));
    MJ_TRY(one.redaction.reason, json::string_member(item, "r"));
    MJ_TRY(one.redaction.label, json::string_member(item, "l"));
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<std::string> shown_fields(const law::Form& form, const std::vector<std::string>& names) {
  const std::set<std::string> present(names.begin(), names.end());
  std::vector<std::string> out;
  for (const std::string& name : present) {
    const law::FormField* field = form.field(name);
    if (field == nullptr || !field->publishable) continue;
    const std::string substitute = substitute_of(form, name);
    if (!substitute.empty() && present.contains(substitute)) continue;
    out.push_back(name);
  }
  return out;
}

base::Result<Publication> prepare(const law::Form& form, const ledger::OpenedRecord& draft,
                                  const std::vector<TextRedaction>& redactions) {
  Publication out;
  std::vector<std::string> names;
  for (const auto& field : draft.fields)
    if (field.name.starts_with("doc.")) names.push_back(field.name);
  out.fields = shown_fields(form, names);
  for (const auto& [name, text] : draft.texts) {
    if (std::ranges::find(out.fields, name) == out.fields.end()) continue;
    std::vector<ledger::Redaction> here;
    for (const auto& item : redactions)
      if (item.text == name) here.push_back(item.redaction);
    MJ_TRY(auto form_value, ledger::publish_text(text.body, text.seed, here));
    out.texts[name] = std::move(form_value);
  }
  for (const auto& item : redactions)
    if (!out.texts.contains(item.text)) return base::fail("redaction", "没有这段文字：" + item.text);
  out.texts_hash = hash_of(out.texts);
  return out;
}

std::vector<law::Refusal> check_publication(const law::Form& form, const ledger::OpenedRecord& draft,
                                            const json::Object& fields) {
  const auto value_of = [&](const char* name) {
    const json::Value* value = fields.if_contains(name);
    return value == nullptr ? json::Value() : *value;
  };
  const json::Value redactions = value_of("pub.redactions");
  const auto wanted = redactions_from_json(redactions.is_null() ? json::Value(json::Array()) : redactions);
  if (!wanted)
    return {refusal("publication.redaction", wanted.error().text, "政府信息公开条例 第三十七条",
                    "重新标出要遮盖的文字")};
  const auto prepared = prepare(form, draft, *wanted);
  if (!prepared)
    return {refusal("publication.redaction", prepared.error().text, "政府信息公开条例 第三十七条",
                    "重新标出要遮盖的文字")};
  std::vector<law::Refusal> out;
  if (value_of("pub.fields") != json::string_array(prepared->fields))
    out.push_back(refusal("publication.fields",
                          "公示的项目与文书格式规定的不一致：应公开的不得隐去，不公开的不得显示",
                          "市场监督管理行政处罚信息公示规定 第四条、第七条", "按文书格式重新生成公示内容"));
  if (json::text_or_empty(fields.if_contains("pub.texts")) != prepared->texts_hash)
    out.push_back(refusal("publication.texts", "签名的公示文本与审核通过的草案按所列遮盖得出的文本不一致",
                          "市场监督管理行政处罚信息公示规定 第七条", "重新预览并签名"));
  return out;
}

}  // namespace disclosure
