#include "play/act_builder.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/money.h"
#include "file/durable.h"
#include "http/text.h"
#include "ledger/redactable_text.h"

namespace office::play {
namespace {

base::Result<json::Value> value_of(const law::FormField& field, const json::Value& written,
                                   const Surroundings& around, Draft& draft, const std::string& name);

base::Result<json::Value> holders_of(const json::Value& written, const Surroundings& around) {
  MJ_TRY(const auto names, json::strings(written));
  std::vector<std::string> holders;
  for (const auto& name : names) {
    MJ_TRY(auto holder, around.holder_of(name));
    holders.push_back(std::move(holder));
  }
  std::ranges::sort(holders);
  return json::string_array(holders);
}

/// "30000 元" or "12.50 元" to fen; a plain number is fen already.
base::Result<json::Value> money_of(const json::Value& written) {
  if (!written.is_string()) return written;
  const std::string text = json::text_or_empty(&written);
  constexpr std::string_view kYuan = "元";
  if (!text.ends_with(kYuan)) return base::fail("journey", "金额写作“30000 元”：" + text);
  std::string_view figures(text);
  figures.remove_suffix(kYuan.size());
  if (figures.ends_with(' ')) figures.remove_suffix(1);
  const auto money = base::Money::from_yuan(figures);
  if (!money) return base::fail("journey", money.error().text);
  return json::Value(money->fen());
}

base::Result<json::Value> files_of(const json::Value& written, const Surroundings& around) {
  json::Array out;
  if (!written.is_array()) return base::fail("journey", "files 应为列表");
  for (const auto& item : written.get_array()) {
    MJ_TRY(const std::string path, json::string_member(item, "file"));
    MJ_TRY(const base::Bytes bytes, file::read_file((around.files / path).string()));
    MJ_TRY(const std::string sm3, around.upload(bytes));
    out.push_back(json::Object{{"media", std::string(http::content_type_of(path))},
                               {"name", json::text_or_empty(json::find(item, "name"))},
                               {"size", static_cast<std::int64_t>(bytes.size())},
                               {"sm3", sm3}});
  }
  return json::Value(std::move(out));
}

base::Result<json::Value> object_of(const law::FormField& field, const json::Value& written,
                                    const Surroundings& around, Draft& draft) {
  if (!written.is_object()) return written;
  json::Object out;
  for (const auto& member : written.get_object()) {
    const std::string_view name(member.key().data(), member.key().size());
    const auto definition = std::ranges::find(field.members, name, &law::FormField::name);
    if (definition == field.members.end()) {
      out[member.key()] = member.value();
      continue;
    }
    MJ_TRY(out[member.key()], value_of(*definition, member.value(), around, draft, ""));
  }
  return json::Value(std::move(out));
}

base::Result<json::Value> value_of(const law::FormField& field, const json::Value& written,
                                   const Surroundings& around, Draft& draft, const std::string& name) {
  switch (field.type) {
    case law::FieldType::holders:
      return holders_of(written, around);
    case law::FieldType::holder: {
      MJ_TRY(auto holder, around.holder_of(json::text_or_empty(&written)));
      return json::Value(holder);
    }
    case law::FieldType::money:
      return money_of(written);
    case law::FieldType::files:
      return files_of(written, around);
    case law::FieldType::object:
      return object_of(field, written, around, draft);
    case law::FieldType::date:
      if (json::text_or_empty(&written) == "当日")
        return json::Value(base::format(base::date_of(around.now)));
      return written;
    case law::FieldType::rich_text: {
      if (!written.is_string()) return written;
      MJ_TRY(auto text, ledger::commit_text(body_of(json::text_or_empty(&written))));
      draft.texts[name] = {text.body, text.seed};
      return std::move(text.field);
    }
    default:
      return written;
  }
}

/// Places of an atom or a run of characters in a body, in units.
struct Units {
  std::vector<std::string> text;  // of each unit, "" for a mark
};

Units units_of(const json::Array& body) {
  Units out;
  for (const auto& item : body) {
    if (const auto* atom = json::find(item, "a")) {
      out.text.push_back(json::text_or_empty(atom));
    } else if (const auto* plain = json::find(item, "t")) {
      for (const char32_t c : base::to_code_points(json::text_or_empty(plain))) {
        out.text.emplace_back();
        base::append_utf8(out.text.back(), c);
      }
    } else {
      out.text.emplace_back();
    }
  }
  return out;
}

/// First run of units that spells `wanted`; {0,0} when there is none.
std::pair<std::int64_t, std::int64_t> find_units(const Units& units, const std::string& wanted) {
  for (std::size_t first = 0; first < units.text.size(); ++first) {
    std::string run;
    for (std::size_t last = first; last < units.text.size() && run.size() < wanted.size(); ++last) {
      if (units.text[last].empty()) break;
      run += units.text[last];
      if (run == wanted)
        return {static_cast<std::int64_t>(first), static_cast<std::int64_t>(last - first + 1)};
    }
  }
  return {0, 0};
}

}  // namespace

Draft begin_draft(const std::string& stream, const law::Step& step, const std::string& at,
                  const std::string& actor) {
  Draft draft;
  draft.fields.emplace_back("stream", json::Value(stream));
  draft.fields.emplace_back("step", json::Value(step.name));
  draft.fields.emplace_back("at", json::Value(at));
  draft.fields.emplace_back("actor", json::Value(actor));
  draft.fields.emplace_back("role", json::Value(step.role));
  return draft;
}

json::Array body_of(std::string_view text) {
  json::Array out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    out.push_back(json::Object{{"b", "p"}});
    while (!line.empty()) {
      const auto open = std::min(line.find("[["), line.size());
      if (open > 0) out.push_back(json::Object{{"t", std::string(line.substr(0, open))}});
      line.remove_prefix(open);
      if (line.empty()) break;
      const auto close = std::min(line.find("]]"), line.size());
      out.push_back(json::Object{{"a", std::string(line.substr(2, close - 2))}});
      line.remove_prefix(std::min(close + 2, line.size()));
    }
  }
  return out;
}

namespace {

/// A list of a repeated field: doc.law.001, doc.law.002 …
base::Result<void> add_repeated(Draft& draft, const law::FormField& field, const json::Array& written,
                                const Surroundings& around) {
  int number = 0;
  for (const auto& item : written) {
    const std::string name = fmt::format("{}.{:03}", field.name, ++number);
    MJ_TRY(auto value, value_of(field, item, around, draft, name));
    draft.fields.emplace_back(name, std::move(value));
  }
  return {};
}

base::Result<void> add_field(Draft& draft, const law::Form* form, const std::string& name,
                             const json::Value& written, const Surroundings& around) {
  if (name == "handlers") {  // of the course, not of the form
    MJ_TRY(auto holders, holders_of(written, around));
    draft.fields.emplace_back(name, std::move(holders));
    return {};
  }
  if (form != nullptr && written.is_array()) {
    const auto stem = std::ranges::find(form->fields, name, &law::FormField::name);
    if (stem != form->fields.end() && stem->repeated)
      return add_repeated(draft, *stem, written.get_array(), around);
  }
  const law::FormField* field = form == nullptr ? nullptr : form->field(name);
  if (field == nullptr) {
    draft.fields.emplace_back(name, written);
    return {};
  }
  MJ_TRY(auto value, value_of(*field, written, around, draft, name));
  draft.fields.emplace_back(name, std::move(value));
  return {};
}

}  // namespace

base::Result<void> add_form_fields(Draft& draft, const law::Form* form, const json::Object& written,
                                   const Surroundings& around) {
  for (const auto& member : written)
    MJ_CHECK(add_field(draft, form, std::string(member.key()), member.value(), around));
  return {};
}

base::Result<json::Array> redactions_of(const json::Array& wanted,
                                        const std::map<std::string, ledger::KeptText>& texts) {
  std::vector<json::Object> out;
  for (const auto& item : wanted) {
    MJ_TRY(const std::string name, json::string_member(item, "text"));
    MJ_TRY(const std::string hide, json::string_member(item, "hide"));
    const auto text = texts.find(name);
    if (text == texts.end()) return base::fail("journey", "草案中没有这段文字：" + name);
    const auto [at, n] = find_units(units_of(text->second.body), hide);
    if (n == 0) return base::fail("journey", name + " 中没有“" + hide + "”");
    out.push_back({{"at", at},
                   {"l", json::text_or_empty(json::find(item, "label"))},
                   {"n", n},
                   {"r", json::text_or_empty(json::find(item, "reason"))},
                   {"text", name}});
  }
  std::ranges::sort(out, {}, [](const json::Object& item) {
    return std::pair(json::text_or_empty(item.if_contains("text")), item.at("at").get_int64());
  });
  json::Array all;
  for (auto& item : out) all.push_back(std::move(item));
  return all;
}

}  // namespace office::play
