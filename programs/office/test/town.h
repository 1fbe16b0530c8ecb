#pragma once
// The demo's town, founded in a temporary office through its HTTP API, with as much of its journeys as a test
// asks for. Without a sealer: they end before the order to seal.

#include <fstream>
#include <iostream>
#include <sstream>

#include "api.h"
#include "file/durable.h"
#include "play/player.h"
#include "served.h"

namespace office {

class Town : public Api {
 protected:
  /// What is played of a journey: up to and with the first record of `last`; "" = all of it.
  struct Part {
    std::string journey, last;
  };

  static void found(const std::vector<Part>& parts) {
    const std::string journeys = std::string(MINGJING_SOURCE) + "/tests/journeys/";
    auto town = play::load_town(journeys + "town.yaml").value();
    town.passphrase = kPassphrase;
    Api::begin(founding_of(town));
    write_attachments();
    const Served served(*office_);
    std::ostringstream told;
    play::Player player({.address = served.address(),
                         .lawbook = *office_->lawbook,
                         .town = town,
                         .files = layout_.root / "attachments",
                         .out = told});
    const auto enrolment = file::read_file((layout_.sealer() / "enrolment.json").string()).value();
    const auto founded = player.found_town(json::parse(enrolment).value());
    ASSERT_TRUE(founded) << founded.error().text;
    std::vector<play::Journey> all;
    for (const Part& part : parts) all.push_back(journey(journeys, part));
    const auto wrong = player.play(all);
    ASSERT_TRUE(wrong) << wrong.error().text << told.str();
    ASSERT_EQ(*wrong, 0) << told.str();
  }

  static void today(const char* day) {
    office_->demo_clock.stand_at(base::parse_instant(std::string(day) + "T10:00:00+08:00").value());
  }
  /// The case of this party.
  static std::string stream_of(std::string_view party) {
    const auto lines = office_->docket->list({.search = std::string(party), .limit = 2}).value();
    EXPECT_EQ(lines.size(), 1U) << party;
    return lines.empty() ? std::string() : lines[0].stream.text();
  }

 private:
  static PersonKey founder(const play::Town& town, const char* kind) {
    const play::Townsman* person = town.founder(kind);
    return make_person_key(person->login, person->roles, town.passphrase).value();
  }
  static Founding founding_of(const play::Town& town) {
    Founding out = test::founding();
    out.director = founder(town, "director");
    out.legal_head = founder(town, "legal_head");
    out.administrator = founder(town, "administrator");
    return out;
  }
  static play::Journey journey(const std::string& directory, const Part& part) {
    auto out = play::load_journey(directory + part.journey, office_->lawbook->calendar()).value();
    const auto last = std::ranges::find(out.steps, part.last, &play::JourneyStep::step);
    if (last != out.steps.end()) out.steps.erase(last + 1, out.steps.end());
    return out;
  }
  static void write_attachments() {
    std::filesystem::create_directories(layout_.root / "attachments");
    for (const char* name : {"scene.jpg", "visit.mp4", "report.pdf"})
      std::ofstream(layout_.root / "attachments" / name) << name;
  }
};

}  // namespace office
