// Steps of a journey about a record of its case that was unlawful: the head says so, the supervising
// authority confirms.

#include "crypto/cipher.h"
#include "play/player.h"

namespace office::play {

base::Result<json::Object> Player::incident_fields(Case& story, const JourneyStep& step, Person& actor) {
  if (step.step == "confirm_incident") return json::Object{{"confirms", story.incident_leaf}};
  MJ_TRY(const auto state, state_of(story, actor));
  const json::Value* record = record_of_step(state, step.about);
  if (record == nullptr) return base::fail("journey", "本案没有 about 所说的步骤：" + step.about);
  MJ_TRY(const std::int64_t index, json::int_member(*record, "index"));
  MJ_TRY(const std::string leaf, json::string_member(*record, "leaf"));
  json::Object fields = step.fields;
  fields["incident.index"] = index;
  fields["incident.leaf"] = leaf;
  return fields;
}

base::Result<bool> Player::play_incident_step(Case& story, const JourneyStep& step) {
  MJ_TRY(Person * actor, person(step.as));
  const law::Procedure* procedure = parts_.lawbook.procedure("incident", base::date_of(step.at));
  const law::Step* definition = procedure == nullptr ? nullptr : procedure->step(step.step);
  if (definition == nullptr) return base::fail("journey", "规则中没有这一步：" + step.step);
  if (definition->opens) story.incident = base::base64url(crypto::random_bytes(16));
  MJ_TRY(const json::Object fields, incident_fields(story, step, *actor));
  Draft draft = begin_draft(story.incident, *definition, base::format(step.at), actor->key_id());
  for (const auto& field : fields) draft.fields.emplace_back(std::string(field.key()), field.value());
  MJ_TRY(const auto act, ledger::make_act(draft.fields, actor->key()));
  MJ_TRY(const auto answer, actor->record("incident", story.incident, act, {}));
  const bool as_told = report(step, *definition, answer);
  if (answer.recorded && definition->opens)
    story.incident_leaf = json::text_or_empty(json::find(answer.body, "leaf"));
  return as_told;
}

}  // namespace office::play
