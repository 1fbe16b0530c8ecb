#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "file/durable.h"
#include "file/journal.h"
#include "file/lock.h"
#include "file/secret.h"

namespace {

class Files : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = std::filesystem::path(testing::TempDir()) /
                 ("file_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  std::string path(const std::string& name) const { return directory_ / name; }
  std::filesystem::path directory_;
};

mode_t mode_of(const std::string& path) {
  struct stat found {};
  EXPECT_EQ(::stat(path.c_str(), &found), 0);
  return found.st_mode & 0777;
}

// Writes beyond `bytes` fail, as on a full disk, while this lives. The size limit is the process's, so the
// test that uses it does nothing else meanwhile.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST_F(Files, a_written_file_holds_the_bytes_and_the_rights_it_was_given) {
  const std::string bytes("a\0明镜\xff", 9);
  ASSERT_TRUE(file::write_file_durably(path("f"), bytes, 0440));
  EXPECT_EQ(file::read_file(path("f")), bytes);
  EXPECT_EQ(mode_of(path("f")), 0440U);
}

TEST_F(Files, a_file_written_again_is_replaced_and_leaves_no_other_file) {
  ASSERT_TRUE(file::write_file_durably(path("f"), "one"));
  ASSERT_TRUE(file::write_file_durably(path("f"), "two"));
  EXPECT_EQ(file::read_file(path("f")), "two");
  EXPECT_EQ(file::list_directory(directory_), std::vector<std::string>{"f"});
}

TEST_F(Files, a_write_that_fails_leaves_the_old_file_and_no_other) {
  ASSERT_TRUE(file::write_file_durably(path("f"), "one"));
  {
    const FullDisk full(10);
    EXPECT_FALSE(file::write_file_durably(path("f"), std::string(100, 'x')));
  }
  EXPECT_EQ(file::read_file(path("f")), "one");
  EXPECT_EQ(file::list_directory(directory_), std::vector<std::string>{"f"});
}

TEST_F(Files, a_missing_file_and_a_missing_directory_are_not_found) {
  EXPECT_EQ(file::read_file(path("none")).error().code, "not_found");
  EXPECT_EQ(file::remove_durably(path("none")).error().code, "not_found");
  EXPECT_EQ(file::list_directory(path("none")).error().code, "not_found");
  EXPECT_EQ(file::write_file_durably(path("none/f"), "x").error().code, "not_found");
}

TEST_F(Files, a_file_beyond_the_readers_bound_is_refused) {
  ASSERT_TRUE(file::write_file_durably(path("f"), "12345"));
  EXPECT_EQ(file::read_file(path("f"), 5), "12345");
  EXPECT_EQ(file::read_file(path("f"), 4).error().code, "too_large");
}

TEST_F(Files, a_secret_comes_back_and_is_its_owners_only) {
  ASSERT_TRUE(file::write_hex_secret(path("key"), "\x01\xff"));
  EXPECT_EQ(mode_of(path("key")), 0600U);
  EXPECT_EQ(file::read_secret(path("key")).value(), "01ff\n");
  EXPECT_EQ(file::read_hex_secret(path("key")).value(), "\x01\xff");
}

TEST_F(Files, a_secret_that_others_can_reach_is_not_read) {
  for (const mode_t mode : {0640U, 0604U, 0620U}) {
    ASSERT_TRUE(file::write_file_durably(path("key"), "01ff", mode));
    EXPECT_EQ(file::read_secret(path("key")).error().code, "secret_mode") << mode;
  }
  EXPECT_EQ(file::read_secret(path("none")).error().code, "not_found");
}

TEST_F(Files, white_space_around_hex_is_allowed_and_nothing_else) {
  ASSERT_TRUE(file::write_file_durably(path("key"), "\t01ff\r\n"));
  EXPECT_EQ(file::read_hex_secret(path("key")).value(), "\x01\xff");
  for (const char* text : {"01 ff", "01f", "key"}) {
    ASSERT_TRUE(file::write_file_durably(path("key"), text));
    EXPECT_EQ(file::read_hex_secret(path("key")).error().code, "secret_text") << text;
  }
}

TEST_F(Files, a_removed_file_is_gone) {
  ASSERT_TRUE(file::write_file_durably(path("f"), "x"));
  ASSERT_TRUE(file::remove_durably(path("f")));
  EXPECT_FALSE(file::exists(path("f")));
}

TEST_F(Files, a_private_directory_is_its_owners_and_what_stood_keeps_its_rights) {
  ASSERT_TRUE(file::make_private_directory(path("a/b/c")));
  EXPECT_EQ(mode_of(path("a")), 0700U);
  EXPECT_EQ(mode_of(path("a/b/c")), 0700U);
  ASSERT_EQ(::chmod(path("a/b").c_str(), 0750), 0);
  ASSERT_TRUE(file::make_private_directory(path("a/b")));
  EXPECT_EQ(mode_of(path("a/b")), 0750U);
}

TEST_F(Files, a_file_in_the_place_of_a_directory_is_said_to_be_one) {
  ASSERT_TRUE(file::write_file_durably(path("f"), "x"));
  EXPECT_EQ(file::make_private_directory(path("f")).error().code, "storage_unavailable");
}

TEST_F(Files, a_directory_is_listed_in_order) {
  for (const char* name : {"b", "a", "镜"}) ASSERT_TRUE(file::write_file_durably(path(name), ""));
  EXPECT_EQ(file::list_directory(directory_), (std::vector<std::string>{"a", "b", "镜"}));
}

TEST_F(Files, free_space_is_known_of_what_exists) {
  EXPECT_GT(file::free_bytes(directory_).value(), 0U);
  EXPECT_EQ(file::free_bytes(path("none")).error().code, "not_found");
}

TEST_F(Files, a_journal_gives_back_its_lines_after_reopening) {
  {
    auto opened = file::Journal::open(path("j"));
    ASSERT_TRUE(opened);
    EXPECT_TRUE(opened->lines.empty());
    ASSERT_TRUE(opened->journal.append("one"));
    ASSERT_TRUE(opened->journal.append(""));
  }
  auto again = file::Journal::open(path("j"));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->lines, (std::vector<std::string>{"one", ""}));
  ASSERT_TRUE(again->journal.append("three"));
  EXPECT_EQ(file::read_file(path("j")), "one\n\nthree\n");
  EXPECT_EQ(again->journal.bytes(), 11U);
}

TEST_F(Files, a_journal_cuts_off_a_half_line_that_a_crash_left) {
  std::ofstream(path("j")) << "one\ntw";
  auto opened = file::Journal::open(path("j"));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->lines, std::vector<std::string>{"one"});
  EXPECT_EQ(opened->bytes_cut, 2U);
  ASSERT_TRUE(opened->journal.append("two"));
  EXPECT_EQ(file::read_file(path("j")), "one\ntwo\n");
}

TEST_F(Files, a_journal_on_a_full_disk_keeps_no_half_line_and_goes_on_when_there_is_room) {
  auto opened = file::Journal::open(path("j"));
  ASSERT_TRUE(opened->journal.append("one"));
  {
    const FullDisk full(8);
    EXPECT_FALSE(opened->journal.append(std::string(100, 'x')));
  }
  EXPECT_EQ(file::read_file(path("j")), "one\n");
  ASSERT_TRUE(opened->journal.append("two"));
  EXPECT_EQ(file::read_file(path("j")), "one\ntwo\n");
}

TEST_F(Files, a_journal_takes_no_line_feed_inside_a_line) {
  auto opened = file::Journal::open(path("j"));
  EXPECT_EQ(opened->journal.append("a\nb").error().code, "line");
}

TEST_F(Files, a_second_holder_of_a_lock_is_told_who_has_it) {
  auto first = file::FileLock::take(path("lock"));
  ASSERT_TRUE(first);
  const auto second = file::FileLock::take(path("lock"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "locked");
  EXPECT_NE(second.error().text.find(std::to_string(::getpid())), std::string::npos) << second.error().text;
}

TEST_F(Files, a_lock_is_free_again_when_its_holder_was_killed) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = file::FileLock::take(path("lock"));
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(file::FileLock::take(path("lock")));
}

TEST_F(Files, a_lock_ends_with_its_owner) {
  { const auto held = file::FileLock::take(path("lock")); }
  EXPECT_TRUE(file::FileLock::take(path("lock")));
}

}  // namespace
