// One record of a chain: the types of the reserved names, and its signature (transparency-log.md §3b, §3c).

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "chain_parts.h"
#include "disclosure_parts.h"
#include "ledger/act.h"
#include "ledger/reserved.h"

namespace ledger {
namespace {

constexpr std::size_t kStreamIdBytes = 16;
constexpr std::size_t kSignatureBytes = 64;

bool is_stream(const json::Value& value) {
  return value.is_string() && is_stream_id(json::text_or_empty(&value));
}
bool is_code_value(const json::Value& value) {
  return value.is_string() && is_step_code(json::text_or_empty(&value));
}
bool is_instant(const json::Value& value) {
  return value.is_string() && base::parse_instant(json::text_or_empty(&value)).has_value();
}
bool is_position(const json::Value& value) {
  return value.is_int64() && value.get_int64() >= 0;
}
bool is_hash_or_empty(const json::Value& value) {
  return value.is_string() && (value.get_string().empty() || is_hash(value));
}
bool is_signature(const json::Value& value) {
  if (!json::has_exactly(value, {"key", "sig"}) || !is_hash(value.at("key"))) return false;
  const auto bytes = base::from_base64(json::text_or_empty(&value.at("sig")));
  return bytes && bytes->size() == kSignatureBytes;
}
bool is_holders(const json::Value& value) {
  return value.is_array() && std::ranges::all_of(value.get_array(), is_stream);
}

struct TypedName {
  std::string_view name;
  bool (*has_type)(const json::Value&);
};
constexpr auto kTyped = std::to_array<TypedName>({{"stream", is_stream},
                                                  {"step", is_code_value},
                                                  {"at", is_instant},
                                                  {"actor", is_hash},
                                                  {"role", is_code_value},
                                                  {"draft", is_hash},
                                                  {"pos", is_position},
                                                  {"prev", is_hash_or_empty},
                                                  {"rules", is_hash},
                                                  {"recorded", is_instant},
                                                  {"sig", is_signature},
                                                  {"handlers", is_holders},
                                                  {"confirms", is_hash},
                                                  {"seen", is_hash}});

base::Instant instant_of(const Revealed& revealed, std::string_view name) {
  return base::parse_instant(json::text_or_empty(revealed.find(name))).value_or(base::Instant{});
}

void fill(ChainStep& step, Revealed revealed) {
  const auto text = [&](std::string_view name) { return json::text_or_empty(revealed.find(name)); };
  const json::Value* pos = revealed.find("pos");
  step.pos = pos != nullptr && is_position(*pos) ? pos->get_int64() : -1;
  step.hidden = revealed.find("step") == nullptr;
  step.stream = text("stream");
  step.prev = text("prev");
  step.step = text("step");
  step.actor = text("actor");
  step.role = text("role");
  step.draft = text("draft");
  step.rules = text("rules");
  step.seen = text("seen");
  step.at = instant_of(revealed, "at");
  step.recorded = instant_of(revealed, "recorded");
  step.revealed = std::move(revealed);
}

/// All digests but those of the five that came after the signature.
std::vector<Hash> act_set_of(const Revealed& revealed, std::span<const Hash> digests) {
  std::vector<Hash> added;
  for (std::size_t i = 0; i < revealed.fields.size(); ++i)
    if (is_among(kAddedByRegistrar, revealed.fields[i].name)) added.push_back(revealed.digests[i]);
  std::ranges::sort(added);
  std::vector<Hash> out;
  std::ranges::set_difference(digests, added, std::back_inserter(out));
  return out;
}

}  // namespace

bool is_stream_id(std::string_view text) {
  const auto bytes = base::from_base64url(text);
  return bytes && bytes->size() == kStreamIdBytes;
}

bool is_hash(std::string_view text) {
  return base::hash_from_base64(text).has_value();
}

bool is_hash(const json::Value& value) {
  return value.is_string() && is_hash(json::text_or_empty(&value));
}

bool is_step_code(std::string_view text) {
  return is_code(text, 64, '_');
}

base::Error refusal_at(std::string code, std::int64_t pos, std::string_view what) {
  return {std::move(code), fmt::format("position {}: {}", pos, what)};
}

base::Result<ChainStep> read_step(OpenedBundle record, std::int64_t place) {
  for (const TypedName& typed : kTyped) {
    const json::Value* value = record.revealed.find(typed.name);
    if (value != nullptr && !typed.has_type(*value))
      return std::unexpected(refusal_at("bundle", place, fmt::format("{} has another type", typed.name)));
  }
  ChainStep step;
  step.index = record.index;
  fill(step, std::move(record.revealed));
  return step;
}

base::Result<void> check_actor(const ChainStep& step, const KeyDirectory& keys) {
  const json::Value* sig = step.revealed.find("sig");
  if (sig == nullptr) return {};
  if (json::text_or_empty(json::find(*sig, "key")) != step.actor)
    return std::unexpected(refusal_at("actor", step.pos, "signed with another key than the actor's"));
  if (keys.good_at(step.actor, step.index) == nullptr)
    return std::unexpected(refusal_at("actor", step.pos, "the key was not enrolled or was retired"));
  if (!keys.granted(step.actor, step.role, step.index))
    return std::unexpected(refusal_at("actor", step.pos, "the key does not have the role " + step.role));
  return {};
}

base::Result<void> check_signature(const ChainStep& step, std::span<const Hash> digests,
                                   const KeyDirectory& keys) {
  const json::Value* sig = step.revealed.find("sig");
  if (sig == nullptr) return {};
  const std::vector<Hash> act_set = act_set_of(step.revealed, digests);
  if (act_set.size() + kAddedByRegistrar.size() != digests.size())
    return std::unexpected(refusal_at("sig", step.pos, "not exactly five digests were added to the act"));
  const EnrolledKey* key = keys.good_at(step.actor, step.index);
  const auto signature = base::from_base64(json::text_or_empty(json::find(*sig, "sig")));
  if (key == nullptr || !signature || !keys.verify(*key, act_message(act_set, step.actor), *signature))
    return std::unexpected(refusal_at("sig", step.pos, "the signature does not fit the act"));
  return {};
}

base::Result<void> check_authority(std::uint64_t index, const Revealed& revealed,
                                   std::span<const Hash> digests, const KeyDirectory& keys) {
  if (revealed.find("sig") == nullptr) return {};
  ChainStep step;
  step.index = index;
  fill(step, revealed);
  MJ_CHECK(check_actor(step, keys));
  return check_signature(step, digests, keys);
}

}  // namespace ledger
