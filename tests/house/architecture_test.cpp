// The house's own rules, read from modules.json and the sources: who may include whom, no circle, no unlisted
// folder, no way to write in a program that must not have one.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "base/json.h"

namespace {

namespace fs = std::filesystem;
namespace json = base::json;

using Uses = std::map<std::string, std::set<std::string>>;  // module → modules it may include

std::string read(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

struct House {
  std::map<std::string, Uses> floors;
  std::map<std::string, std::string> floor_of;
};

const House& house() {
  static const House kHouse = [] {
    House out;
    const auto value = json::parse(read(fs::path(MINGJING_SOURCE) / "modules.json"));
    for (const auto& floor : value->get_object())
      for (const auto& module : floor.value().get_object()) {
        const auto uses = json::strings(module.value());
        out.floors[std::string(floor.key())][std::string(module.key())] = {uses->begin(), uses->end()};
        out.floor_of[std::string(module.key())] = std::string(floor.key());
      }
    return out;
  }();
  return kHouse;
}

/// The module whose face `include` belongs to: "ledger/merkle.h" → ledger, "store/x.h" → store/read or
/// store/write.
std::set<std::string> owners_of(const std::string& include) {
  std::set<std::string> owners;
  for (const auto& [floor, modules] : house().floors)
    for (const auto& [name, uses] : modules)
      if (fs::exists(fs::path(MINGJING_SOURCE) / floor / name / "include" / include)) owners.insert(name);
  return owners;
}

bool is_source(const fs::path& path) {
  return path.extension() == ".h" || path.extension() == ".cpp";
}

/// `file:line` of every include of another module's face that modules.json does not allow.
std::vector<std::string> forbidden_includes(const fs::path& folder, const std::string& name,
                                            const std::set<std::string>& uses) {
  static const std::regex kInclude(R"inc(^\s*#include\s+"([^"]+)")inc");
  std::vector<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!is_source(entry.path())) continue;
    std::ifstream in(entry.path());
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      std::smatch match;
      if (!std::regex_search(line, match, kInclude)) continue;
      for (const auto& owner : owners_of(match[1]))
        if (owner != name && !uses.contains(owner) && !uses.contains("*"))
          out.push_back(entry.path().string() + ":" + std::to_string(number) + " includes " + owner);
    }
  }
  return out;
}

std::string symbols_of(const std::string& binary) {
  const std::string command = "nm -C " + (fs::path(MINGJING_BIN) / binary).string() + " 2>/dev/null";
  std::string out;
  std::array<char, 65536> buffer{};
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return out;
  for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    out.append(buffer.data(), n);
  pclose(pipe);
  return out;
}

TEST(Architecture, every_module_includes_only_what_modules_json_allows) {
  for (const auto& [floor, modules] : house().floors)
    for (const auto& [name, uses] : modules) {
      const fs::path folder = fs::path(MINGJING_SOURCE) / floor / name;
      if (!fs::exists(folder)) continue;
      EXPECT_THAT(forbidden_includes(folder, name, uses), testing::IsEmpty())
          << name << " may include: " << testing::PrintToString(uses);
    }
}

TEST(Architecture, the_allowed_includes_form_no_circle) {
  std::set<std::string> settled;
  std::size_t before = 0;
  Uses all;
  for (const auto& [floor, modules] : house().floors) all.insert(modules.begin(), modules.end());
  do {
    before = settled.size();
    for (const auto& [name, uses] : all)
      if (std::ranges::all_of(uses, [&](const auto& used) { return used == "*" || settled.contains(used); }))
        settled.insert(name);
  } while (settled.size() > before);
  for (const auto& [name, uses] : all) EXPECT_TRUE(settled.contains(name)) << name << " lies on a circle";
}

TEST(Architecture, no_module_uses_a_floor_above_it_and_domain_modules_never_meet) {
  for (const auto& [name, uses] : house().floors.at("kernel"))
    for (const auto& used : uses) EXPECT_EQ(house().floor_of.at(used), "kernel") << name << " uses " << used;
  for (const auto& [name, uses] : house().floors.at("domain"))
    for (const auto& used : uses) EXPECT_EQ(house().floor_of.at(used), "kernel") << name << " uses " << used;
}

TEST(Architecture, every_folder_of_the_three_floors_is_listed_and_has_a_readme) {
  for (const auto& [floor, modules] : house().floors)
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(MINGJING_SOURCE) / floor)) {
      if (entry.path().filename() != "CMakeLists.txt") continue;
      const fs::path folder = entry.path().parent_path();
      const std::string name = fs::relative(folder, fs::path(MINGJING_SOURCE) / floor).string();
      EXPECT_TRUE(modules.contains(name)) << floor << "/" << name << " is not in modules.json";
      EXPECT_TRUE(fs::exists(folder / "README.md")) << floor << "/" << name << " has no README.md";
    }
}

TEST(Architecture, portal_sealer_witness_and_verifier_hold_no_way_to_write_records) {
  EXPECT_THAT(symbols_of("mingjing"),
              testing::HasSubstr("registrar::Registrar::submit"));  // the test sees symbols
  for (const char* binary : {"mingjing-portal", "mingjing-sealer", "mingjing-witness", "mingjing-verify"}) {
    const std::string symbols = symbols_of(binary);
    EXPECT_FALSE(symbols.empty()) << binary;
    for (const char* forbidden : {"registrar::", "SqliteRecordAppender", "FolderBlobWriter"})
      EXPECT_THAT(symbols, testing::Not(testing::HasSubstr(forbidden))) << binary;
  }
}

TEST(Architecture, the_verifier_opens_no_network_and_no_database) {
  const std::string symbols = symbols_of("mingjing-verify");
  for (const char* forbidden : {" U connect@", " U socket@", " U sqlite3_open"})
    EXPECT_THAT(symbols, testing::Not(testing::HasSubstr(forbidden)));
}

TEST(Architecture, nine_files_in_ten_are_under_four_hundred_lines) {
  int files = 0;
  std::vector<std::string> longer;
  for (const char* floor : {"kernel", "domain", "programs"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(MINGJING_SOURCE) / floor)) {
      if (!is_source(entry.path())) continue;
      ++files;
      const std::string text = read(entry.path());
      if (std::ranges::count(text, '\n') > 400) longer.push_back(entry.path().string());
    }
  EXPECT_LE(longer.size() * 10, static_cast<std::size_t>(files)) << testing::PrintToString(longer);
}

}  // namespace
