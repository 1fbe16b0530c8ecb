#pragma once
// One file of the lawbook → values. Problems go to the file; what is returned is complete only without any.

#include "law/calendar.h"
#include "law/form.h"
#include "yaml.h"

namespace law {

/// Titles of roles and capacities (roles.yaml).
struct Cast {
  std::map<std::string, std::string, std::less<>> roles;
  std::map<std::string, std::string, std::less<>> capacities;
};

[[nodiscard]] Cast load_cast(const LawFile& file, const YAML::Node& node);
[[nodiscard]] Form load_form(const LawFile& file, const YAML::Node& node);
/// Fields of an inline form, or of a file's.
[[nodiscard]] std::vector<FormField> load_fields(const LawFile& file, const YAML::Node& node);
[[nodiscard]] Guard load_guard(const LawFile& file, const YAML::Node& node);
/// A list of guards, or `{all: […]}`.
[[nodiscard]] std::vector<Guard> load_guards(const LawFile& file, const YAML::Node& node);
/// `inline_forms` gets the forms that steps carry in themselves.
[[nodiscard]] Procedure load_procedure(const LawFile& file, const YAML::Node& node,
                                       std::vector<Form>& inline_forms);
[[nodiscard]] Proof load_proof(const LawFile& file, const YAML::Node& node);
void load_calendar(const LawFile& file, const YAML::Node& node, WorkCalendar& calendar);

/// Names in `procedure` that nothing declares, guards without words.
void check_names(const LawFile& file, const YAML::Node& node, const Procedure& procedure, const Cast& cast);

/// Where a step of a procedure's file stands, for messages.
[[nodiscard]] YAML::Node step_node(const YAML::Node& procedure, const std::string& step);

}  // namespace law
