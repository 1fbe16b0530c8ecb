#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "record_store_conformance.h"
#include "store/sqlite_appender.h"
#include "store/sqlite_reader.h"
#include "temporary_directory.h"

namespace {

using store_test::nothing;
using store_test::sample;

class SqliteDriver {
 public:
  SqliteDriver() { reopen(); }
  void reopen() {
    reader_.reset();
    data_keys_.reset();
    appender_.reset();
    appender_ = store::SqliteRecordAppender::open(records(), keys()).value();
    reader_ = store::SqliteRecordReader::open(records()).value();
    data_keys_ = store::SqliteDataKeyReader::open(keys()).value();
  }
  registrar::RecordAppender& appender() { return *appender_; }
  ledger::RecordReader& reader() { return *reader_; }
  ledger::DataKeyReader& data_keys() { return *data_keys_; }
  std::string records() const { return directory_.file("records.db"); }
  std::string keys() const { return directory_.file("keys.db"); }

 private:
  store_test::TemporaryDirectory directory_;
  std::unique_ptr<store::SqliteRecordAppender> appender_;
  std::unique_ptr<store::SqliteRecordReader> reader_;
  std::unique_ptr<store::SqliteDataKeyReader> data_keys_;
};

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

namespace store_test {
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, RecordStore, SqliteDriver);
}

namespace {

TEST(SqliteStore, keeps_its_files_to_their_owner) {
  const SqliteDriver driver;
  for (const std::string& path : {driver.records(), driver.keys()}) {
    struct stat found {};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600U) << path;
  }
}

TEST(SqliteStore, keeps_keys_and_records_in_two_files) {
  SqliteDriver driver;
  const auto appended = sample(0, "s", 0);
  ASSERT_TRUE(driver.appender().append({appended}, nothing));
  const std::string records = content_of(driver.records()) + content_of(driver.records() + "-wal");
  EXPECT_NE(records.find(appended.record.sealed), std::string::npos);
  EXPECT_EQ(records.find(appended.wrapped_key), std::string::npos);
}

TEST(SqliteStore, keeps_the_key_when_the_records_transaction_fails_which_is_harmless) {
  SqliteDriver driver;
  const auto appended = sample(0, "s", 0);
  const auto fails = [](sql::Session&) -> base::Result<void> { return base::fail("projection"); };
  ASSERT_FALSE(driver.appender().append({appended}, fails));
  EXPECT_TRUE(driver.data_keys().wrapped(appended.kid)) << "written first, so no record can be without it";
}

TEST(SqliteStore, refuses_a_database_of_a_newer_program) {
  SqliteDriver driver;
  ASSERT_TRUE(driver.appender().session().run("UPDATE schema_version SET version=2"));
  EXPECT_EQ(store::SqliteRecordAppender::open(driver.records(), driver.keys()).error().code,
            "schema_version");
}

TEST(SqliteStore, says_that_a_malformed_row_is_a_damaged_log) {
  SqliteDriver driver;
  ASSERT_TRUE(driver.appender().append({sample(0, "s", 0)}, nothing));
  ASSERT_TRUE(driver.appender().session().run("UPDATE record SET digests=x'00'"));
  EXPECT_EQ(driver.reader().stream("s", 0).error().code, "log_damaged");
}

TEST(SqliteStore, lets_many_threads_read_while_one_writes) {
  SqliteDriver driver;
  std::atomic<bool> done{false}, failed{false};
  const auto reads = [&] {
    while (!done) {
      const auto before = driver.reader().size();
      std::uint64_t seen = 0;
      const auto count = [&](const ledger::StoredRecord& record) { return record.index == seen++; };
      if (!before || !driver.reader().scan(0, UINT32_MAX, count) || seen < *before) failed = true;
    }
  };
  {
    const std::jthread one(reads), two(reads), three(reads);
    for (std::uint64_t i = 0; i < 60; ++i)
      ASSERT_TRUE(driver.appender().append({sample(i, "s", static_cast<std::int64_t>(i))}, nothing));
    done = true;
  }
  EXPECT_FALSE(failed);
}

TEST(SqliteStore, has_nothing_to_read_before_a_writer_made_it) {
  const store_test::TemporaryDirectory directory;
  EXPECT_EQ(store::SqliteRecordReader::open(directory.file("none.db")).error().code, "storage_unavailable");
}

}  // namespace
