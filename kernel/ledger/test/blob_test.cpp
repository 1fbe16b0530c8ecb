#include "ledger/blob.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "own_vectors.h"

namespace {

using base::json::Value;
using crypto::Aead;
using ledger::Hash;
using ledger::MasterKey;
using ledger::SealedBlob;
using ledger::test::text;

const MasterKey kMaster{.mid = "mid1", .key = std::string(32, 'm')};

Hash leaf(char c = 'l') {
  return base::to_hash(std::string(32, c)).value();
}
std::string flipped(std::string bytes, std::size_t bit) {
  bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
  return bytes;
}

TEST(Blob, opens_the_published_one) {
  const Value file = ledger::test::vectors("17-tokens.json");
  const Value& item = ledger::test::at(file, "blob");
  const auto bytes = [&](const char* name) { return base::from_base64(text(item, name)).value(); };
  const MasterKey master{.mid = base::from_hex(text(item, "mid")).value(), .key = bytes("master")};
  const Hash of = base::hash_from_base64(text(item, "leaf_hash")).value();
  EXPECT_EQ(ledger::open_blob(bytes("blob"), bytes("wrapped"), of, master), text(item, "plain"));
  EXPECT_EQ(ledger::blob_kid(bytes("blob")).value(), bytes("wrapped").substr(0, 16));
}

RC_GTEST_PROP(Blob, opens_what_it_sealed_and_nothing_altered, (const std::string& plain, bool sm4)) {
  const SealedBlob sealed = ledger::seal_blob(plain, leaf(), kMaster, sm4 ? Aead::sm4_gcm : Aead::aes256_gcm);
  RC_ASSERT(sealed.blob.size() == 1 + 16 + 12 + plain.size() + 16);
  RC_ASSERT(ledger::blob_kid(sealed.blob).value() == sealed.kid);
  RC_ASSERT(ledger::open_blob(sealed.blob, sealed.wrapped, leaf(), kMaster).value() == plain);
  const auto bad_blob = flipped(sealed.blob, *rc::gen::inRange<std::size_t>(0, sealed.blob.size() * 8));
  RC_ASSERT(!ledger::open_blob(bad_blob, sealed.wrapped, leaf(), kMaster).has_value());
  const auto bad_key = flipped(sealed.wrapped, *rc::gen::inRange<std::size_t>(0, sealed.wrapped.size() * 8));
  RC_ASSERT(ledger::open_blob(sealed.blob, bad_key, leaf(), kMaster).error().code == "data_key");
}

TEST(Blob, belongs_to_one_record_one_data_key_and_one_master_key) {
  const SealedBlob one = ledger::seal_blob("values", leaf(), kMaster);
  const SealedBlob two = ledger::seal_blob("values", leaf(), kMaster);
  EXPECT_NE(one.kid, two.kid);
  EXPECT_EQ(ledger::open_blob(one.blob, one.wrapped, leaf('x'), kMaster).error().code, "blob");
  EXPECT_EQ(ledger::open_blob(one.blob, two.wrapped, leaf(), kMaster).error().code, "data_key");
  const MasterKey other_key{.mid = kMaster.mid, .key = std::string(32, 'o')};
  const MasterKey other_mid{.mid = "mid2", .key = kMaster.key};
  EXPECT_EQ(ledger::open_blob(one.blob, one.wrapped, leaf(), other_key).error().code, "data_key");
  EXPECT_EQ(ledger::open_blob(one.blob, one.wrapped, leaf(), other_mid).error().code, "data_key");
}

TEST(Blob, is_gone_when_its_data_key_is) {
  const SealedBlob sealed = ledger::seal_blob("values", leaf(), kMaster);
  EXPECT_EQ(ledger::open_blob(sealed.blob, "", leaf(), kMaster).error().code, "data_key");
}

TEST(Blob, is_refused_when_cut_or_of_an_unknown_algorithm) {
  const SealedBlob sealed = ledger::seal_blob("", leaf(), kMaster);
  EXPECT_EQ(ledger::open_blob(sealed.blob, sealed.wrapped, leaf(), kMaster), "");
  EXPECT_EQ(ledger::blob_kid(sealed.blob.substr(0, sealed.blob.size() - 1)).error().code, "blob");
  EXPECT_EQ(ledger::blob_kid("").error().code, "blob");
  std::string other = sealed.blob;
  other[0] = 3;
  EXPECT_EQ(ledger::blob_kid(other).error().code, "blob");
  other[0] = 2;  // the right key, but for the other algorithm
  EXPECT_EQ(ledger::open_blob(other, sealed.wrapped, leaf(), kMaster).error().code, "data_key");
}

}  // namespace
