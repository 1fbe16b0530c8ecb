#include <fmt/format.h>

#include <set>

#include "load.h"

namespace law {
namespace {

const std::map<std::string, FieldType>& field_types() {
  static const std::map<std::string, FieldType> types = {
      {"text", FieldType::text},           {"long_text", FieldType::long_text},
      {"rich_text", FieldType::rich_text}, {"date", FieldType::date},
      {"instant", FieldType::instant},     {"money", FieldType::money},
      {"integer", FieldType::integer},     {"boolean", FieldType::boolean},
      {"choice", FieldType::choice},       {"uscc", FieldType::uscc},
      {"id_number", FieldType::id_number}, {"holder", FieldType::holder},
      {"holders", FieldType::holders},     {"hash", FieldType::hash},
      {"strings", FieldType::strings},     {"object", FieldType::object},
      {"files", FieldType::files},         {"texts", FieldType::texts}};
  return types;
}

FieldType load_type(Table& table) {
  const std::string name = table.text("type");
  const auto type = field_types().find(name.empty() ? "text" : name);
  if (type != field_types().end()) return type->second;
  table.problem(fmt::format("不认识的类型“{}”", name));
  return FieldType::text;
}

Visibility load_visibility(Table& table) {
  const std::string name = table.need_text("visibility");
  if (name == "course") return Visibility::course;
  if (name == "public") return Visibility::open;
  if (name != "private" && !name.empty()) {
    table.problem("“visibility”应当是 course、public 或 private");
  }
  return Visibility::closed;
}

std::map<std::string, std::string> load_options(Table& table, FieldType type) {
  std::map<std::string, std::string> options;
  const YAML::Node node = table.take("options");
  if (node.IsDefined() && node.IsMap()) {
    for (const auto& option : node) {
      options[scalar(table.file(), option.first)] = scalar(table.file(), option.second);
    }
  }
  if ((type == FieldType::choice) == options.empty()) table.problem("“options”与类型不符");
  return options;
}

// What members of an object have in common with fields.
FormField load_common(Table& table) {
  FormField field;
  field.name = table.need_text("name");
  field.title = table.need_text("title");
  field.help = table.text("help");
  field.type = load_type(table);
  field.required = table.flag("required");
  field.at_most = table.big_number("at_most");
  field.options = load_options(table, field.type);
  return field;
}

// `{field, is: value or list}` or `{field, same_as: field}`; one, or a list of which any suffices.
std::vector<FieldCondition> load_conditions(const LawFile& file, const YAML::Node& node) {
  std::vector<FieldCondition> conditions;
  if (!node.IsDefined()) return conditions;
  const auto one = [&](const YAML::Node& element) {
    Table table(file, element);
    FieldCondition condition{.field = table.need_text("field"), .is = {}, .same_as = table.text("same_as")};
    for (std::string& value : table.words("is")) condition.is.insert(std::move(value));
    if (condition.is.empty() == condition.same_as.empty()) table.problem("应当写明 is 或者 same_as 之一");
    table.end();
    conditions.push_back(std::move(condition));
  };
  if (node.IsSequence()) {
    for (const YAML::Node& element : list(file, node)) one(element);
  } else {
    one(node);
  }
  return conditions;
}

// Fields that other fields name.
std::set<std::string> named_by(const FormField& field) {
  std::set<std::string> named = {field.substitute, field.differs_from};
  for (const FieldCondition& condition : field.required_when) {
    named.insert(condition.field);
    named.insert(condition.same_as);
  }
  named.erase("");
  return named;
}

std::vector<FormField> load_members(const LawFile& file, const YAML::Node& node, const FormField& owner) {
  std::vector<FormField> members;
  for (const YAML::Node& element : list(file, node)) {
    Table table(file, element);
    FormField member = load_common(table);
    member.visibility = owner.visibility;
    member.source = owner.source;
    table.end();
    members.push_back(std::move(member));
  }
  if (members.empty() == (owner.type == FieldType::object)) {
    file.problem(node, fmt::format("“{}”的 members 与类型不符", owner.name));
  }
  return members;
}

FormField load_field(const LawFile& file, const YAML::Node& node) {
  Table table(file, node);
  FormField field = load_common(table);
  field.visibility = load_visibility(table);
  field.repeated = table.flag("repeated");
  field.publishable = table.flag("publishable");
  field.substitute = table.text("substitute");
  field.required_when = load_conditions(file, table.take("required_when"));
  field.differs_from = table.text("differs_from");
  field.source = table.need_sources();
  field.members = load_members(file, table.take("members"), field);
  table.end();
  return field;
}

}  // namespace

std::vector<FormField> load_fields(const LawFile& file, const YAML::Node& node) {
  std::vector<FormField> fields;
  std::set<std::string> names;
  for (const YAML::Node& element : list(file, node)) {
    fields.push_back(load_field(file, element));
    if (!names.insert(fields.back().name).second) {
      file.problem(element, fmt::format("“{}”重复", fields.back().name));
    }
  }
  for (const FormField& field : fields) {
    for (const std::string& name : named_by(field)) {
      if (!names.contains(name)) file.problem(node, fmt::format("“{}”所指的“{}”不存在", field.name, name));
    }
  }
  return fields;
}

Form load_form(const LawFile& file, const YAML::Node& node) {
  Table table(file, node);
  Form form;
  form.name = table.need_text("form");
  form.title = table.need_text("title");
  form.layout = table.text("layout");
  form.digests = static_cast<std::size_t>(table.number("digests"));
  form.source = table.need_sources();
  form.fields = load_fields(file, table.need("fields"));
  json::Object extra;
  for (const char* key : {"number", "seal", "served", "file"}) {
    const YAML::Node value = table.take(key);
    if (value.IsDefined()) extra[key] = to_json(file, value);
  }
  form.extra = std::move(extra);
  table.end();
  return form;
}

}  // namespace law
