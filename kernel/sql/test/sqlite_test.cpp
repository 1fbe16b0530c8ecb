#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "sql/session.h"

namespace {

using sql::Access;
using sql::Blob;
using sql::Row;

class Sqlite : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = std::filesystem::path(testing::TempDir()) /
                 ("sql_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  std::string path() const { return directory_ / "t.db"; }
  std::unique_ptr<sql::Session> open(Access access = Access::read_write) const {
    auto session = sql::open_sqlite(path(), access);
    EXPECT_TRUE(session) << session.error().text;
    return std::move(*session);
  }
  std::unique_ptr<sql::Session> with_table() const {
    auto session = open();
    EXPECT_TRUE(session->script("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT, c BLOB) STRICT;"));
    return session;
  }
  std::filesystem::path directory_;
};

mode_t mode_of(const std::string& file) {
  struct stat found {};
  EXPECT_EQ(::stat(file.c_str(), &found), 0) << file;
  return found.st_mode & 0777;
}

std::int64_t count(sql::Session& session) {
  return session.rows("SELECT count(*) FROM t")->at(0).integer(0);
}

TEST_F(Sqlite, gives_back_every_kind_of_value_it_was_given) {
  auto session = with_table();
  const std::string bytes("\0\xff\0x", 4);
  ASSERT_EQ(session->run("INSERT INTO t VALUES(?,?,?)", {std::int64_t{-7}, "明镜", Blob{bytes}}), 1);
  ASSERT_EQ(session->run("INSERT INTO t VALUES(?,?,?)", {std::int64_t{8}, {}, Blob{}}), 1);
  const auto rows = session->rows("SELECT a,b,c FROM t ORDER BY a");
  ASSERT_TRUE(rows);
  EXPECT_EQ((*rows)[0].integer(0), -7);
  EXPECT_EQ((*rows)[0].text(1), "明镜");
  EXPECT_EQ((*rows)[0].blob(2), bytes);
  EXPECT_TRUE((*rows)[1].is_null(1));
  EXPECT_EQ((*rows)[1].blob(2), "");
}

TEST_F(Sqlite, keeps_a_new_database_and_its_log_to_their_owner) {
  const mode_t before = ::umask(0);
  const auto session = with_table();
  ::umask(before);
  for (const char* suffix : {"", "-wal", "-shm"}) EXPECT_EQ(mode_of(path() + suffix), 0600U) << suffix;
}

TEST_F(Sqlite, takes_an_older_database_and_its_log_back_from_those_who_could_read_them) {
  const auto left_open = with_table();  // so that the log stands, as after a loss of power
  for (const char* suffix : {"", "-wal", "-shm"}) ASSERT_EQ(::chmod((path() + suffix).c_str(), 0644), 0);
  const auto session = open();
  for (const char* suffix : {"", "-wal", "-shm"}) EXPECT_EQ(mode_of(path() + suffix), 0600U) << suffix;
}

TEST_F(Sqlite, is_durable_by_write_ahead_log_and_full_synchronisation) {
  auto session = open();
  EXPECT_EQ(session->rows("PRAGMA journal_mode")->at(0).text(0), "wal");
  EXPECT_EQ(session->rows("PRAGMA synchronous")->at(0).integer(0), 2);
  EXPECT_EQ(session->rows("PRAGMA foreign_keys")->at(0).integer(0), 1);
}

TEST_F(Sqlite, names_a_broken_constraint) {
  auto session = with_table();
  ASSERT_TRUE(session->run("INSERT INTO t VALUES(1,'x',NULL)"));
  EXPECT_EQ(session->run("INSERT INTO t VALUES(1,'y',NULL)").error().code, "constraint");
}

TEST_F(Sqlite, names_a_statement_that_does_not_fit_the_schema) {
  auto session = with_table();
  EXPECT_EQ(session->run("INSERT INTO nowhere VALUES(1)").error().code, "statement");
  EXPECT_EQ(session->run("INSERT INTO t VALUES(?,?,?)", {std::int64_t{1}}).error().code, "statement");
  EXPECT_EQ(session->run("").error().code, "statement");
}

TEST_F(Sqlite, keeps_nothing_of_a_transaction_whose_work_fails) {
  auto session = with_table();
  const auto done = session->transaction([&]() -> base::Result<void> {
    MJ_CHECK(session->run("INSERT INTO t VALUES(1,'x',NULL)"));
    return base::fail("unwanted");
  });
  EXPECT_EQ(done.error().code, "unwanted");
  EXPECT_EQ(count(*session), 0);
}

TEST_F(Sqlite, keeps_nothing_of_a_transaction_whose_work_throws) {
  auto session = with_table();
  const auto work = [&]() -> base::Result<void> {
    MJ_CHECK(session->run("INSERT INTO t VALUES(1,'x',NULL)"));
    throw std::runtime_error("x");
  };
  EXPECT_THROW(static_cast<void>(session->transaction(work)), std::runtime_error);
  EXPECT_EQ(count(*session), 0);
  EXPECT_TRUE(session->transaction([] { return base::Result<void>(); })) << "the session is usable again";
}

TEST_F(Sqlite, refuses_a_transaction_inside_a_transaction_and_keeps_the_outer_one_intact) {
  auto session = with_table();
  const auto outer = session->transaction([&]() -> base::Result<void> {
    MJ_CHECK(session->run("INSERT INTO t VALUES(1,'x',NULL)"));
    EXPECT_EQ(session->transaction([] { return base::Result<void>(); }).error().code, "statement");
    return {};
  });
  EXPECT_TRUE(outer);
  EXPECT_EQ(count(*session), 1);
}

TEST_F(Sqlite, lets_a_statement_run_inside_its_own_rows) {
  auto session = with_table();
  for (std::int64_t i = 0; i < 3; ++i) ASSERT_TRUE(session->run("INSERT INTO t VALUES(?,'x',NULL)", {i}));
  int pairs = 0;
  const auto each = [&](const std::function<bool(const Row&)>& take) {
    return session->each("SELECT a FROM t", {}, take);
  };
  ASSERT_TRUE(each([&](const Row&) {
    EXPECT_TRUE(each([&](const Row&) { return ++pairs > 0; }));
    return true;
  }));
  EXPECT_EQ(pairs, 9);
}

TEST_F(Sqlite, stops_at_the_row_the_caller_wants_no_more) {
  auto session = with_table();
  for (std::int64_t i = 0; i < 5; ++i) ASSERT_TRUE(session->run("INSERT INTO t VALUES(?,'x',NULL)", {i}));
  int seen = 0;
  ASSERT_TRUE(session->each("SELECT a FROM t", {}, [&](const Row&) { return ++seen < 2; }));
  EXPECT_EQ(seen, 2);
}

TEST_F(Sqlite, shows_a_reader_only_what_was_committed) {
  auto writer = with_table();
  auto reader = open(Access::read_only);
  ASSERT_TRUE(writer->transaction([&]() -> base::Result<void> {
    MJ_CHECK(writer->run("INSERT INTO t VALUES(1,'x',NULL)"));
    EXPECT_EQ(count(*reader), 0);
    return {};
  }));
  EXPECT_EQ(count(*reader), 1);
}

TEST_F(Sqlite, lets_no_reader_write) {
  with_table();
  auto reader = open(Access::read_only);
  EXPECT_FALSE(reader->run("INSERT INTO t VALUES(1,'x',NULL)"));
}

TEST_F(Sqlite, says_that_a_file_is_no_database) {
  std::ofstream(path()) << std::string(4096, 'x');
  EXPECT_EQ(sql::open_sqlite(path(), Access::read_write).error().code, "not_a_database");
}

TEST_F(Sqlite, says_that_a_reader_finds_nothing) {
  EXPECT_EQ(sql::open_sqlite(path(), Access::read_only).error().code, "storage_unavailable");
}

TEST_F(Sqlite, asserts_that_a_column_has_the_type_its_reader_expects) {
  const Row row({std::int64_t{1}});
  EXPECT_DEATH(static_cast<void>(row.text(0)), "column 0 of 1 is no text");
  EXPECT_DEATH(static_cast<void>(row.integer(1)), "column 1 of 1 is no integer");
}

}  // namespace
