#include "further_checks.h"

#include <algorithm>
#include <map>

#include "disclosure/publication.h"
#include "unit_tree.h"

namespace office {
namespace {

namespace json = base::json;

/// The record of `stream` whose entry has the root `draft`, opened; nothing when there is none.
base::Result<std::optional<ledger::OpenedRecord>> draft_record(const Office& office,
                                                               const std::string& stream,
                                                               const std::string& draft) {
  MJ_TRY(const auto records, office.reader->stream(stream, 0));
  for (const auto& stored : records) {
    MJ_TRY(const auto revealed, ledger::verify_bundle(ledger::structure_bundle(stored)));
    if (base::base64(revealed.root) == draft)
      return ledger::open_record(stored, *office.data_keys, office.master);
  }
  return std::nullopt;
}

/// The form a draft was made by, under the draft's own edition.
const law::Form* form_of(const Office& office, const ledger::OpenedRecord& draft) {
  const auto edition = office.editions.find(json::text_or_empty(draft.find("rules")));
  const json::Value* form = draft.find("doc.form");
  if (!edition || form == nullptr) return nullptr;
  return edition->form(json::text_or_empty(json::find(*form, "form")));
}

using Refusals = base::Result<std::vector<law::Refusal>>;

Refusals check_publication(const Office& office, const law::Command& command) {
  MJ_TRY(const auto draft, draft_record(office, command.stream, command.draft));
  const law::Form* form = draft ? form_of(office, *draft) : nullptr;
  if (form == nullptr)
    return std::vector<law::Refusal>{{.code = "publication.draft_unknown",
                                      .say = "本案没有这份草案，或者它所用的文书格式在规则中找不到。",
                                      .source = {"行政处罚法 第四十八条"},
                                      .remedy = "请刷新页面，从已经决定的草案重新办理公示。"}};
  return disclosure::check_publication(*form, *draft, command.fields);
}

/// Whoever opens accounts must not open a second door to somebody's name (roles.md S11).
Refusals check_account(const Office& office, const law::Command& command) {
  const std::string login = json::text_or_empty(command.fields.if_contains("account.login"));
  const base::PersonId person(json::text_or_empty(command.fields.if_contains("account.person")));
  const auto refuse = [](std::string code, std::string say) {
    return std::vector<law::Refusal>{{.code = std::move(code),
                                      .say = std::move(say),
                                      .source = {"数据安全法 第二十七条"},
                                      .remedy = "一人一个账户；停用原账户后再开立新的"}};
  };
  if (office.roster->login_given(login) || office.credentials->holder_of(login))
    return refuse("account.login_taken", "这个登录名已经有人使用。");
  if (office.roster->has_account(person) || office.credentials->has_account(person))
    return refuse("account.person_has_one", "这个人已经有账户。");
  return std::vector<law::Refusal>{};
}

std::vector<law::Refusal> unit_refused(std::string code, std::string say, std::string remedy) {
  return {{.code = std::move(code),
           .say = std::move(say),
           .source = {"实施方案 四（一）"},
           .remedy = std::move(remedy)}};
}

/// A unit stands under one that stands, and not below itself.
Refusals check_unit(const Office& office, const law::Command& command) {
  const base::StreamId parent(json::text_or_empty(command.fields.if_contains("unit.parent")));
  if (parent.empty()) return std::vector<law::Refusal>{};
  MJ_TRY(const auto units, office.roster->units());
  if (std::ranges::find(units, parent, &people::Unit::id) == units.end())
    return unit_refused("unit.parent_unknown", "没有这个上级机构，或者它已经撤销。",
                        "请核对上级机构的编号。");
  if (is_within(units, parent, base::StreamId(command.stream)))
    return unit_refused("unit.circle", "机构不能设在自己或者自己的下级之下。", "请另选上级机构。");
  return std::vector<law::Refusal>{};
}

Refusals check_closing(const Office& office, const law::Command& command) {
  const base::StreamId unit(command.stream);
  MJ_TRY(const auto units, office.roster->units());
  MJ_TRY(const auto people, office.roster->everyone());
  if (std::ranges::find(units, unit, &people::Unit::parent) == units.end() &&
      std::ranges::find(people, unit, &people::Person::unit_id) == people.end())
    return std::vector<law::Refusal>{};
  return unit_refused("unit.not_empty", "机构里还有人员或者下级机构。", "请先调动人员、变更下级机构的上级。");
}

/// An officer belongs to a unit that stands.
Refusals check_officer(const Office& office, const law::Command& command) {
  const base::StreamId unit(json::text_or_empty(command.fields.if_contains("officer.unit")));
  MJ_TRY(const auto units, office.roster->units());
  if (std::ranges::find(units, unit, &people::Unit::id) != units.end()) return std::vector<law::Refusal>{};
  return unit_refused("officer.unit_unknown", "没有这个机构，或者它已经撤销。",
                      "请先设立机构，填写它的编号。");
}

using Check = Refusals (*)(const Office&, const law::Command&);
const std::map<std::string, Check, std::less<>> kChecks = {{"publish_decision", check_publication},
                                                           {"open_account", check_account},
                                                           {"set_up_unit", check_unit},
                                                           {"change_unit", check_unit},
                                                           {"close_unit", check_closing},
                                                           {"register_officer", check_officer},
                                                           {"move_officer", check_officer}};

}  // namespace

bool FurtherChecks::concern(std::string_view step) const {
  return kChecks.contains(step);
}

base::Result<std::vector<law::Refusal>> FurtherChecks::check(const law::Command& command) const {
  const auto check = kChecks.find(command.step);
  return check == kChecks.end() ? std::vector<law::Refusal>{} : check->second(office_, command);
}

}  // namespace office
