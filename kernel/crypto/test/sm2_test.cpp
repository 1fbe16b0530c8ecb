#include "crypto/sm2.h"

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <rapidcheck/gtest.h>

#include "vectors.h"

namespace {

using crypto::Sm2Key;
using crypto::test::bytes;
using crypto::test::list;
using crypto::test::text;

const base::json::Value& file() {
  static const auto value = crypto::test::vectors("02-sm2.json");
  return value;
}

const Sm2Key& some_key() {
  static const Sm2Key key = Sm2Key::generate();
  return key;
}

const unsigned char* raw(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// The whole verification by OpenSSL from PEM and DER, sharing nothing with ours.
bool openssl_verifies(const std::string& pem, const std::string& message, const std::string& der,
                      const std::string& id) {
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  EVP_PKEY* key = PEM_read_bio_PUBKEY(bio, nullptr, nullptr, nullptr);
  EVP_PKEY_CTX* key_context = EVP_PKEY_CTX_new(key, nullptr);
  EVP_PKEY_CTX_set1_id(key_context, id.data(), static_cast<int>(id.size()));
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_MD_CTX_set_pkey_ctx(context, key_context);
  EXPECT_EQ(EVP_DigestVerifyInit(context, nullptr, EVP_sm3(), nullptr, key), 1);
  const bool ok = EVP_DigestVerify(context, raw(der), der.size(), raw(message), message.size()) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_CTX_free(key_context);
  EVP_PKEY_free(key);
  BIO_free(bio);
  return ok;
}

std::string to_der(const std::string& signature) {
  ECDSA_SIG* both = ECDSA_SIG_new();
  ECDSA_SIG_set0(both, BN_bin2bn(raw(signature), 32, nullptr), BN_bin2bn(raw(signature) + 32, 32, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(both, &der);
  const std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  ECDSA_SIG_free(both);
  return out;
}

TEST(Sm2, verifies_the_example_of_the_standard) {
  const auto& example = file().at("standard");
  EXPECT_TRUE(crypto::sm2_verify(bytes(example, "pub"), text(example, "msg_utf8"), bytes(example, "sig_raw"),
                                 text(example, "id")));
  EXPECT_EQ(Sm2Key::from_scalar(bytes(example, "d")).value().public_key(), bytes(example, "pub"));
}

TEST(Sm2, judges_the_published_signatures_as_they_say) {
  for (const auto& item : list(file(), "vectors"))
    EXPECT_EQ(crypto::sm2_verify(bytes(item, "pub"), bytes(item, "msg_hex"), bytes(item, "sig_raw"),
                                 text(item, "id")),
              item.at("valid").as_bool())
        << text(item, "case");
}

TEST(Sm2, signs_so_that_a_second_implementation_verifies) {
  for (const auto& item : list(file(), "vectors")) {
    const auto key = Sm2Key::from_scalar(bytes(item, "d"));
    ASSERT_TRUE(key);
    EXPECT_EQ(key->public_key(), bytes(item, "pub"));
    const auto signature = key->sign(bytes(item, "msg_hex"), text(item, "id"));
    if (text(item, "id").empty()) continue;  // OpenSSL cannot be given an empty ID
    EXPECT_TRUE(openssl_verifies(text(item, "spki_pem"), bytes(item, "msg_hex"), to_der(signature),
                                 text(item, "id")));
  }
}

TEST(Sm2, uses_the_fixed_id_unless_told_otherwise) {
  const auto signature = some_key().sign("message");
  EXPECT_TRUE(crypto::sm2_verify(some_key().public_key(), "message", signature, "1234567812345678"));
  EXPECT_FALSE(crypto::sm2_verify(some_key().public_key(), "message", signature, ""));
  EXPECT_FALSE(crypto::sm2_verify(some_key().public_key(), "message", some_key().sign("message", "")));
}

TEST(Sm2, makes_a_key_only_from_a_scalar_between_one_and_n_minus_two) {
  const std::string n = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";
  const auto scalar = [&](const std::string& last) { return base::from_hex(n.substr(0, 62) + last).value(); };
  EXPECT_TRUE(Sm2Key::from_scalar(scalar("21")));
  for (const char* last : {"22", "23", "24"})
    EXPECT_EQ(Sm2Key::from_scalar(scalar(last)).error().code, "key") << last;
  std::string one(32, '\0');
  EXPECT_FALSE(Sm2Key::from_scalar(one));
  one.back() = 1;
  EXPECT_TRUE(Sm2Key::from_scalar(one));
  EXPECT_FALSE(Sm2Key::from_scalar(one + '\0'));
  EXPECT_FALSE(Sm2Key::from_scalar(std::string(32, '\xff')));
}

TEST(Sm2, gives_back_its_scalar_and_signs_again_from_it) {
  const auto again = Sm2Key::from_scalar(some_key().scalar()).value();
  EXPECT_EQ(again.public_key(), some_key().public_key());
  EXPECT_TRUE(crypto::sm2_verify(some_key().public_key(), "x", again.sign("x")));
  EXPECT_NE(Sm2Key::generate().public_key(), some_key().public_key());
}

TEST(Sm2, refuses_public_keys_that_are_no_point_in_long_form) {
  const std::string pub = some_key().public_key();
  const auto signature = some_key().sign("m");
  ASSERT_TRUE(crypto::sm2_verify(pub, "m", signature));
  std::string off_curve = pub;
  off_curve[64] = static_cast<char>(off_curve[64] ^ 1);
  const std::string compressed = (pub[64] & 1 ? '\3' : '\2') + pub.substr(1, 32);
  std::string hybrid = pub;
  hybrid[0] = pub[64] & 1 ? '\7' : '\6';
  for (const auto& other : {off_curve, compressed, hybrid, std::string(), std::string(1, '\0'), pub + '\0',
                            pub.substr(1), '\4' + std::string(64, '\0'), '\4' + std::string(64, '\xff')})
    EXPECT_FALSE(crypto::sm2_verify(other, "m", signature)) << base::hex(other);
}

RC_GTEST_PROP(Sm2, refuses_a_signature_with_any_bit_flipped, (const std::string& message)) {
  const auto signature = some_key().sign(message);
  RC_ASSERT(signature.size() == 64U);
  RC_ASSERT(crypto::sm2_verify(some_key().public_key(), message, signature));
  auto other = signature;
  const auto bit = *rc::gen::inRange<std::size_t>(0, 512);
  other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << bit % 8));
  RC_ASSERT(!crypto::sm2_verify(some_key().public_key(), message, other));
  RC_ASSERT(!crypto::sm2_verify(some_key().public_key(), message + "x", signature));
}

}  // namespace
