#pragma once
// Plays the town's founding and its journeys through the office's own HTTP API, each person signed in for
// himself, under the demo's clock.

#include <iosfwd>

#include "play/act_builder.h"
#include "play/person.h"

namespace office::play {

/// Of a stream as the office shows it: the newest record of this step, nullptr when there is none.
[[nodiscard]] const json::Value* record_of_step(const json::Value& state, std::string_view step);

struct PlayerParts {
  Address address;
  const law::Lawbook& lawbook;
  Town town;
  std::filesystem::path files;  // attachments
  std::ostream& out;            // one line a step
};

class Player {
 public:
  explicit Player(PlayerParts parts);
  /// Enrols keys, registers officers, opens accounts. `sealer` is the JSON
  /// {"holder","id","proof","pub","roles"} that `init` wrote beside the sealer's key.
  [[nodiscard]] base::Result<void> found_town(const json::Value& sealer);
  /// Plays all journeys on one timeline. Returns the number of steps that did not go as told.
  [[nodiscard]] base::Result<int> play(const std::vector<Journey>& journeys);

 private:
  struct MadeKey {  // in a journey, at its holder's client
    crypto::Sm2Key key;
    std::string holder;  // by name
    std::string stream, leaf;
  };
  struct Case {
    const Journey* journey = nullptr;
    std::string stream;
    std::map<std::string, std::string> drafts;  // label → root
    std::string newest_draft;
    std::int64_t draft_pos = -1;
    std::map<std::string, MadeKey> keys;  // label → key
    std::string incident, incident_leaf;  // stream and report of the newest incident about it
  };
  struct Signer {
    const crypto::Sm2Key* key;  // nullptr: nobody signs
    std::string id;             // of the key the act names
  };
  struct Found {  // a record to make outside of a journey
    std::string kind, stream, step, role;
    json::Object fields;
  };
  [[nodiscard]] base::Result<Person*> person(const std::string& name);
  [[nodiscard]] base::Result<void> set_clock(std::optional<base::Instant> now);
  [[nodiscard]] base::Result<json::Value> found(const std::string& who, const Found& record);
  [[nodiscard]] base::Result<void> enrol(const json::Object& key_fields);
  [[nodiscard]] base::Result<void> enrol_townsman(const Townsman& townsman);
  [[nodiscard]] base::Result<void> open_account(const Townsman& townsman);
  [[nodiscard]] base::Result<void> set_up_units();
  [[nodiscard]] base::Result<void> register_townsman(const Townsman& townsman);
  [[nodiscard]] base::Result<bool> play_step(Case& story, const JourneyStep& step);
  /// A step of a key's own stream: proposed, confirmed, retired.
  [[nodiscard]] base::Result<bool> play_key_step(Case& story, const JourneyStep& step);
  /// A step of an incident's own stream: what was unlawful in this case, reported and confirmed.
  [[nodiscard]] base::Result<bool> play_incident_step(Case& story, const JourneyStep& step);
  [[nodiscard]] base::Result<json::Object> incident_fields(Case& story, const JourneyStep& step,
                                                           Person& actor);
  [[nodiscard]] base::Result<json::Object> key_fields(Case& story, const JourneyStep& step);
  /// The holder wraps his new key under his passphrase; the office keeps it.
  [[nodiscard]] base::Result<void> keep_key(const MadeKey& made);
  [[nodiscard]] base::Result<Signer> signer_of(const Case& story, const JourneyStep& step, Person& actor);
  /// Whether it went as told; prints a line.
  bool report(const JourneyStep& step, const law::Step& definition, const Answer& answer);
  [[nodiscard]] base::Result<Draft> draft_of(Case& story, const JourneyStep& step,
                                             const law::Step& definition, Person& actor,
                                             const json::Value& state);
  [[nodiscard]] base::Result<void> add_publication(Draft& draft, const Case& story, const JourneyStep& step,
                                                   Person& actor);
  [[nodiscard]] base::Result<json::Value> state_of(Case& story, Person& actor);
  [[nodiscard]] base::Result<json::Value> repeated(const Case& story, const law::Repeat& repeat,
                                                   Person& actor, const json::Value& state);
  [[nodiscard]] base::Result<std::string> reason_to_wait(Case& story, Person& actor);
  /// Until the order is sealed, or until the office says that it waits for the reason `unsealed`.
  [[nodiscard]] base::Result<void> wait_for_document(Case& story, const std::string& unsealed, Person& actor);
  [[nodiscard]] Surroundings around(Person& actor, base::Instant now);

  PlayerParts parts_;
  std::map<std::string, Person> people_;
  std::map<std::string, std::string> holders_;        // by name
  std::map<std::string, std::string> units_;          // by name
  std::map<std::string, crypto::Sm2Key> fresh_keys_;  // by name, until wrapped and stored
};

}  // namespace office::play
