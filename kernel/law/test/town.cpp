#include "town.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "yaml.h"

namespace law::test {
namespace {

json::Value read_yaml(const std::string& path) {
  std::vector<std::string> problems;
  const LawFile file(path, problems);
  return to_json(file, parse_yaml(file, file_text(path)));
}

std::string lawbook_path() {
  return std::string(MINGJING_SOURCE) + "/lawbook";
}

}  // namespace

std::string file_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::shared_ptr<const Lawbook> lawbook_ptr() {
  static const std::shared_ptr<const Lawbook> loaded = [] {
    auto result = Lawbook::from_directory(lawbook_path());
    if (!result) {
      std::cerr << result.error().text << "\n";
      std::exit(2);
    }
    return *result;
  }();
  return loaded;
}

const Lawbook& lawbook() {
  return *lawbook_ptr();
}

std::string holder(const std::string& name) {
  return fictional_holder(name);
}

std::string some_hash(const std::string& seed) {
  return fictional_hash(seed);
}

base::Instant at(const std::string& text) {
  return base::parse_instant(text).value();
}

base::Date day(const std::string& text) {
  return base::parse_date(text).value();
}

std::set<std::string> codes(const std::vector<Refusal>& refusals) {
  std::set<std::string> out;
  for (const Refusal& refusal : refusals) out.insert(refusal.code);
  return out;
}

const json::Value& cast() {
  static const json::Value read = read_yaml(lawbook_path() + "/tests/cast.yaml");
  return read;
}

CaseFile::CaseFile(const std::string& procedure, base::Date day)
    : Rehearsal(lawbook(), cast(), *lawbook().procedure(procedure, day), day) {}

bool take_all(CaseFile& file, const std::vector<Act>& acts) {
  for (const Act& act : acts) {
    const auto refused = file.take(act);
    if (refused.empty()) continue;
    for (const Refusal& refusal : refused)
      ADD_FAILURE() << act.step << ": " << refusal.code << " " << refusal.say;
    return false;
  }
  return true;
}

std::vector<Act> until_notice() {
  return {{.step = "register_lead"},
          {.step = "verify_lead"},
          {.step = "file_case"},
          {.step = "collect_evidence"},
          {.step = "conclude_investigation"},
          {.step = "draft_document", .draft = "a"},
          {.step = "submit_review"},
          {.step = "pass_review"},
          {.step = "approve_notice"},
          {.step = "serve_notice"}};
}

}  // namespace law::test
