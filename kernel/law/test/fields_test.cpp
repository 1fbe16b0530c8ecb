#include <gtest/gtest.h>

#include "town.h"

namespace law::test {
namespace {

FormField field(const std::string& name, FieldType type = FieldType::text) {
  FormField made;
  made.name = made.title = name;
  made.type = type;
  return made;
}

FormField required(const std::string& name, Visibility visibility) {
  FormField made = field(name);
  made.required = true;
  made.visibility = visibility;
  return made;
}

Form form_of(std::vector<FormField> fields) {
  Form form;
  form.name = form.title = "表";
  form.fields = std::move(fields);
  return form;
}

// The first finding's code, "" when the value fits.
std::string code(const FormField& field, const json::Value& value) {
  const auto refusals = check_fields(form_of({field}), {{field.name, value}});
  return refusals.empty() ? "" : refusals.front().code;
}

std::string code(FieldType type, const json::Value& value) {
  FormField made = field("项目", type);
  if (type == FieldType::object) made.members = {required("a", Visibility::closed)};
  if (type == FieldType::choice) made.options = {{"yes", "是"}};
  return code(made, value);
}

TEST(Fields, hold_what_their_type_says) {
  EXPECT_EQ(code(FieldType::text, "文字"), "");
  EXPECT_EQ(code(FieldType::long_text, "一\n二"), "");
  EXPECT_EQ(code(FieldType::date, "2026-02-28"), "");
  EXPECT_EQ(code(FieldType::instant, "2026-03-02T09:27:51+08:00"), "");
  EXPECT_EQ(code(FieldType::money, 0), "");
  EXPECT_EQ(code(FieldType::integer, -3), "");
  EXPECT_EQ(code(FieldType::boolean, false), "");
  EXPECT_EQ(code(FieldType::choice, "yes"), "");
  EXPECT_EQ(code(FieldType::uscc, "91350100M000100Y43"), "");
  EXPECT_EQ(code(FieldType::id_number, "11010519491231002X"), "");
  EXPECT_EQ(code(FieldType::holder, json::Value(holder("某人"))), "");
  EXPECT_EQ(code(FieldType::holders, json::Array{json::Value(holder("甲")), json::Value(holder("乙"))}), "");
  EXPECT_EQ(code(FieldType::hash, json::Value(some_hash("x"))), "");
  EXPECT_EQ(code(FieldType::strings, json::Array{"a", "b"}), "");
  EXPECT_EQ(code(FieldType::object, json::Object{{"a", "b"}}), "");
  const json::Object file = {
      {"media", "image/jpeg"}, {"name", "照片.jpg"}, {"size", 10}, {"sm3", some_hash("f")}};
  EXPECT_EQ(code(FieldType::files, json::Array{file}), "");
  const json::Object hidden = {
      {"at", 0}, {"l", "个人信息"}, {"n", 2}, {"r", "privacy"}, {"text", "doc.facts"}};
  EXPECT_EQ(code(FieldType::texts, json::Array{hidden}), "");
  const json::Object text = {{"alg", "sm3"}, {"n", 3}, {"root", some_hash("r")}, {"t", "rtext"}, {"v", 1}};
  EXPECT_EQ(code(FieldType::rich_text, text), "");
}

TEST(Fields, refuse_what_their_type_does_not_say) {
  const std::pair<FieldType, json::Value> wrong[] = {
      {FieldType::text, 5},
      {FieldType::text, ""},
      {FieldType::text, "两\n行"},
      {FieldType::date, "2026-02-30"},
      {FieldType::instant, "2026-03-02T09:27:51Z"},
      {FieldType::money, -1},
      {FieldType::money, "100"},
      {FieldType::integer, std::int64_t{1} << 53},
      {FieldType::boolean, "true"},
      {FieldType::choice, "no"},
      {FieldType::uscc, "91990000MA00000580"},
      {FieldType::id_number, "990000198001010010"},
      {FieldType::holder, "张三"},
      {FieldType::holders, json::Array{json::Value(holder("甲")), json::Value(holder("甲"))}},
      {FieldType::hash, "abc"},
      {FieldType::strings, json::Array{"a", 1}},
      {FieldType::object, json::Object{}},
      {FieldType::object, json::Object{{"a", "b"}, {"c", "d"}}},
      {FieldType::files, json::Array{json::Object{{"name", "照片.jpg"}}}},
      {FieldType::texts, json::Object{}},
      {FieldType::rich_text, "正文"}};
  for (const auto& [type, value] : wrong) {
    EXPECT_EQ(code(type, value), "field.value") << json::canonical(value);
  }
}

TEST(Fields, count_characters_not_bytes) {
  FormField three = field("项目");
  three.at_most = 3;
  EXPECT_EQ(code(three, "三个字"), "");
  EXPECT_EQ(code(three, "四个字了"), "field.value");
}

TEST(Fields, that_repeat_are_numbered_without_a_gap) {
  FormField law = required("doc.law", Visibility::open);
  law.repeated = true;
  const Form form = form_of({law});
  EXPECT_TRUE(check_fields(form, {{"doc.law.001", "甲"}, {"doc.law.002", "乙"}}).empty());
  EXPECT_EQ(codes(check_fields(form, {{"doc.law.001", "甲"}, {"doc.law.003", "乙"}})),
            std::set<std::string>{"field.gap"});
  EXPECT_EQ(codes(check_fields(form, {})), std::set<std::string>{"field.missing"});
  EXPECT_EQ(codes(check_fields(form, {{"doc.law.001", "甲"}, {"doc.law", "乙"}})),
            std::set<std::string>{"field.unknown"});
}

TEST(Fields, that_outsiders_may_not_see_are_not_missed_by_them) {
  const Form form = form_of({required("甲", Visibility::closed), required("乙", Visibility::open),
                             required("丙", Visibility::course)});
  EXPECT_EQ(check_fields(form, {}, true).size(), 3u);
  ASSERT_EQ(check_fields(form, {}, false).size(), 1u);
  EXPECT_EQ(check_fields(form, {}, false).front().say, "“丙”没有填写。");
}

TEST(Form, finds_the_definition_of_a_numbered_field) {
  const Form& form = *lawbook().form("D45");
  EXPECT_EQ(form.field("doc.evidence.001")->name, "doc.evidence");
  EXPECT_EQ(form.field("doc.evidence"), nullptr);
  EXPECT_EQ(form.field("doc.facts")->type, FieldType::rich_text);
  EXPECT_EQ(form.field("doc.facts.001"), nullptr);
  EXPECT_EQ(form.field("doc.evidence.000"), nullptr);
}

}  // namespace
}  // namespace law::test
