// The sealer's memory: journal, fold, answer files (sealer.md §2, §6).

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "crypto/hash.h"
#include "memory.h"

namespace {

namespace fs = std::filesystem;
namespace json = base::json;
using sealer::Memory;

class JournalTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "mj-journal-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] base::Result<Memory> open() const { return Memory::open(folder_, {}); }
  [[nodiscard]] std::string read() const {
    std::ifstream in(folder_ + "/journal", std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }
  void write(const std::string& bytes) const {
    std::ofstream(folder_ + "/journal", std::ios::binary) << bytes;
  }

  std::string folder_;
};

json::Object allot(std::int64_t number, const std::string& order) {
  return {{"code", "0123ABCD"},       {"date", "2026-03-09"}, {"j", "allot"},
          {"number", number},         {"order", order},       {"request", "r"},
          {"series", "澄明市监处罚"}, {"token", "T"},         {"year", 2026}};
}

const std::string kOrder = base::base64(crypto::sm3("order"));
const sealer::SeriesYear kSeries{"澄明市监处罚", 2026};

TEST_F(JournalTest, what_was_written_is_there_after_the_process_has_ended) {
  {
    auto memory = open();
    ASSERT_TRUE(memory) << memory.error().text;
    ASSERT_TRUE(memory->write(allot(1, kOrder)));
    EXPECT_EQ(memory->state().last(kSeries), 1);
  }
  const auto memory = open();
  ASSERT_TRUE(memory) << memory.error().text;
  ASSERT_NE(memory->state().of_order(kOrder), nullptr);
  EXPECT_EQ(memory->state().of_order(kOrder)->code, "0123ABCD");
  EXPECT_EQ(sealer::number_text(*memory->state().of_order(kOrder)), "澄明市监处罚〔2026〕1号");
}

TEST_F(JournalTest, each_line_is_chained_to_the_one_before) {
  {
    auto memory = open();
    ASSERT_TRUE(memory->write(allot(1, kOrder)));
    ASSERT_TRUE(memory->write({{"cause", "resync"}, {"j", "stop"}}));
  }
  std::istringstream lines(read());
  base::Hash previous{};
  int count = 0;
  for (std::string text; std::getline(lines, text); ++count) {
    json::Object line = json::parse_canonical(text)->as_object();
    const std::string stated = json::text_or_empty(line.if_contains("h"));
    line.erase("h");
    previous = crypto::sm3(std::string(base::view(previous)) + json::canonical(line));
    EXPECT_EQ(stated, base::base64(previous));
  }
  EXPECT_EQ(count, 2);
}

TEST_F(JournalTest, half_a_line_at_the_end_had_no_effect_and_is_cut_off) {
  {
    auto memory = open();
    ASSERT_TRUE(memory->write(allot(1, kOrder)));
  }
  const std::string whole = read();
  write(whole + R"({"code":"0123ABCE","date")");
  {
    const auto memory = open();
    ASSERT_TRUE(memory) << memory.error().text;
    EXPECT_GT(memory->bytes_cut(), 0U);
    EXPECT_EQ(memory->state().last(kSeries), 1);
  }
  EXPECT_EQ(read(), whole);
}

TEST_F(JournalTest, a_changed_or_missing_line_stops_the_start) {
  {
    auto memory = open();
    ASSERT_TRUE(memory->write(allot(1, kOrder)));
    ASSERT_TRUE(memory->write({{"cause", "fork"}, {"j", "stop"}}));
  }
  const std::string whole = read();
  std::string changed = whole;
  changed.replace(changed.find("0123ABCD"), 8, "0123ABCE");
  write(changed);
  EXPECT_EQ(open().error().code, "journal");
  write(whole.substr(whole.find('\n') + 1));
  EXPECT_EQ(open().error().code, "journal");
  write(whole);
  EXPECT_TRUE(open());
}

TEST_F(JournalTest, a_second_process_does_not_get_in) {
  const auto first = open();
  ASSERT_TRUE(first);
  EXPECT_EQ(open().error().code, "locked");
}

TEST_F(JournalTest, an_answer_file_without_its_line_is_removed_and_one_that_changed_is_not_given_out) {
  const std::string file = folder_ + "/answers/" + base::hex(*base::from_base64(kOrder));
  {
    auto memory = open();
    ASSERT_TRUE(memory->write(allot(1, kOrder)));
    ASSERT_TRUE(memory->put_answer(kOrder, "answer"));
    EXPECT_TRUE(fs::exists(file));
  }
  {
    auto memory = open();
    EXPECT_FALSE(fs::exists(file));
    ASSERT_TRUE(memory->put_answer(kOrder, "answer"));
    ASSERT_TRUE(memory->write({{"at", "2026-03-09T10:00:00+08:00"},
                               {"j", "answer"},
                               {"order", kOrder},
                               {"sm3", base::base64(crypto::sm3("answer"))}}));
  }
  const auto memory = open();
  EXPECT_EQ(*memory->answer(*memory->state().of_order(kOrder)), "answer");
  std::ofstream(file, std::ios::binary) << "another";
  EXPECT_EQ(memory->answer(*memory->state().of_order(kOrder)).error().code, "answer");
}

TEST(State, numbers_are_written_and_read_in_one_form_only) {
  const auto parts = sealer::parse_number("澄明市监处罚〔2026〕12号");
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->series, kSeries);
  EXPECT_EQ(parts->number, 12);
  for (const char* text : {"", "澄明市监处罚〔2026〕012号", "澄明市监处罚〔2026〕号", "澄明市监处罚[2026]1号",
                           "澄明市监处罚〔2026〕1", "澄明市监处罚〔2026〕1号之一", "澄明市监处罚〕2026〔1号"})
    EXPECT_FALSE(sealer::parse_number(text)) << text;
}

TEST(State, one_number_is_never_given_twice_nor_two_to_one_order) {
  sealer::State state({});
  ASSERT_TRUE(state.apply(allot(1, kOrder)));
  EXPECT_EQ(state.apply(allot(1, base::base64(crypto::sm3("other")))).error().code, "journal");
  EXPECT_EQ(state.apply(allot(2, kOrder)).error().code, "journal");
}

}  // namespace
