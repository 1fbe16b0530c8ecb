// Uploads: pieces in their order, limits that keep the ledger's disk free, one person's share.

#include <future>

#include "api.h"
#include "file/durable.h"

namespace office {
namespace {

class Uploads : public Api {
 protected:
  void TearDown() override {
    office_->upload_limits = {};
    for (const auto& entry : std::filesystem::directory_iterator(layout_.uploads()))
      std::filesystem::remove(entry.path());
  }
  static http::Response begin(const std::string& login, const std::string& length) {
    return call({http::Method::post, "/files", "", cookie(login), {{"Upload-Length", length}}});
  }
  static http::Response piece(const std::string& place, const std::string& bytes, const std::string& offset,
                              const std::string& login = "director") {
    return call({http::Method::patch,
                 place,
                 bytes,
                 cookie(login),
                 {{"Content-Type", "application/offset+octet-stream"}, {"Upload-Offset", offset}}});
  }
};

TEST_F(Uploads, continue_where_they_stopped_and_are_known_by_their_hash) {
  const auto created = begin("director", "6");
  ASSERT_EQ(created.status, 201) << created.body;
  const std::string place(created.header("Location"));
  EXPECT_EQ(piece(place, "abc", "0").status, 204);
  EXPECT_EQ(piece(place, "def", "0").status, 409);
  EXPECT_EQ(piece(place, "defg", "3").status, 413);
  EXPECT_EQ(piece(place, "def", "3", "legal").status, 404) << "another person's upload";
  const auto done = piece(place, "def", "3");
  EXPECT_EQ(done.status, 204);
  const auto hash = base::hash_from_base64(done.header("Mingjing-SM3"));
  ASSERT_TRUE(hash);
  EXPECT_EQ(office_->blobs->read(*hash, 0, 6).value_or(""), "abcdef");
}

TEST_F(Uploads, never_take_the_last_of_the_disk_that_the_ledger_shares) {
  const auto free = file::free_bytes(layout_.uploads().string());
  ASSERT_TRUE(free);
  office_->upload_limits.free_floor_bytes = *free * 2;
  const auto refused = begin("director", "6");
  EXPECT_EQ(refused.status, 507);
  EXPECT_EQ(code_of(refused), "storage_full");
  EXPECT_TRUE(std::filesystem::is_empty(layout_.uploads()));
}

TEST_F(Uploads, lie_under_names_that_nobody_chose) {
  ASSERT_EQ(begin("director", "6").status, 201);
  for (const auto& entry : std::filesystem::directory_iterator(layout_.uploads()))
    EXPECT_EQ(entry.path().stem().string().find_first_not_of("0123456789abcdef-"), std::string::npos);
}

TEST_F(Uploads, of_one_person_are_limited_and_do_not_hinder_another) {
  for (std::size_t i = 0; i < office_->upload_limits.unfinished_max; ++i)
    ASSERT_EQ(begin("director", "6").status, 201) << i;
  EXPECT_EQ(code_of(begin("director", "6")), "too_many_uploads");
  EXPECT_EQ(begin("legal", "6").status, 201);
}

TEST_F(Uploads, that_nobody_went_on_with_for_a_day_make_room) {
  office_->upload_limits.unfinished_max = 1;
  const std::string place(begin("director", "6").header("Location"));
  ASSERT_EQ(piece(place, "abc", "0").status, 204);
  ASSERT_EQ(begin("director", "6").status, 429);
  const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(25);
  for (const auto& entry : std::filesystem::directory_iterator(layout_.uploads()))
    std::filesystem::last_write_time(entry.path(), long_ago);
  EXPECT_EQ(begin("director", "6").status, 201);
  EXPECT_EQ(piece(place, "def", "3").status, 404);
}

TEST_F(Uploads, the_same_piece_sent_twice_at_once_is_taken_once) {
  const std::string half(64 * 1024, 'a');
  const std::string place(begin("director", std::to_string(2 * half.size())).header("Location"));
  static_cast<void>(cookie("director"));
  std::vector<std::future<int>> sent;
  for (int i = 0; i < 4; ++i)
    sent.push_back(std::async(std::launch::async, [&] { return piece(place, half, "0").status; }));
  std::multiset<int> statuses;
  for (auto& one : sent) statuses.insert(one.get());
  EXPECT_EQ(statuses, (std::multiset<int>{204, 409, 409, 409}));
  const auto done = piece(place, half, std::to_string(half.size()));
  const auto hash = base::hash_from_base64(done.header("Mingjing-SM3"));
  ASSERT_TRUE(hash) << done.status;
  EXPECT_EQ(office_->blobs->size(*hash).value_or(0), 2 * half.size());
}

}  // namespace
}  // namespace office
