#include "content.h"

#include <fmt/format.h>

#include <algorithm>

#include "load.h"
#include "reserved.h"

namespace law {
namespace {

constexpr std::string_view kYaml = ".yaml";
constexpr std::size_t kProblemsShown = 200;

// Reads in the order in which files need each other.
class Reader {
 public:
  explicit Reader(const std::map<std::string, std::string>& files) {
    for (const auto& [path, text] : files) {
      const LawFile file(path, problems_);
      if (path.ends_with(kYaml)) {
        nodes_.emplace_back(file, parse_yaml(file, text));
      } else {
        problems_.push_back(fmt::format("{}:1: 执法规则只有 .yaml 文件", path));
      }
    }
  }

  base::Result<LawbookContent> read() {
    each("roles.yaml", [&](const LawFile& file, const YAML::Node& node) { cast_ = load_cast(file, node); });
    each("calendar/",
         [&](const LawFile& file, const YAML::Node& node) { load_calendar(file, node, content_.calendar); });
    each("layouts/", [&](const LawFile& file, const YAML::Node& node) {
      content_.layouts[name_of(file.path().substr(8))] = to_json(file, node);
    });
    each("forms/",
         [&](const LawFile& file, const YAML::Node& node) { add(file, node, load_form(file, node)); });
    each("procedures/", [&](const LawFile& file, const YAML::Node& node) { procedure(file, node); });
    data();
    check_layouts();
    check_editions();
    if (problems_.empty()) return std::move(content_);
    return base::fail("lawbook", joined());
  }

 private:
  static std::string name_of(const std::string& path) { return path.substr(0, path.size() - kYaml.size()); }

  template <class Function>
  void each(std::string_view prefix, Function function) {
    for (auto& [file, node] : nodes_) {
      if (!file.path().starts_with(prefix)) continue;
      read_.insert(file.path());
      if (node.IsDefined()) guarded(file, node, function);
    }
  }

  // yaml-cpp throws where a node is used as what it is not; that is a problem of the file.
  template <class Function>
  void guarded(const LawFile& file, const YAML::Node& node, Function function) {
    try {
      function(file, node);
    } catch (const YAML::Exception& error) {
      problems_.push_back(fmt::format("{}:{}: {}", file.path(), error.mark.line + 1, error.msg));
    }
  }

  void add(const LawFile& file, const YAML::Node& node, Form form) {
    for (const FormField& field : form.fields) {
      const bool course = field.visibility == Visibility::course;
      const auto [known, fresh] = visibility_.emplace(field.name, course);
      // The witness knows structure by field name (transparency-log.md §3b).
      if (!fresh && known->second != course) {
        file.problem(node, fmt::format("“{}”在一处是 course，在另一处不是", field.name));
      }
      if (course) content_.course_fields.insert(field.name);
    }
    const std::string name = form.name;
    if (!content_.forms.emplace(name, std::move(form)).second) {
      file.problem(node, fmt::format("表单“{}”重复", name));
    }
  }

  void procedure(const LawFile& file, const YAML::Node& node) {
    std::vector<Form> inline_forms;
    Procedure procedure = load_procedure(file, node, inline_forms);
    for (Form& form : inline_forms) add(file, node, std::move(form));
    for (Step& step : procedure.steps) {
      bind(file, node, step);
      mark(file, node, step);
    }
    procedure.titles = cast_.roles;
    procedure.titles.insert(cast_.capacities.begin(), cast_.capacities.end());
    check_names(file, node, procedure, cast_);
    content_.procedures.push_back(std::move(procedure));
  }

  void bind(const LawFile& file, const YAML::Node& node, Step& step) {
    if (step.form.empty()) return;
    const auto form = content_.forms.find(step.form);
    if (form == content_.forms.end()) {
      file.problem(step_node(node, step.name), fmt::format("没有表单“{}”", step.form));
      return;
    }
    step.definition = std::make_shared<const Form>(form->second);
  }

  void mark(const LawFile& file, const YAML::Node& node, const Step& step) {
    const ledger::StepMarks marks{.course_public = step.course == Course::open,
                                  .is_signed = step.is_signed,
                                  .draft = step.draft && !step.draft->makes,
                                  .seen = step.seen};
    const auto [known, fresh] = content_.marks.emplace(step.name, marks);
    const ledger::StepMarks& other = known->second;
    const bool same = other.course_public == marks.course_public && other.is_signed == marks.is_signed &&
                      other.draft == marks.draft && other.seen == marks.seen;
    if (!fresh && !same) {
      file.problem(step_node(node, step.name),
                   fmt::format("步骤“{}”与另一程序中的同名步骤不一致", step.name));
    }
  }

  void data() {
    for (const auto& [file, node] : nodes_) {
      if (read_.contains(file.path()) || !node.IsDefined()) continue;
      guarded(file, node, [&](const LawFile& of, const YAML::Node& root) {
        content_.data[name_of(of.path())] = to_json(of, root);
      });
    }
  }

  void check_layouts() {
    for (const auto& [name, form] : content_.forms) {
      if (!form.layout.empty() && !content_.layouts.contains(form.layout)) {
        problems_.push_back(fmt::format("forms: 表单“{}”的版式“{}”不存在", name, form.layout));
      }
    }
  }

  // `law check` property editions_do_not_overlap.
  void check_editions() {
    const auto& all = content_.procedures;
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t j = i + 1; j < all.size(); ++j) {
        const bool apart = (all[i].to && *all[i].to < all[j].from) || (all[j].to && *all[j].to < all[i].from);
        if (all[i].id == all[j].id && !apart) {
          problems_.push_back(
              fmt::format("procedures: “{}”的两个版本日期重叠 [editions_do_not_overlap]", all[i].id));
        }
      }
    }
  }

  [[nodiscard]] std::string joined() const {
    std::string text;
    for (std::size_t i = 0; i < std::min(problems_.size(), kProblemsShown); ++i) {
      text += (i == 0 ? "" : "\n") + problems_[i];
    }
    return text;
  }

  std::vector<std::string> problems_;
  std::vector<std::pair<LawFile, YAML::Node>> nodes_;
  std::set<std::string> read_;
  std::map<std::string, bool> visibility_;
  Cast cast_;
  LawbookContent content_;
};

}  // namespace

base::Result<LawbookContent> read_content(const std::map<std::string, std::string>& files) {
  auto content = Reader(files).read();
  if (content) {
    for (const std::string_view name : {kConfirms, kHandlers, kProcedure, kSeen})
      content->course_fields.emplace(name);
  }
  return content;
}

}  // namespace law
