#include "town.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdlib>
#include <filesystem>

namespace town {

base::Result<void> FakePress::rehearse(const sealer::PrintJob&) const {
  return {};
}

base::Result<sealer::Printed> FakePress::print(const sealer::PrintJob& job) const {
  if (broken) return base::fail("render", "印不出来");
  ++printed;
  return sealer::Printed{fmt::format("%PDF- {} {} {} {}", sealer::number_text(job.number), job.number.date,
                                     job.number.code, job.number.token),
                         3};
}

seal::Advance Town::advance(std::uint64_t from) const {
  seal::Advance advance;
  advance.from = from;
  advance.checkpoint = note(log().size());
  if (from < log().size()) advance.proof = tree().consistency(from, log().size());
  for (std::uint64_t i = from; i < log().size(); ++i) {
    advance.entries.push_back(log()[i].record.entry);
    advance.structure.push_back(structure(i));
  }
  return advance;
}

seal::SealOrder Town::order(const std::string& stream) const {
  seal::SealOrder order;
  for (std::uint64_t i = 0; i < log().size(); ++i)
    if (log()[i].stream == stream)
      order.records.push_back(
          {.index = i, .bundle = bundle(i), .decoys = log()[i].record.decoys, .erased = false});
  order.order = head(stream);
  order.texts = texts_of(stream);
  return order;
}

House::House(Town& the_town) : town(the_town) {
  std::string name = (std::filesystem::temp_directory_path() / "mj-sealer-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) std::abort();
  directory_ = name;
  start();
}

House::~House() {
  sealer.reset();
  std::filesystem::remove_all(directory_);
}

sealer::Settings House::settings() const {
  sealer::Settings settings;
  settings.origin = town.origin;
  settings.roots = town.roots();
  settings.log.log = ledger::make_vkey(town.origin, ledger::NoteType::note, town.log_key.public_key());
  settings.log.witnesses = witnesses;
  settings.log.cosignatures_required = cosignatures;
  settings.series["D45"] = {.prefix = "澄明市监处罚", .first = first};
  settings.state_directory = directory_ + "/state";
  return settings;
}

void House::start() {
  auto opened = sealer::Sealer::open(settings(), {.editions = town.editions,
                                                  .act_key = town.person("sealer").key,
                                                  .press = press,
                                                  .clock = town.clock,
                                                  .at_point = [this](std::string_view point) {
                                                    if (point == crash_at) throw Crash{};
                                                  }});
  EXPECT_TRUE(opened) << opened.error().code << ": " << opened.error().text;
  if (opened) sealer = std::move(*opened);
}

void House::restart() {
  sealer.reset();
  start();
}

void House::back_up() const {
  std::filesystem::remove_all(directory_ + "/copy");
  std::filesystem::copy(directory_ + "/state", directory_ + "/copy",
                        std::filesystem::copy_options::recursive);
}

void House::restore() {
  sealer.reset();
  std::filesystem::remove_all(directory_ + "/state");
  std::filesystem::copy(directory_ + "/copy", directory_ + "/state",
                        std::filesystem::copy_options::recursive);
  start();
}

seal::Answer House::ask(const json::Object& request, const sealer::Caller& caller) {
  // Through the frame and back, as over the socket.
  const auto frame = seal::encode_frame(request);
  EXPECT_TRUE(frame);
  const auto object = seal::decode_body(std::string_view(*frame).substr(4));
  EXPECT_TRUE(object);
  auto answer = seal::answer_from_json(sealer->handle(*object, caller));
  EXPECT_TRUE(answer);
  return *answer;
}

seal::Answer House::advance() {
  const auto status = ask(seal::status_request());
  return ask(seal::to_json(town.advance(static_cast<std::uint64_t>(status.body.at("size").as_int64()))));
}

seal::Answer House::seal(const std::string& stream) {
  return ask(seal::to_json(town.order(stream)));
}

std::set<std::string> House::codes(const seal::Answer& answer) {
  std::set<std::string> codes;
  for (const seal::Refusal& refusal : answer.refusals) codes.insert(refusal.code);
  return codes;
}

}  // namespace town
