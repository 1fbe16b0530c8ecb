#include "town.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "file/durable.h"
#include "ledger/tiles.h"

namespace witness::test {

namespace fs = std::filesystem;
namespace json = base::json;

base::Result<Bytes> LogSource::entries(std::uint64_t index, int width) {
  if (!reachable) return base::fail("source", "nobody answers");
  return ledger::bundle_bytes(index, width, [&](std::uint64_t i) {
    const auto other = other_entry.find(i);
    return other == other_entry.end() ? bureau_.log().at(i).record.entry : other->second;
  });
}

Bytes LogSource::structure_of(std::uint64_t index) const {
  return withheld.contains(index) ? "" : json::canonical(bureau_.structure(index));
}

base::Result<std::optional<Bytes>> LogSource::structure(std::uint64_t index, int width) {
  if (!reachable) return base::fail("source", "nobody answers");
  std::vector<Bytes> bundles;
  for (int i = 0; i < width; ++i)
    bundles.push_back(structure_of(index * kBundleWidth + static_cast<std::uint64_t>(i)));
  return std::optional(ledger::structure_bytes(bundles));
}

House::House(town::Bureau& the_bureau) : bureau(the_bureau), source(the_bureau) {
  std::string name = (fs::temp_directory_path() / "mj-witness-XXXXXX").string();
  EXPECT_NE(::mkdtemp(name.data()), nullptr);
  directory = name;
  json::Array roots;
  for (const ledger::RootKey& root : bureau.roots()) roots.push_back(ledger::to_json(root));
  put(directory + "/roots.json", json::canonical(json::Object{{"roots", std::move(roots)}}));
  fs::create_directory(directory + "/editions");
  const auto rules = base::from_base64(bureau.lawbook->rules());
  put(directory + "/editions/" + base::hex(*rules) + ".json", bureau.lawbook->edition());
  const auto made = make_installation(founding());
  EXPECT_TRUE(made) << made.error().text;
  restart();
}

House::~House() {
  witness.reset();
  fs::remove_all(directory);
}

Founding House::founding() const {
  const auto log = ledger::make_vkey(bureau.origin, ledger::NoteType::note, bureau.log_key.public_key());
  return {.root = directory + "/witness",
          .origin = bureau.origin,
          .log = ledger::format_vkey(log),
          .roots_file = directory + "/roots.json",
          .source = "none",
          .lawbook = directory + "/editions",
          .token_file = "",
          .name = "sfj.example.gov.cn/witness/1"};
}

void House::restart() {
  witness.reset();
  auto opened = Witness::open(layout(), bureau.clock);
  ASSERT_TRUE(opened) << opened.error().code << ": " << opened.error().text;
  witness = std::move(*opened);
}

std::string House::request(std::uint64_t size) const {
  const std::uint64_t old = witness->standing().cosigned.checkpoint.size;
  return ledger::format(ledger::AddCheckpoint{
      .old_size = old, .proof = bureau.tree().consistency(old, size), .checkpoint = bureau.note(size)});
}

Processed House::ask(const std::string& body) {
  auto processed = witness->add_checkpoint(body);
  EXPECT_TRUE(processed) << processed.error().text;
  return processed ? std::move(*processed) : Processed{};
}

feed::Report House::cosign_and_follow() {
  EXPECT_EQ(ask(request(bureau.log().size())).answer.status, 200);
  const auto followed = witness->follow(&source);
  EXPECT_TRUE(followed) << followed.error().text;
  return read(witness->newest_report());
}

feed::Report House::read(const std::string& note) const {
  const auto keys = json::parse(file::read_file(layout().public_keys()).value());
  const auto vkey = ledger::parse_vkey(json::text_or_empty(&keys->at("procedure").as_array().at(0)));
  const auto report = feed::read_report(note, bureau.origin, {&*vkey, 1});
  EXPECT_TRUE(report) << report.error().text;
  return report.value_or(feed::Report{});
}

std::vector<feed::Report> House::reports() const {
  std::vector<feed::Report> out;
  for (const auto& [to, note] : witness->reports_since(0)) out.push_back(read(note));
  return out;
}

void put(const std::string& path, std::string_view bytes) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

void write_medium(const House& house, const std::string& medium, std::uint64_t since, std::uint64_t size) {
  LogSource source(house.bureau);
  for (const ledger::TileId& id : ledger::tiles_of(size, since)) {
    if (id.level != 0) continue;
    const std::string entries = ledger::bundle_path(id.index, id.width);
    put(medium + "/" + ledger::carried_path(entries), source.entries(id.index, id.width).value());
    put(medium + "/" + ledger::structure_path(id.index, id.width),
        *source.structure(id.index, id.width).value());
  }
}

}  // namespace witness::test
