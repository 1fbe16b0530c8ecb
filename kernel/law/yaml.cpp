#include "yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace law {
namespace {

constexpr int kDepthMax = 24;
constexpr int kNodesMax = 200'000;

bool is_integer(const std::string& text) {
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  const std::size_t digits = text.size() - sign;
  if (digits == 0 || digits > 15 || (digits > 1 && text[sign] == '0')) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(sign), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

json::Value scalar_value(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return json::Value(text);  // quoted
  if (text == "true") return true;
  if (text == "false") return false;
  if (is_integer(text)) return std::stoll(text);
  return json::Value(text);
}

// Whether the document, its aliases written out, stays within bounds: an alias may stand for half the file,
// or for the list it stands in.
bool is_bounded(const YAML::Node& node, int depth, int& nodes) {
  if (depth > kDepthMax || ++nodes > kNodesMax) return false;
  if (node.IsSequence()) {
    for (const auto& element : node) {
      if (!is_bounded(element, depth + 1, nodes)) return false;
    }
  }
  if (node.IsMap()) {
    for (const auto& member : node) {
      if (!is_bounded(member.first, depth + 1, nodes) || !is_bounded(member.second, depth + 1, nodes)) {
        return false;
      }
    }
  }
  return true;
}

json::Value value_of(const LawFile& file, const YAML::Node& node) {
  if (node.IsScalar()) return scalar_value(node);
  if (node.IsSequence()) {
    json::Array array;
    for (const auto& element : node) array.push_back(value_of(file, element));
    return array;
  }
  if (!node.IsMap()) return nullptr;
  json::Object object;
  for (const auto& member : node) {
    const std::string key = scalar(file, member.first);
    if (object.contains(key)) file.problem(member.first, fmt::format("“{}”重复", key));
    object[key] = value_of(file, member.second);
  }
  return object;
}

}  // namespace

void LawFile::problem(const YAML::Node& at, const std::string& text) const {
  const int line = at.IsDefined() ? at.Mark().line + 1 : 1;
  problems_->push_back(fmt::format("{}:{}: {}", path_, line, text));
}

Table::Table(const LawFile& file, const YAML::Node& node) : file_(&file), node_(node) {
  if (!node_.IsDefined() || !node_.IsMap()) {
    problem("这里应当是“名称: 内容”");
    node_ = YAML::Node(YAML::NodeType::Undefined);
    return;
  }
  std::set<std::string> seen;
  for (const auto& member : node_) {
    if (!seen.insert(scalar(file, member.first)).second) {
      file.problem(member.first, fmt::format("“{}”重复", member.first.Scalar()));
    }
  }
}

bool Table::has(const std::string& key) const {
  return node_.IsDefined() && std::as_const(node_)[key].IsDefined();
}

YAML::Node Table::take(const std::string& key) {
  taken_.push_back(key);
  if (!node_.IsDefined()) return YAML::Node(YAML::NodeType::Undefined);
  return std::as_const(node_)[key];
}

YAML::Node Table::need(const std::string& key) {
  YAML::Node node = take(key);
  if (!node.IsDefined() && node_.IsDefined()) problem(fmt::format("缺少“{}”", key));
  return node;
}

std::string Table::text(const std::string& key) {
  const YAML::Node node = take(key);
  return node.IsDefined() ? scalar(*file_, node) : std::string();
}

std::string Table::need_text(const std::string& key) {
  const YAML::Node node = need(key);
  return node.IsDefined() ? scalar(*file_, node) : std::string();
}

bool Table::flag(const std::string& key) {
  const std::string value = text(key);
  if (!value.empty() && value != "true" && value != "false") {
    problem(fmt::format("“{}”应当是 true 或 false", key));
  }
  return value == "true";
}

std::int64_t Table::big_number(const std::string& key, std::int64_t otherwise) {
  const std::string value = text(key);
  if (value.empty()) return otherwise;
  if (!is_integer(value)) {
    problem(fmt::format("“{}”应当是整数", key));
    return otherwise;
  }
  return std::stoll(value);
}

int Table::number(const std::string& key, int otherwise) {
  const std::int64_t value = big_number(key, otherwise);
  if (value < -1'000'000 || value > 1'000'000) {
    problem(fmt::format("“{}”超出范围", key));
    return otherwise;
  }
  return static_cast<int>(value);
}

std::optional<base::Date> Table::date(const std::string& key) {
  const std::string value = text(key);
  if (value.empty()) return {};
  const auto parsed = base::parse_date(value);
  if (!parsed) {
    problem(fmt::format("“{}”应当是日期", key));
    return {};
  }
  return *parsed;
}

base::Date Table::need_date(const std::string& key) {
  if (node_.IsDefined() && !has(key)) problem(fmt::format("缺少“{}”", key));
  return date(key).value_or(base::Date{});
}

std::vector<std::string> Table::words(const std::string& key) {
  const YAML::Node node = take(key);
  return node.IsDefined() ? scalars(*file_, node) : std::vector<std::string>();
}

Sources Table::need_sources() {
  Sources sources = words("source");
  if (sources.empty() && node_.IsDefined()) problem(std::string(kNoSource));
  return sources;
}

void Table::problem(const std::string& text) const {
  file_->problem(node_, text);
}

void Table::end() {
  if (!node_.IsDefined()) return;
  for (const auto& member : node_) {
    const std::string key = scalar(*file_, member.first);
    if (std::ranges::find(taken_, key) == taken_.end()) {
      file_->problem(member.first, fmt::format("不认识的“{}”", key));
    }
  }
}

std::string scalar(const LawFile& file, const YAML::Node& node) {
  if (node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
  file.problem(node, "这里应当是一个词或一句话");
  return {};
}

std::vector<std::string> scalars(const LawFile& file, const YAML::Node& node) {
  if (node.IsScalar()) return {scalar(file, node)};
  std::vector<std::string> words;
  for (const YAML::Node& element : list(file, node)) words.push_back(scalar(file, element));
  return words;
}

std::vector<YAML::Node> list(const LawFile& file, const YAML::Node& node) {
  std::vector<YAML::Node> elements;
  if (!node.IsDefined()) return elements;
  if (!node.IsSequence()) {
    file.problem(node, "这里应当是列表");
    return elements;
  }
  for (const auto& element : node) elements.push_back(element);
  return elements;
}

json::Value to_json(const LawFile& file, const YAML::Node& node) {
  return value_of(file, node);
}

YAML::Node parse_yaml(const LawFile& file, const std::string& text) {
  const YAML::Node none(YAML::NodeType::Undefined);
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(text);
    int nodes = 0;
    if (documents.size() != 1) {
      file.problem(none, "一个文件应当恰好有一份内容");
    } else if (!is_bounded(documents.front(), 0, nodes)) {
      file.problem(none, "层次太深，或者内容太多");
    } else {
      return documents.front();
    }
  } catch (const YAML::Exception& error) {
    file.problem(none, fmt::format("第{}行不是有效的 YAML：{}", error.mark.line + 1, error.msg));
  }
  return none;
}

}  // namespace law
