#include "law/lawbook.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "content.h"
#include "ledger/merkle.h"

namespace law {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kEditionBytesMax = 32 * 1024 * 1024;
constexpr std::size_t kFilesMax = 4096;

std::string edition_of(const std::map<std::string, std::string>& files) {
  json::Array pairs;
  for (const auto& [path, text] : files) pairs.push_back(json::Array{json::Value(path), json::Value(text)});
  return json::canonical(pairs);
}

// Tests are read beside the law, they are not law.
bool is_law(const std::string& path) {
  return path.ends_with(".yaml") && !path.starts_with("tests/");
}

base::Result<std::string> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return base::fail("lawbook", path.string() + ": 读不出来");
  return text.str();
}

base::Result<std::map<std::string, std::string>> read_tree(const fs::path& root) {
  std::map<std::string, std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator walk(root, error);
  if (error) return base::fail("lawbook", root.string() + ": " + error.message());
  for (const fs::directory_entry& entry : walk) {
    const std::string path = entry.path().lexically_relative(root).generic_string();
    if (!entry.is_regular_file(error) || !is_law(path)) continue;
    MJ_TRY(files[path], read_file(entry.path()));
  }
  return files;
}

}  // namespace

struct Lawbook::Content : LawbookContent {};

Lawbook::Lawbook(std::shared_ptr<const Content> content) : content_(std::move(content)) {}

base::Result<std::shared_ptr<const Lawbook>> Lawbook::from_files(std::map<std::string, std::string> files) {
  if (files.empty() || files.size() > kFilesMax) return base::fail("lawbook", "没有文件，或者文件太多");
  for (const auto& [path, text] : files) {
    if (!base::valid_utf8(path) || !base::valid_utf8(text))
      return base::fail("lawbook", path + ": 不是 UTF-8");
  }
  auto content = std::make_shared<Content>();
  MJ_TRY(static_cast<LawbookContent&>(*content), read_content(files));
  content->edition = edition_of(files);
  content->rules = base::base64(ledger::hash_of(ledger::HashAlg::sm3, content->edition));
  return std::shared_ptr<const Lawbook>(new Lawbook(std::move(content)));
}

base::Result<std::shared_ptr<const Lawbook>> Lawbook::from_directory(const std::string& path) {
  try {
    MJ_TRY(auto files, read_tree(path));
    return from_files(std::move(files));
  } catch (const fs::filesystem_error& error) {
    return base::fail("lawbook", error.what());
  }
}

base::Result<std::shared_ptr<const Lawbook>> Lawbook::from_edition(std::string_view bytes) {
  MJ_TRY(const json::Value value,
         json::parse_canonical(bytes, {.bytes_max = kEditionBytesMax, .depth_max = 3}));
  if (!value.is_array()) return base::fail("lawbook", "不是规则版本文件");
  std::map<std::string, std::string> files;
  std::string last;
  for (const json::Value& pair : value.as_array()) {
    const auto words = json::strings(pair);
    const bool good = words && words->size() == 2 && (files.empty() || last < words->front());
    if (!good) return base::fail("lawbook", "规则版本文件应当是按路径升序的[路径, 内容]");
    last = words->front();
    files.emplace(last, words->back());
  }
  return from_files(std::move(files));
}

const std::string& Lawbook::edition() const {
  return content_->edition;
}

const std::string& Lawbook::rules() const {
  return content_->rules;
}

const Procedure* Lawbook::procedure(std::string_view id, base::Date day) const {
  for (const Procedure& procedure : content_->procedures) {
    if (procedure.id == id && procedure.from <= day && (!procedure.to || day <= *procedure.to)) {
      return &procedure;
    }
  }
  return nullptr;
}

const Procedure* Lawbook::opened_by(std::string_view step, std::string_view wanted, base::Date day) const {
  const Procedure* found = nullptr;
  for (const Procedure& procedure : content_->procedures) {
    const Step* first = procedure.step(step);
    const bool opens = first != nullptr && first->opens && this->procedure(procedure.id, day) == &procedure;
    if (!opens || (!wanted.empty() && procedure.id != wanted)) continue;
    if (found != nullptr) return nullptr;  // several: the opening record must say which
    found = &procedure;
  }
  return found;
}

const std::vector<Procedure>& Lawbook::procedures() const {
  return content_->procedures;
}

const Form* Lawbook::form(std::string_view name) const {
  const auto found = content_->forms.find(name);
  return found == content_->forms.end() ? nullptr : &found->second;
}

const std::map<std::string, Form, std::less<>>& Lawbook::forms() const {
  return content_->forms;
}

const json::Value* Lawbook::layout(std::string_view name) const {
  const auto found = content_->layouts.find(name);
  return found == content_->layouts.end() ? nullptr : &found->second;
}

const json::Value* Lawbook::data(std::string_view name) const {
  const auto found = content_->data.find(name);
  return found == content_->data.end() ? nullptr : &found->second;
}

const WorkCalendar& Lawbook::calendar() const {
  return content_->calendar;
}

const ledger::StepMarks* Lawbook::marks(std::string_view step) const {
  const auto found = content_->marks.find(step);
  return found == content_->marks.end() ? nullptr : &found->second;
}

const std::set<std::string, std::less<>>& Lawbook::course_fields() const {
  return content_->course_fields;
}

}  // namespace law
