#include "law/stories.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "law/rehearsal.h"
#include "yaml.h"

namespace law {
namespace {

namespace fs = std::filesystem;

using Wrong = std::vector<std::string>;

constexpr int kStagesMax = 16;  // stages that begin with another stage

// Of a story that is not written as it should be.
std::unexpected<base::Error> unreadable(std::string text) {
  return base::fail("story", std::move(text));
}

base::Result<std::string> need_text(const json::Value& value, const char* key) {
  std::string text = json::text_or_empty(json::find(value, key));
  if (text.empty()) return unreadable(fmt::format("缺少“{}”", key));
  return text;
}

base::Result<const json::Array*> need_list(const json::Value* value, std::string_view name) {
  if (value == nullptr || !value->is_array()) return unreadable(fmt::format("“{}”应当是列表", name));
  return &value->get_array();
}

base::Result<std::vector<std::string>> names_of(const json::Value* value) {
  if (value == nullptr) return std::vector<std::string>();
  auto names = json::strings(*value);
  if (!names) return unreadable("这里应当是名称的列表");
  return std::move(*names);
}

// `step`, `{step: draft}` or `{step: {by, draft, handlers, fields}}`.
base::Result<Act> act_of(const json::Value* value) {
  static const std::set<std::string_view> kKeys = {"by", "draft", "handlers", "fields"};
  if (value != nullptr && value->is_string()) return Act{.step = std::string(value->get_string())};
  if (value == nullptr || !value->is_object() || value->get_object().size() != 1) {
    return unreadable("一步应当只写一个步骤");
  }
  const auto& only = *value->get_object().begin();
  Act act{.step = std::string(only.key())};
  const json::Value& more = only.value();
  if (more.is_string()) {
    act.draft = more.get_string();
    return act;
  }
  if (!more.is_object()) return unreadable(fmt::format("“{}”的写法不对", act.step));
  for (const auto& member : more.get_object()) {
    if (!kKeys.contains(member.key())) return unreadable(fmt::format("“{}”的写法不对", act.step));
  }
  act.by = json::text_or_empty(json::find(more, "by"));
  act.draft = json::text_or_empty(json::find(more, "draft"));
  MJ_TRY(act.handlers, names_of(json::find(more, "handlers")));
  const json::Value* fields = json::find(more, "fields");
  if (fields != nullptr && fields->is_object()) act.fields = fields->get_object();
  return act;
}

// `given` with `{until: 已立案}` written out from the cast's stages.
base::Result<std::vector<json::Value>> written_out(const json::Value& cast, const std::string& procedure,
                                                   const json::Value* given, int depth = 0) {
  MJ_TRY(const json::Array* list, need_list(given, "given"));
  std::vector<json::Value> out;
  for (const json::Value& one : *list) {
    const json::Value* until = one.is_object() ? json::find(one, "until") : nullptr;
    if (until == nullptr) {
      out.push_back(one);
      continue;
    }
    const json::Value* all = json::find(cast, "stages");
    const json::Value* own = all == nullptr ? nullptr : json::find(*all, procedure);
    const json::Value* stage = own == nullptr ? nullptr : json::find(*own, json::text_or_empty(until));
    if (stage == nullptr || depth > kStagesMax) return unreadable("cast.yaml 没有这一阶段");
    MJ_TRY(const auto steps, written_out(cast, procedure, stage, depth + 1));
    out.insert(out.end(), steps.begin(), steps.end());
  }
  return out;
}

// `{days_pass: {working_days: 5}}` moves the clock instead of taking a step.
bool pass_days(Rehearsal& file, const json::Value& value) {
  const json::Value* days = value.is_object() ? json::find(value, "days_pass") : nullptr;
  if (days == nullptr) return false;
  file.days_pass(static_cast<int>(json::int_member(*days, "working_days").value_or(0)),
                 static_cast<int>(json::int_member(*days, "days").value_or(0)));
  return true;
}

// `people: {林疏影: {certificate: expired, recused: true}}`.
void set_people(Rehearsal& file, const json::Value& story) {
  const json::Value* people = json::find(story, "people");
  if (people == nullptr || !people->is_object()) return;
  for (const auto& person : people->get_object()) {
    const bool valid = json::text_or_empty(json::find(person.value(), "certificate")) != "expired";
    const json::Value* recused = json::find(person.value(), "recused");
    file.set_person(std::string(person.key()), valid ? Truth::yes : Truth::no,
                    recused != nullptr && *recused == json::Value(true) ? Truth::yes : Truth::no);
  }
}

std::set<std::string> codes_of(const std::vector<Refusal>& refusals) {
  std::set<std::string> codes;
  for (const Refusal& refusal : refusals) codes.insert(refusal.code);
  return codes;
}

void compare_codes(const std::vector<Refusal>& refusals, const std::vector<std::string>& named, bool accepted,
                   Wrong& wrong) {
  const std::set<std::string> wanted(named.begin(), named.end()), found = codes_of(refusals);
  if (wanted.empty() != accepted) wrong.emplace_back("then 应当写明 accepted 或者 refused");
  if (found == wanted) return;
  wrong.push_back(fmt::format("应当拒绝的理由：{}；实际：{}", fmt::join(wanted, " "), fmt::join(found, " ")));
}

void compare_words(const std::vector<Refusal>& refusals, const std::string& source, Wrong& wrong) {
  for (const Refusal& refusal : refusals) {
    if (refusal.say.empty() || refusal.remedy.empty() || refusal.source.empty()) {
      wrong.push_back(fmt::format("{}没有说明、办法或者依据", refusal.code));
    }
  }
  const auto cites = [&](const Refusal& refusal) {
    return std::ranges::find(refusal.source, source) != refusal.source.end();
  };
  if (!source.empty() && std::ranges::none_of(refusals, cites)) {
    wrong.push_back(fmt::format("没有引用{}", source));
  }
}

// `last_day: {decide_case: 2026-05-31}`: when the period is over, once the step is taken.
void compare_last_days(const Lawbook& lawbook, const Rehearsal& file, const json::Value& wanted,
                       Wrong& wrong) {
  if (!wanted.is_object()) return;
  const auto views = clocks(file.procedure(), lawbook.calendar(), file.facts(), base::date_of(file.now()));
  for (const auto& clock : wanted.get_object()) {
    const auto found = std::ranges::find(views, std::string(clock.key()), &ClockView::name);
    const std::string last = found == views.end() ? "没有开始" : base::format(found->deadline.last_day);
    if (last != json::text_or_empty(&clock.value())) {
      wrong.push_back(fmt::format("{}的最后一日：{}", std::string_view(clock.key()), last));
    }
  }
}

base::Result<Rehearsal> rehearsal_of(const Lawbook& lawbook, const json::Value& cast,
                                     const json::Value& story) {
  MJ_TRY(const std::string id, need_text(story, "procedure"));
  MJ_TRY(const std::string day_text, need_text(story, "day"));
  MJ_TRY(const base::Date day, base::parse_date(day_text));
  const Procedure* procedure = lawbook.procedure(id, day);
  if (procedure == nullptr) return unreadable(fmt::format("{}当日没有程序{}", day_text, id));
  Rehearsal file(lawbook, cast, *procedure, day);
  set_people(file, story);
  return file;
}

// Takes what was given; nothing of it may be refused.
base::Result<void> prepare(const json::Value& cast, const json::Value& story, Rehearsal& file) {
  MJ_TRY(const auto all, written_out(cast, file.procedure().id, json::find(story, "given")));
  for (const json::Value& given : all) {
    if (pass_days(file, given)) continue;
    MJ_TRY(const Act act, act_of(&given));
    const auto refused = file.take(act);
    if (refused.empty()) continue;
    return unreadable(fmt::format("前面的“{}”就被拒绝：{}", act.step, fmt::join(codes_of(refused), " ")));
  }
  return {};
}

base::Result<Wrong> tell(const Lawbook& lawbook, const json::Value& cast, const json::Value& story) {
  MJ_TRY(Rehearsal file, rehearsal_of(lawbook, cast, story));
  MJ_CHECK(prepare(cast, story, file));
  MJ_TRY(const Act act, act_of(json::find(story, "when")));
  const json::Value* then = json::find(story, "then");
  if (then == nullptr || !then->is_object()) return unreadable("缺少“then”");
  MJ_TRY(const auto wanted, names_of(json::find(*then, "refused")));
  const auto refusals = file.take(act);
  Wrong wrong;
  compare_codes(refusals, wanted, json::find(*then, "accepted") != nullptr, wrong);
  compare_words(refusals, json::text_or_empty(json::find(*then, "source")), wrong);
  if (const json::Value* days = json::find(*then, "last_day")) {
    compare_last_days(lawbook, file, *days, wrong);
  }
  return wrong;
}

base::Result<std::string> read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return base::fail("stories", path.string() + "：读不出来");
  return text.str();
}

// The documents of a file, as data.
base::Result<std::vector<json::Value>> read_documents(const fs::path& path) {
  MJ_TRY(const std::string text, read_text(path));
  std::vector<std::string> problems;
  const LawFile file(path.filename().string(), problems);
  std::vector<json::Value> out;
  try {
    for (const YAML::Node& node : YAML::LoadAll(text)) out.push_back(to_json(file, node));
  } catch (const YAML::Exception& error) {
    return base::fail("stories", fmt::format("{}:{}: {}", path.string(), error.mark.line + 1, error.msg));
  }
  if (!problems.empty()) return base::fail("stories", problems.front());
  return out;
}

StoryResult run(const Lawbook& lawbook, const json::Value& cast, const std::string& where,
                const json::Value& story) {
  if (!story.is_object()) return {.where = where, .name = "?", .wrong = {"这里应当是一个测试"}};
  StoryResult result{.where = where, .name = json::text_or_empty(json::find(story, "name")), .wrong = {}};
  auto wrong = tell(lawbook, cast, story);
  result.wrong = wrong ? std::move(*wrong) : Wrong{wrong.error().text};
  if (result.name.empty()) result.wrong.emplace_back("缺少“name”");
  return result;
}

// That the cast has what a rehearsal takes from it.
base::Result<json::Value> read_cast(const std::string& directory) {
  MJ_TRY(auto documents, read_documents(fs::path(directory) / "cast.yaml"));
  const json::Value* only = documents.size() == 1 ? &documents.front() : nullptr;
  const auto has = [&](const char* key, bool list) {
    const json::Value* part = only == nullptr || !only->is_object() ? nullptr : json::find(*only, key);
    return part != nullptr && (list ? json::strings(*part).has_value() : part->is_object());
  };
  if (!has("people", true) || !has("handlers", true) || !has("roles", false) || !has("fields", false)) {
    return base::fail("stories", "cast.yaml 应当有 people、handlers、roles、fields");
  }
  return std::move(documents.front());
}

base::Result<std::vector<fs::path>> files_of(const std::string& directory) {
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    const bool story = entry.path().extension() == ".yaml" && entry.path().filename() != "cast.yaml";
    if (story) files.push_back(entry.path());
  }
  if (error) return base::fail("stories", directory + "：" + error.message());
  std::ranges::sort(files);
  return files;
}

}  // namespace

base::Result<std::vector<StoryResult>> run_stories(const Lawbook& lawbook, const std::string& directory) {
  MJ_TRY(const json::Value cast, read_cast(directory));
  MJ_TRY(const auto files, files_of(directory));
  std::vector<StoryResult> results;
  std::set<std::string> names;
  for (const fs::path& path : files) {
    MJ_TRY(const auto stories, read_documents(path));
    for (const json::Value& story : stories) {
      results.push_back(run(lawbook, cast, path.filename().string(), story));
      if (!names.insert(results.back().name).second) results.back().wrong.emplace_back("同名的测试");
    }
  }
  return results;
}

}  // namespace law
