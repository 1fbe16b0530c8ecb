#include "ledger/keys.h"

#include <algorithm>

#include "chain_parts.h"
#include "ledger/act.h"

namespace ledger {
namespace {

constexpr std::string_view kKeeper = "key_keeper";

std::unexpected<base::Error> refuse(std::string what) {
  return base::fail("key", std::move(what));
}

bool are_roles(const std::vector<std::string>& roles) {
  return !roles.empty() && std::ranges::all_of(roles, [](const auto& role) { return is_step_code(role); }) &&
         std::ranges::adjacent_find(roles, std::greater_equal<>{}) == roles.end();
}

/// Every act on a key is signed and shows its full structure.
const ChainRules& key_rules() {
  static const StepMarks kSigned{.course_public = true, .is_signed = true, .draft = false, .seen = false};
  static const ChainRules rules{.marks = [](std::string_view, std::string_view) { return &kSigned; },
                                .edition_known = {},
                                .course_fields = {},
                                .private_fields_allowed = true,
                                .is_void = {}};
  return rules;
}

base::Result<OpenedChain> open_key_stream(std::span<const KeyDirectory::KeyRecord> stream) {
  if (stream.size() < 2 || stream.size() > 3)
    return refuse("a key stream is an enrolment, its confirmation and at most a retirement");
  std::vector<OpenedBundle> records;
  for (const auto& record : stream) records.push_back({record.index, record.all_digests, record.revealed});
  auto chain = open_chain(std::move(records), View::full, key_rules());
  if (!chain) return refuse(chain.error().text);
  if (const auto course = check_course(*chain); !course)
    return refuse(course.error().code + ": " + course.error().text);
  return chain;
}

/// The act number `i` is `step`, done in the role of a key keeper by a key that has it.
base::Result<void> check_keeper_act(const OpenedChain& chain, std::size_t i, std::string_view step,
                                    const KeyDirectory& keys) {
  const ChainStep& act = chain.steps[i];
  if (act.step != step || act.role != kKeeper)
    return refuse("expected " + std::string(step) + " in the role of a key keeper");
  if (const auto actor = check_actor(act, keys); !actor) return refuse(actor.error().text);
  if (const auto signature = check_signature(act, chain.digests[i], keys); !signature)
    return refuse(signature.error().text);
  return {};
}

/// What the enrolment says of the new key, possession proven.
base::Result<std::pair<std::string, EnrolledKey>> described_key(const ChainStep& enrol) {
  const auto text = [&](std::string_view name) { return json::text_or_empty(enrol.revealed.find(name)); };
  const auto pub = base::from_base64(text("key.pub"));
  const auto proof = base::from_base64(text("key.proof"));
  const json::Value* roles_value = enrol.revealed.find("key.roles");
  if (!pub || pub->size() != kPublicKeyBytes || !proof || roles_value == nullptr)
    return refuse("the enrolment lacks key, proof or roles");
  const auto roles = json::strings(*roles_value);
  if (!roles || !are_roles(*roles)) return refuse("key.roles is not an ascending list of roles");
  const std::string id = text("key.id");
  const std::string holder = text("key.holder");
  if (id != key_id(*pub) || !is_stream_id(holder)) return refuse("key.id or key.holder does not fit");
  if (!crypto::sm2_verify(*pub, enrol_message(holder, id, *roles), *proof))
    return refuse("the new key was not shown to be in its holder's possession");
  return std::pair{id, EnrolledKey{*pub, holder, *roles, std::nullopt, std::nullopt}};
}

base::Result<std::pair<std::string, EnrolledKey>> confirmed_key(const OpenedChain& chain,
                                                                const KeyDirectory& keys) {
  MJ_CHECK(check_keeper_act(chain, 0, "enrol_key", keys));
  MJ_CHECK(check_keeper_act(chain, 1, "confirm_key", keys));
  const ChainStep& enrol = chain.steps[0];
  const ChainStep& confirm = chain.steps[1];
  if (json::text_or_empty(confirm.revealed.find("confirms")) != base::base64(enrol.revealed.leaf))
    return refuse("the confirmation names another record");
  // Two keys of one holder are one person: nobody enrols a key alone.
  if (keys.good_at(enrol.actor, enrol.index)->holder == keys.good_at(confirm.actor, confirm.index)->holder)
    return refuse("enrolled and confirmed by one person");
  MJ_TRY(auto key, described_key(enrol));
  key.second.good_from = confirm.index;
  return key;
}

bool same_enrolment(const EnrolledKey& a, const EnrolledKey& b) {
  return a.pub == b.pub && a.holder == b.holder && a.roles == b.roles && a.good_from == b.good_from;
}

/// Something that changes the directory, at the index from which it counts.
struct KeyEvent {
  std::uint64_t index;
  const std::vector<KeyDirectory::KeyRecord>* stream;
  bool is_retirement;
};

base::Result<void> apply(const KeyEvent& event, KeyDirectory& keys) {
  const auto& stream = *event.stream;
  if (!event.is_retirement) return keys.enrol({stream.begin(), stream.begin() + 2});
  MJ_TRY(const OpenedChain chain, open_key_stream(stream));
  MJ_CHECK(check_keeper_act(chain, 2, "retire_key", keys));
  keys.retire(json::text_or_empty(chain.steps[0].revealed.find("key.id")), event.index);
  return {};
}

}  // namespace

json::Value to_json(const RootKey& key) {
  return json::Object{{"holder", key.holder},
                      {"id", key.id},
                      {"pub", base::base64(key.pub)},
                      {"roles", json::string_array(key.roles)}};
}

base::Result<RootKey> root_key_from_json(const json::Value& value) {
  if (!json::has_exactly(value, {"holder", "id", "pub", "roles"}))
    return base::fail("root_key", "a root key has holder, id, pub and roles");
  const auto pub = base::from_base64(json::text_or_empty(json::find(value, "pub")));
  const auto roles = json::strings(value.at("roles"));
  RootKey key{json::text_or_empty(json::find(value, "id")), pub.value_or(Bytes()),
              json::text_or_empty(json::find(value, "holder")), roles.value_or(std::vector<std::string>())};
  if (key.pub.size() != kPublicKeyBytes || key.id != key_id(key.pub) || !is_stream_id(key.holder) ||
      !are_roles(key.roles))
    return base::fail("root_key", "a root key is malformed or its id does not fit");
  return key;
}

Bytes enrol_message(std::string_view holder, std::string_view key_id, const std::vector<std::string>& roles) {
  return "mingjing-enrol/v1\n" +
         json::canonical(
             json::Object{{"holder", holder}, {"key", key_id}, {"roles", json::string_array(roles)}});
}

Bytes possession_message(std::string_view challenge, std::string_view key_id, std::string_view login) {
  return "mingjing-possession/v1\n" +
         json::canonical(json::Object{{"challenge", challenge}, {"key", key_id}, {"login", login}});
}

KeyDirectory::KeyDirectory(const std::vector<RootKey>& roots) {
  for (const RootKey& root : roots)
    keys_.emplace(root.id, EnrolledKey{root.pub, root.holder, root.roles, std::nullopt, std::nullopt});
}

const EnrolledKey* KeyDirectory::good_at(std::string_view id, std::uint64_t index) const {
  const auto found = keys_.find(id);
  if (found == keys_.end()) return nullptr;
  const EnrolledKey& key = found->second;
  if (key.good_from && index <= *key.good_from) return nullptr;
  if (key.retired_from && index > *key.retired_from) return nullptr;
  return &key;
}

bool KeyDirectory::granted(std::string_view id, std::string_view role, std::uint64_t index) const {
  const EnrolledKey* key = good_at(id, index);
  return key != nullptr && std::ranges::find(key->roles, role) != key->roles.end();
}

const std::map<std::string, EnrolledKey, std::less<>>& KeyDirectory::all() const {
  return keys_;
}

base::Result<void> KeyDirectory::enrol(const std::vector<KeyRecord>& stream) {
  MJ_TRY(const OpenedChain chain, open_key_stream(stream));
  MJ_TRY(const auto key, confirmed_key(chain, *this));
  KeyDirectory next = *this;
  const auto [place, is_new] = next.keys_.try_emplace(key.first, key.second);
  if (!is_new && !same_enrolment(place->second, key.second))
    return refuse("the key is enrolled already by other records");
  if (stream.size() == 3) {
    MJ_CHECK(check_keeper_act(chain, 2, "retire_key", next));
    next.retire(place->first, stream[2].index);
  }
  *this = std::move(next);
  return {};
}

void KeyDirectory::retire(std::string_view id, std::uint64_t index) {
  const auto found = keys_.find(id);
  if (found == keys_.end()) return;
  found->second.retired_from = std::min(index, found->second.retired_from.value_or(index));
}

base::Result<KeyDirectory::KeyRecord> open_key_record(std::uint64_t index, Bundle bundle) {
  MJ_TRY(Revealed revealed, verify_bundle(bundle));
  return KeyDirectory::KeyRecord{index, std::move(revealed), std::move(bundle.digests)};
}

base::Result<KeyDirectory> enrol_all(const std::vector<RootKey>& roots,
                                     std::vector<std::vector<KeyDirectory::KeyRecord>> streams) {
  std::vector<KeyEvent> events;
  for (const auto& stream : streams) {
    if (stream.size() < 2 || stream.size() > 3)
      return refuse("a key stream is an enrolment, its confirmation and at most a retirement");
    events.push_back({stream[1].index, &stream, false});
    if (stream.size() == 3) events.push_back({stream[2].index, &stream, true});
  }
  // A retirement waits for its own index: its signer may have been enrolled after the key it ends.
  std::ranges::stable_sort(events, {}, &KeyEvent::index);
  KeyDirectory keys(roots);
  for (const KeyEvent& event : events) MJ_CHECK(apply(event, keys));
  return keys;
}

}  // namespace ledger
