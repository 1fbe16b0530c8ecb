// Steps of a journey about somebody's key: made and proven at his own client, proposed by one keeper,
// confirmed by another, retired.

#include <ostream>

#include "crypto/cipher.h"
#include "enrolment.h"
#include "play/player.h"

namespace office::play {

base::Result<Player::Signer> Player::signer_of(const Case& story, const JourneyStep& step, Person& actor) {
  if (step.signed_by == kNobody) return Signer{nullptr, actor.key_id()};
  if (step.signed_by.empty()) return Signer{actor.key(), actor.key_id()};
  if (const auto made = story.keys.find(step.signed_by); made != story.keys.end())
    return Signer{&made->second.key, ledger::key_id(made->second.key.public_key())};
  MJ_TRY(const Person* other, person(step.signed_by));
  return Signer{other->key(), other->key_id()};
}

base::Result<void> Player::keep_key(const MadeKey& made) {
  const Townsman* townsman = parts_.town.named(made.holder);
  if (townsman == nullptr) return base::fail("journey", "这里没有叫“" + made.holder + "”的人");
  const std::string& passphrase = parts_.town.passphrase;
  MJ_TRY(auto owner, Person::sign_in(parts_.address, townsman->login, passphrase));
  if (owner.arriving()) {  // no good key has vouched for his password: this one does
    MJ_TRY(owner, Person::arrive(parts_.address, townsman->login, passphrase, passphrase, &made.key));
  } else {
    const std::string wrapped = crypto::wrap_key(made.key.scalar(), passphrase);
    MJ_CHECK(owner.send(http::Method::put, "/api/me/key",
                        json::Object{{"id", ledger::key_id(made.key.public_key())}, {"wrapped", wrapped}}));
  }
  people_.erase(made.holder);  // signs in again, with the new key
  return {};
}

base::Result<json::Object> Player::key_fields(Case& story, const JourneyStep& step) {
  if (step.step == "enrol_key") {
    const std::string name = json::text_or_empty(step.fields.if_contains("key.holder"));
    const auto holder = holders_.find(name);
    const json::Value* roles = step.fields.if_contains("key.roles");
    if (holder == holders_.end() || roles == nullptr)
      return base::fail("journey", "登记密钥要写明 key.holder 和 key.roles");
    MJ_TRY(auto granted, json::strings(*roles));
    const auto made = story.keys.insert_or_assign(
        step.key, MadeKey{crypto::Sm2Key::generate(), name, base::base64url(crypto::random_bytes(16)), {}});
    return enrolment_fields(enrolment_of(made.first->second.key, holder->second, std::move(granted)));
  }
  const auto made = story.keys.find(step.key);
  if (made == story.keys.end()) return base::fail("journey", "还没有叫“" + step.key + "”的密钥");
  if (step.step == "confirm_key") return json::Object{{"confirms", made->second.leaf}};
  return step.fields;
}

base::Result<bool> Player::play_key_step(Case& story, const JourneyStep& step) {
  MJ_TRY(Person * actor, person(step.as));
  const law::Procedure* procedure = parts_.lawbook.procedure("key", base::date_of(step.at));
  const law::Step* definition = procedure == nullptr ? nullptr : procedure->step(step.step);
  if (definition == nullptr) return base::fail("journey", "不是密钥的步骤：" + step.step);
  MJ_TRY(const json::Object fields, key_fields(story, step));
  MadeKey& made = story.keys.at(step.key);
  MJ_TRY(const Signer signer, signer_of(story, step, *actor));
  Draft draft = begin_draft(made.stream, *definition, base::format(step.at), signer.id);
  for (const auto& field : fields) draft.fields.emplace_back(std::string(field.key()), field.value());
  MJ_TRY(const auto act, ledger::make_act(draft.fields, signer.key));
  MJ_TRY(const auto answer, actor->record("key", made.stream, act, {}));
  const bool as_told = report(step, *definition, answer);
  if (!answer.recorded) return as_told;
  if (step.step == "enrol_key") made.leaf = json::text_or_empty(json::find(answer.body, "leaf"));
  if (step.step == "confirm_key") MJ_CHECK(keep_key(made));
  return as_told;
}

}  // namespace office::play
