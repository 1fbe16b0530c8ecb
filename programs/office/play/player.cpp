#include "play/player.h"

#include <algorithm>
#include <chrono>
#include <ostream>
#include <thread>

#include "crypto/cipher.h"
#include "disclosure/publication.h"

namespace office::play {
namespace {

constexpr int kDocumentWaits = 300;
constexpr std::chrono::milliseconds kDocumentWait{100};

std::string fresh_stream() {
  return base::base64url(crypto::random_bytes(16));
}

json::Object texts_json(const std::map<std::string, ledger::KeptText>& texts) {
  json::Object out;
  for (const auto& [name, text] : texts)
    out[name] = json::Object{{"body", text.body}, {"seed", base::base64(text.seed)}};
  return out;
}

}  // namespace

const json::Value* record_of_step(const json::Value& state, std::string_view step) {
  const json::Value* records = json::find(state, "records");
  if (records == nullptr || !records->is_array()) return nullptr;
  const json::Value* found = nullptr;
  for (const auto& record : records->get_array())
    if (json::text_or_empty(json::find(record, "step")) == step) found = &record;
  return found;
}

Surroundings Player::around(Person& actor, base::Instant now) {
  return {.lawbook = parts_.lawbook,
          .now = now,
          .files = parts_.files,
          .holder_of = [this](const std::string& name) -> base::Result<std::string> {
            if (const auto known = holders_.find(name); known != holders_.end()) return known->second;
            return base::fail("journey", "这里没有叫“" + name + "”的人");
          },
          .upload = [&actor](const base::Bytes& bytes) { return actor.upload(bytes); }};
}

/// Of a stream that nobody has opened, or that this person may not see: as if it were empty; what he sends is
/// the office's to refuse.
base::Result<json::Value> Player::state_of(Case& story, Person& actor) {
  auto state = actor.get("/api/streams/case/" + story.stream);
  if (!state && (state.error().code == "api.unknown_stream" || state.error().code == "api.forbidden"))
    return json::Value(json::Object{{"head", ""}, {"next_pos", 0}});
  return state;
}

/// What the newest record said that this step must repeat: the fingerprint of the document that is served.
base::Result<json::Value> Player::repeated(const Case& story, const law::Repeat& repeat, Person& actor,
                                           const json::Value& state) {
  const json::Value* said = record_of_step(state, repeat.of);
  if (said == nullptr) return json::Value(std::string(44, 'A'));  // a journey may try to serve what never was
  const std::string pos = std::to_string(json::int_member(*said, "pos").value_or(0));
  MJ_TRY(const auto record, actor.get("/api/streams/case/" + story.stream + "/records/" + pos));
  const json::Value* value = json::find(*json::find(record, "fields"), repeat.field);
  if (value == nullptr) return base::fail("journey", repeat.of + "没有" + repeat.field);
  return *value;
}

/// Why the order of this case waits, "" while the office has not heard of it.
base::Result<std::string> Player::reason_to_wait(Case& story, Person& actor) {
  MJ_TRY(const auto documents, actor.get("/api/documents"));
  MJ_TRY(const json::Array* waiting, json::array_member(documents, "waiting"));
  for (const auto& order : *waiting)
    if (json::text_or_empty(json::find(order, "stream")) == story.stream)
      return json::text_or_empty(json::find(order, "code"));
  return std::string();
}

base::Result<void> Player::wait_for_document(Case& story, const std::string& unsealed, Person& actor) {
  std::string why;
  for (int i = 0; i < kDocumentWaits; ++i) {
    MJ_TRY(const auto state, state_of(story, actor));
    if (unsealed.empty() && record_of_step(state, "issue_document") != nullptr) return {};
    MJ_TRY(why, reason_to_wait(story, actor));
    if (!unsealed.empty() && why == unsealed) return {};
    std::this_thread::sleep_for(kDocumentWait);
  }
  return base::fail("seal", "封签程序没有像故事里说的那样答复：" + why);
}

base::Result<void> Player::add_publication(Draft& draft, const Case& story, const JourneyStep& step,
                                           Person& actor) {
  const std::string path =
      "/api/streams/case/" + story.stream + "/records/" + std::to_string(story.draft_pos);
  MJ_TRY(const auto record, actor.get(path));
  ledger::OpenedRecord opened;
  for (const auto& member : json::find(record, "fields")->get_object())
    opened.fields.push_back({"", std::string(member.key()), member.value()});
  for (const auto& member : json::find(record, "texts")->get_object()) {
    MJ_TRY(const auto seed, json::string_member(member.value(), "seed"));
    MJ_TRY(auto bytes, base::from_base64(seed));
    opened.texts[std::string(member.key())] = {json::find(member.value(), "body")->get_array(),
                                               std::move(bytes)};
  }
  MJ_TRY(auto redactions, redactions_of(step.redact, opened.texts));
  MJ_TRY(const auto wanted, disclosure::redactions_from_json(redactions));
  const json::Value* named = opened.find("doc.form");
  const law::Form* form =
      named == nullptr ? nullptr : parts_.lawbook.form(json::text_or_empty(json::find(*named, "form")));
  if (form == nullptr) return base::fail("journey", "规则中没有草案的文书格式");
  MJ_TRY(const auto publication, disclosure::prepare(*form, opened, wanted));
  draft.fields.emplace_back("pub.fields", json::string_array(publication.fields));
  draft.fields.emplace_back("pub.redactions", std::move(redactions));
  draft.fields.emplace_back("pub.texts", publication.texts_hash);
  return {};
}

/// Reserved fields first, then what a client fills in by itself, then what the journey tells.
base::Result<Draft> Player::draft_of(Case& story, const JourneyStep& step, const law::Step& definition,
                                     Person& actor, const json::Value& state) {
  MJ_TRY(const Signer signer, signer_of(story, step, actor));
  Draft draft = begin_draft(story.stream, definition, base::format(step.at), signer.id);
  if (definition.seen) draft.fields.emplace_back("seen", json::text_or_empty(json::find(state, "head")));
  if (definition.draft && !definition.draft->makes)
    draft.fields.emplace_back("draft", step.draft.empty() ? story.newest_draft : story.drafts[step.draft]);
  if (definition.opens) draft.fields.emplace_back("procedure", story.journey->procedure);
  const law::Form* form = parts_.lawbook.form(definition.form);
  if (form != nullptr && form->field("doc.form") != nullptr)
    draft.fields.emplace_back("doc.form",
                              json::Object{{"edition", parts_.lawbook.rules()}, {"form", form->name}});
  for (const law::Repeat& repeat : definition.repeats) {
    if (repeat.record || step.fields.contains(repeat.field)) continue;
    MJ_TRY(auto value, repeated(story, repeat, actor, state));
    draft.fields.emplace_back(repeat.field, std::move(value));
  }
  if (step.step == "confirm_void" && !step.fields.contains("confirms"))
    draft.fields.emplace_back("confirms", json::text_or_empty(json::find(state, "head")));
  if (step.step == "publish_decision") MJ_CHECK(add_publication(draft, story, step, actor));
  MJ_CHECK(add_form_fields(draft, form, step.fields, around(actor, step.at)));
  return draft;
}

bool Player::report(const JourneyStep& step, const law::Step& definition, const Answer& answer) {
  const auto codes = answer.codes();
  const bool as_told = answer.recorded ? step.refused.empty()
                                       : !step.refused.empty() &&
                                             std::ranges::all_of(step.refused, [&](const std::string& code) {
                                               return std::ranges::find(codes, code) != codes.end();
                                             });
  parts_.out << (as_told ? "  ✓ " : "  ✗ ") << base::format(step.at).substr(0, 16) << "  " << step.as << "  "
             << definition.title << (answer.recorded ? "" : answer.words()) << "\n";
  return as_told;
}

base::Result<bool> Player::play_step(Case& story, const JourneyStep& step) {
  MJ_CHECK(set_clock(step.at));
  if (!step.key.empty()) return play_key_step(story, step);
  if (step.step == "report_incident" || step.step == "confirm_incident")
    return play_incident_step(story, step);
  MJ_TRY(Person * actor, person(step.as));
  const law::Procedure* procedure =
      parts_.lawbook.procedure(story.journey->procedure, base::date_of(step.at));
  const law::Step* definition = procedure == nullptr ? nullptr : procedure->step(step.step);
  if (definition == nullptr) return base::fail("journey", "规则中没有这一步：" + step.step);
  MJ_TRY(const auto state, state_of(story, *actor));
  MJ_TRY(const Draft draft, draft_of(story, step, *definition, *actor, state));
  const law::Form* form = parts_.lawbook.form(definition->form);
  MJ_TRY(const Signer signer, signer_of(story, step, *actor));
  MJ_TRY(const auto act, ledger::make_act(draft.fields, definition->is_signed ? signer.key : nullptr,
                                          form == nullptr ? 0 : form->digests));
  MJ_TRY(const auto answer, actor->record("case", story.stream, act, texts_json(draft.texts)));
  const bool as_told = report(step, *definition, answer);
  if (!answer.recorded) return as_told;
  if (definition->draft && definition->draft->makes) {
    story.newest_draft = json::text_or_empty(json::find(answer.body, "root"));
    story.draft_pos = json::int_member(answer.body, "pos").value_or(-1);
    if (!step.draft.empty()) story.drafts[step.draft] = story.newest_draft;
  }
  if (step.step == "order_seal") MJ_CHECK(wait_for_document(story, step.unsealed, *actor));
  return as_told;
}

base::Result<int> Player::play(const std::vector<Journey>& journeys) {
  struct Event {
    base::Instant at;
    std::size_t journey, step;
  };
  std::vector<Event> timeline;
  std::vector<Case> cases;
  for (std::size_t i = 0; i < journeys.size(); ++i) {
    cases.push_back({.journey = &journeys[i],
                     .stream = fresh_stream(),
                     .drafts = {},
                     .newest_draft = {},
                     .keys = {},
                     .incident = {},
                     .incident_leaf = {}});
    for (std::size_t k = 0; k < journeys[i].steps.size(); ++k)
      timeline.push_back({journeys[i].steps[k].at, i, k});
  }
  std::ranges::stable_sort(timeline, {}, &Event::at);
  int wrong = 0;
  std::size_t last = journeys.size();
  for (const Event& event : timeline) {
    if (event.journey != last) parts_.out << journeys[event.journey].title << "\n";
    last = event.journey;
    MJ_TRY(const bool as_told, play_step(cases[event.journey], journeys[event.journey].steps[event.step]));
    if (!as_told) ++wrong;
  }
  MJ_CHECK(set_clock(std::nullopt));
  return wrong;
}

}  // namespace office::play
