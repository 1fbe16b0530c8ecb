#include "store/folder_blobs.h"

#include <sys/stat.h>

#include <fstream>

#include "blob_store_conformance.h"
#include "store/folder_blob_writer.h"
#include "temporary_directory.h"

namespace {

class FolderDriver {
 public:
  FolderDriver() : writer_(store::FolderBlobWriter::open(folder()).value()), reader_(folder()) {}
  registrar::BlobWriter& writer() { return *writer_; }
  ledger::BlobReader& reader() { return reader_; }
  std::string loose_file(const std::string& bytes) {
    const std::string path = directory_.file("loose");
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  std::string folder() const { return directory_.file("blobs"); }

 private:
  store_test::TemporaryDirectory directory_;
  std::unique_ptr<store::FolderBlobWriter> writer_;
  store::FolderBlobReader reader_;
};

}  // namespace

namespace store_test {
INSTANTIATE_TYPED_TEST_SUITE_P(Folder, BlobStore, FolderDriver);
}

namespace {

TEST(FolderBlobs, lie_under_the_first_four_digits_of_their_hash_and_cannot_be_changed_by_accident) {
  FolderDriver driver;
  const auto sm3 = driver.writer().store("abc");
  const std::string name =
      "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";  // GB/T 32905 A.1
  const std::string path = driver.folder() + "/66/c7/" + name;
  EXPECT_EQ(store::blob_path(driver.folder(), *sm3), path);
  struct stat found {};
  ASSERT_EQ(::stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0440U);
}

TEST(FolderBlobs, are_written_anew_where_a_failing_disk_left_a_part) {
  FolderDriver driver;
  const auto sm3 = driver.writer().store("whole");
  const std::string path = store::blob_path(driver.folder(), *sm3);
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  std::ofstream(path, std::ios::trunc) << "wh";
  ASSERT_TRUE(driver.writer().store("whole"));
  EXPECT_EQ(driver.reader().read(*sm3, 0, 100), "whole");
}

}  // namespace
