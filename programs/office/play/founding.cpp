// The town's founding: keys, officers, accounts, in the order in which each rests on the one before.

#include <ostream>

#include "crypto/cipher.h"
#include "crypto/sign_in.h"
#include "enrolment.h"
#include "play/player.h"

namespace office::play {
namespace {

constexpr std::string_view kDirector = "director";
constexpr std::string_view kLegalHead = "legal_head";
constexpr std::string_view kAdministrator = "administrator";

std::string fresh_stream() {
  return base::base64url(crypto::random_bytes(16));
}

}  // namespace

Player::Player(PlayerParts parts) : parts_(std::move(parts)) {}

base::Result<Person*> Player::person(const std::string& name) {
  if (const auto known = people_.find(name); known != people_.end()) return &known->second;
  const Townsman* townsman = parts_.town.named(name);
  if (townsman == nullptr) return base::fail("journey", "这里没有叫“" + name + "”的人");
  MJ_TRY(auto signed_in, Person::sign_in(parts_.address, townsman->login, parts_.town.passphrase));
  holders_[name] = signed_in.holder();
  return &people_.emplace(name, std::move(signed_in)).first->second;
}

base::Result<void> Player::set_clock(std::optional<base::Instant> now) {
  const Townsman* director = parts_.town.founder(kDirector);
  if (director == nullptr) return base::fail("journey", "没有主要负责人");
  MJ_TRY(Person * who, person(director->name));
  const json::Value value = now ? json::Value(base::format(*now)) : json::Value(nullptr);
  MJ_CHECK(who->send(http::Method::post, "/api/demo/clock", json::Object{{"now", value}}));
  if (holders_.size() > 1) return {};
  MJ_TRY(const auto people, who->get("/api/people"));  // a town founded earlier
  for (const auto& item : json::find(people, "people")->get_array())
    holders_[json::text_or_empty(json::find(item, "name"))] = json::text_or_empty(json::find(item, "holder"));
  return {};
}

base::Result<json::Value> Player::found(const std::string& who, const Found& record) {
  MJ_TRY(Person * actor, person(who));
  MJ_TRY(const auto clock, actor->get("/api/clock"));
  const law::Procedure* procedure = nullptr;
  for (const auto& candidate : parts_.lawbook.procedures())
    if (candidate.kind == record.kind && candidate.step(record.step) != nullptr) procedure = &candidate;
  const law::Step* step = procedure == nullptr ? nullptr : procedure->step(record.step);
  if (step == nullptr) return base::fail("journey", "规则中没有这一步：" + record.step);
  Draft draft =
      begin_draft(record.stream, *step, json::text_or_empty(json::find(clock, "now")), actor->key_id());
  for (const auto& member : record.fields)
    draft.fields.emplace_back(std::string(member.key()), member.value());
  MJ_TRY(const auto act, ledger::make_act(draft.fields, step->is_signed ? actor->key() : nullptr));
  MJ_TRY(const auto answer, actor->record(record.kind, record.stream, act, {}));
  if (!answer.recorded) return base::fail("founding", record.step + ": " + answer.words());
  return answer.body;
}

base::Result<void> Player::enrol(const json::Object& key_fields) {
  const std::string stream = fresh_stream();
  MJ_TRY(const auto receipt,
         found(parts_.town.founder(kDirector)->name, {"key", stream, "enrol_key", "key_keeper", key_fields}));
  MJ_CHECK(found(parts_.town.founder(kLegalHead)->name,
                 {"key",
                  stream,
                  "confirm_key",
                  "key_keeper",
                  {{"confirms", json::text_or_empty(json::find(receipt, "leaf"))}}}));
  return {};
}

base::Result<void> Player::enrol_townsman(const Townsman& townsman) {
  std::string holder;
  crypto::Sm2Key key = crypto::Sm2Key::generate();
  if (townsman.founder ==
      kAdministrator) {  // has an account and a key since `init`, but nobody vouched for it yet
    MJ_TRY(Person * who, person(townsman.name));
    holder = who->holder();
    MJ_TRY(key, crypto::Sm2Key::from_scalar(who->key()->scalar()));
  } else {
    holder = fresh_stream();
    holders_[townsman.name] = holder;
  }
  if (!townsman.has_key) return {};
  MJ_CHECK(enrol(enrolment_fields(enrolment_of(key, holder, townsman.roles))));
  if (townsman.founder.empty()) fresh_keys_.emplace(townsman.name, std::move(key));
  return {};
}

base::Result<void> Player::set_up_units() {
  const Townsman* personnel = parts_.town.with_role("roster_keeper");
  if (personnel == nullptr) return base::fail("journey", "没有人员管理岗");
  for (const auto& unit : parts_.town.units) {
    const std::string stream = fresh_stream();
    json::Object fields{{"unit.name", unit.name}};
    if (!unit.under.empty()) fields["unit.parent"] = units_[unit.under];
    MJ_CHECK(found(personnel->name, {"unit", stream, "set_up_unit", "roster_keeper", std::move(fields)}));
    units_[unit.name] = stream;
  }
  return {};
}

base::Result<void> Player::register_townsman(const Townsman& townsman) {
  const Townsman* personnel = parts_.town.with_role("roster_keeper");
  const std::string& holder = holders_[townsman.name];
  MJ_CHECK(found(personnel->name, {"officer",
                                   holder,
                                   "register_officer",
                                   "roster_keeper",
                                   {{"officer.name", townsman.name},
                                    {"officer.post", townsman.post},
                                    {"officer.unit", units_[townsman.unit]}}}));
  if (!townsman.certificate) return {};
  MJ_CHECK(found(personnel->name, {"officer",
                                   holder,
                                   "issue_certificate",
                                   "roster_keeper",
                                   {{"certificate.area", townsman.certificate->area},
                                    {"certificate.category", townsman.certificate->category},
                                    {"certificate.from", townsman.certificate->from},
                                    {"certificate.no", townsman.certificate->no},
                                    {"certificate.to", townsman.certificate->to}}}));
  return {};
}

base::Result<void> Player::found_town(const json::Value& sealer) {
  const Townsman* director = parts_.town.founder(kDirector);
  const Townsman* legal_head = parts_.town.founder(kLegalHead);
  const Townsman* administrator = parts_.town.founder(kAdministrator);
  if (director == nullptr || legal_head == nullptr || administrator == nullptr)
    return base::fail("journey", "缺少主要负责人、法制机构负责人或系统管理员");
  MJ_CHECK(set_clock(parts_.town.opens));
  MJ_CHECK(person(legal_head->name));
  MJ_CHECK(found(director->name, {"law",
                                  fresh_stream(),
                                  "adopt_edition",
                                  "key_keeper",
                                  {{"law.edition", parts_.lawbook.rules()}, {"law.reason", "立"}}}));
  MJ_CHECK(enrol(enrolment_fields(sealer.get_object())));
  MJ_CHECK(enrol_townsman(*administrator));
  for (const auto& townsman : parts_.town.people)
    if (townsman.founder.empty()) MJ_CHECK(enrol_townsman(townsman));
  for (const auto& townsman : parts_.town.people)
    if (townsman.founder.empty()) MJ_CHECK(open_account(townsman));
  MJ_CHECK(set_up_units());
  for (const auto& townsman : parts_.town.people) MJ_CHECK(register_townsman(townsman));
  parts_.out << parts_.town.title << "：" << parts_.town.people.size() << " 人，钥匙、账户、证件已登记\n";
  return {};
}

/// Account and first password; its owner then chooses his own, with his key where he has one already.
base::Result<void> Player::open_account(const Townsman& townsman) {
  const std::string& administrator = parts_.town.founder(kAdministrator)->name;
  MJ_CHECK(found(administrator, {"account",
                                 fresh_stream(),
                                 "open_account",
                                 "administrator",
                                 {{"account.login", townsman.login},
                                  {"account.person", holders_[townsman.name]},
                                  {"account.unit", townsman.unit}}}));
  MJ_TRY(Person * machine, person(administrator));
  const std::string first = base::hex(crypto::random_bytes(8));
  MJ_CHECK(machine->send(
      http::Method::post, "/api/credentials",
      json::Object{{"login", townsman.login}, {"password", crypto::sign_in_secret(townsman.login, first)}}));
  const auto key = fresh_keys_.extract(townsman.name);
  MJ_TRY(auto owner, Person::arrive(parts_.address, townsman.login, first, parts_.town.passphrase,
                                    key.empty() ? nullptr : &key.mapped()));
  people_.insert_or_assign(townsman.name, std::move(owner));
  return {};
}

}  // namespace office::play
