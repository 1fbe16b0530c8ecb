#pragma once
// Strict reading of lawbook files. Nothing is guessed: a key nobody asked for, a missing source, a wrong type
// are problems, each with file and line, and all of them are found in one run.

#include <yaml-cpp/yaml.h>

#include <string>
#include <vector>

#include "law/procedure.h"

namespace law {

/// What is told of a rule without an article; the name of a property at the end, as explore.h reads it.
inline constexpr std::string_view kNoSource = "缺少依据（source） [every_rule_sourced]";

/// One file being read, and what is wrong with it.
class LawFile {
 public:
  LawFile(std::string path, std::vector<std::string>& problems)
      : path_(std::move(path)), problems_(&problems) {}
  void problem(const YAML::Node& at, const std::string& text) const;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::vector<std::string>* problems_;
};

/// A mapping. Every key must be taken; `end` reports those that were not.
class Table {
 public:
  Table(const LawFile& file, const YAML::Node& node);
  [[nodiscard]] bool has(const std::string& key) const;
  /// The node under `key`, undefined when absent.
  YAML::Node take(const std::string& key);
  YAML::Node need(const std::string& key);
  std::string text(const std::string& key);  // "" when absent
  std::string need_text(const std::string& key);
  bool flag(const std::string& key);  // false when absent
  int number(const std::string& key, int otherwise = 0);
  std::int64_t big_number(const std::string& key, std::int64_t otherwise = 0);
  std::optional<base::Date> date(const std::string& key);
  base::Date need_date(const std::string& key);
  /// One word or a list of words.
  std::vector<std::string> words(const std::string& key);
  Sources need_sources();
  void problem(const std::string& text) const;
  [[nodiscard]] const LawFile& file() const { return *file_; }
  [[nodiscard]] const YAML::Node& node() const { return node_; }
  void end();

 private:
  const LawFile* file_;
  YAML::Node node_;
  std::vector<std::string> taken_;
};

[[nodiscard]] std::string scalar(const LawFile& file, const YAML::Node& node);
[[nodiscard]] std::vector<std::string> scalars(const LawFile& file, const YAML::Node& node);
/// Elements of a list; a problem when it is none. Undefined gives none.
[[nodiscard]] std::vector<YAML::Node> list(const LawFile& file, const YAML::Node& node);

/// Plain data as JSON: integers, true, false, null; everything else is text (dates and decimals too).
[[nodiscard]] json::Value to_json(const LawFile& file, const YAML::Node& node);

/// The file's one document, of bounded depth and size. A syntax error is a problem; the node is then
/// undefined.
[[nodiscard]] YAML::Node parse_yaml(const LawFile& file, const std::string& text);

}  // namespace law
