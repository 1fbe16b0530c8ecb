// The drivers of one machine, for the tests of the registrar.

#include "store/folder_blob_writer.h"
#include "store/folder_blobs.h"
#include "store/sqlite_appender.h"
#include "store/sqlite_reader.h"
#include "stores.h"

namespace registrar_test {

namespace {

class LocalStores final : public Stores {
 public:
  explicit LocalStores(const std::string& directory)
      : keys_path_(directory + "/keys.db"),
        appender_(
            store::SqliteRecordAppender::open(directory + "/records.db", directory + "/keys.db").value()),
        reader_(store::SqliteRecordReader::open(directory + "/records.db").value()),
        data_keys_(store::SqliteDataKeyReader::open(directory + "/keys.db").value()),
        blob_writer_(store::FolderBlobWriter::open(directory + "/blobs").value()),
        blobs_(directory + "/blobs") {}
  registrar::RecordAppender& appender() override { return *appender_; }
  ledger::RecordReader& reader() override { return *reader_; }
  ledger::DataKeyReader& data_keys() override { return *data_keys_; }
  registrar::BlobWriter& blob_writer() override { return *blob_writer_; }
  void lose_data_key(std::string_view kid) override {
    const auto keys = sql::open_sqlite(keys_path_, sql::Access::read_write).value();
    keys->run("DELETE FROM data_key WHERE kid=?", {sql::Blob{base::Bytes(kid)}}).value();
  }
  ledger::BlobReader& blobs() override { return blobs_; }

 private:
  std::string keys_path_;
  std::unique_ptr<store::SqliteRecordAppender> appender_;
  std::unique_ptr<store::SqliteRecordReader> reader_;
  std::unique_ptr<store::SqliteDataKeyReader> data_keys_;
  std::unique_ptr<store::FolderBlobWriter> blob_writer_;
  store::FolderBlobReader blobs_;
};

}  // namespace

std::unique_ptr<Stores> stores_in(const std::string& directory) {
  return std::make_unique<LocalStores>(directory);
}

}  // namespace registrar_test
