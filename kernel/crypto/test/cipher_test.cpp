#include "crypto/cipher.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/json.h"

namespace {

using crypto::Aead;

base::Bytes hex(std::string_view text) {
  return base::from_hex(text).value();
}

std::string key_for(Aead alg) {
  return std::string(alg == Aead::aes256_gcm ? 32 : 16, 'k');
}

// RFC 8998 appendix A.1.
TEST(Sm4Gcm, gives_the_example_of_rfc_8998) {
  const auto key = hex("0123456789abcdeffedcba9876543210");
  const auto nonce = hex("00001234567800000000abcd");
  const auto aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const auto plain =
      hex("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
          "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");
  const auto sealed =
      hex("17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
          "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
          "83de3541e4c2b58177e065a9bf7b62ec");
  EXPECT_EQ(crypto::aead_seal(Aead::sm4_gcm, key, nonce, aad, plain), sealed);
  EXPECT_EQ(crypto::aead_open(Aead::sm4_gcm, key, nonce, aad, sealed), plain);
}

// Cases 13, 14 and 16 of the specification of GCM.
TEST(Aes256Gcm, gives_the_examples_of_the_specification) {
  const std::string zero_key(32, '\0');
  const std::string zero_nonce(12, '\0');
  EXPECT_EQ(crypto::aead_seal(Aead::aes256_gcm, zero_key, zero_nonce, "", ""),
            hex("530f8afbc74536b9a963b4f1c4cb738b"));
  EXPECT_EQ(crypto::aead_seal(Aead::aes256_gcm, zero_key, zero_nonce, "", std::string(16, '\0')),
            hex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"));
  EXPECT_EQ(crypto::aead_seal(
                Aead::aes256_gcm, hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
                hex("cafebabefacedbaddecaf888"), hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
                hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")),
            hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"));
}

RC_GTEST_PROP(Aead, opens_what_it_sealed_and_nothing_else,
              (const std::string& plain, const std::string& aad, bool sm4)) {
  const Aead alg = sm4 ? Aead::sm4_gcm : Aead::aes256_gcm;
  const std::string nonce(12, 'n');
  const auto sealed = crypto::aead_seal(alg, key_for(alg), nonce, aad, plain);
  RC_ASSERT(sealed.size() == plain.size() + 16);
  RC_ASSERT(crypto::aead_open(alg, key_for(alg), nonce, aad, sealed).value() == plain);
  auto other = sealed;
  const auto bit = *rc::gen::inRange<std::size_t>(0, sealed.size() * 8);
  other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << bit % 8));
  RC_ASSERT(!crypto::aead_open(alg, key_for(alg), nonce, aad, other).has_value());
  RC_ASSERT(!crypto::aead_open(alg, key_for(alg), nonce, aad + "x", sealed).has_value());
  RC_ASSERT(!crypto::aead_open(alg, key_for(alg), "another nonc", aad, sealed).has_value());
}

TEST(Aead, refuses_what_has_the_wrong_size) {
  const std::string nonce(12, 'n');
  const auto sealed = crypto::aead_seal(Aead::aes256_gcm, key_for(Aead::aes256_gcm), nonce, "", "plain");
  EXPECT_EQ(crypto::aead_open(Aead::aes256_gcm, "short", nonce, "", sealed).error().code, "aead");
  EXPECT_EQ(crypto::aead_open(Aead::aes256_gcm, key_for(Aead::aes256_gcm), "n", "", sealed).error().code,
            "aead");
  EXPECT_EQ(crypto::aead_open(Aead::aes256_gcm, key_for(Aead::aes256_gcm), nonce, "", "short").error().code,
            "aead");
  EXPECT_EQ(crypto::aead_open(Aead::sm4_gcm, key_for(Aead::aes256_gcm), nonce, "", sealed).error().code,
            "aead");
}

TEST(AeadDeathTest, stops_rather_than_seal_under_a_key_of_the_wrong_size) {
  EXPECT_DEATH(static_cast<void>(crypto::aead_seal(Aead::aes256_gcm, "short", std::string(12, 'n'), "", "x")),
               "size of key");
}

TEST(Random, never_gives_the_same_bytes_twice) {
  EXPECT_EQ(crypto::random_bytes(0), "");
  EXPECT_EQ(crypto::random_bytes(33).size(), 33U);
  EXPECT_NE(crypto::random_bytes(16), crypto::random_bytes(16));
}

TEST(Pbkdf2, gives_the_examples_of_rfc_7914) {
  EXPECT_EQ(base::hex(crypto::pbkdf2_sha256("passwd", "salt", 1, 64)),
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
            "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783");
}

TEST(WrappedKey, opens_under_its_passphrase_only) {
  const std::string scalar(32, '\x17');
  const std::string wrapped = crypto::wrap_key(scalar, "明镜高悬 2026");
  EXPECT_TRUE(base::json::parse_canonical(wrapped));
  EXPECT_EQ(wrapped.find(base::base64(scalar)), std::string::npos);
  EXPECT_EQ(crypto::unwrap_key(wrapped, "明镜高悬 2026"), scalar);
  EXPECT_EQ(crypto::unwrap_key(wrapped, "明镜高悬 2025").error().code, "passphrase");
  EXPECT_NE(crypto::wrap_key(scalar, "p"), crypto::wrap_key(scalar, "p"));
}

TEST(WrappedKey, opens_when_it_was_made_elsewhere) {
  // Made by an independent implementation (Python's hashlib and cryptography) from the description in
  // cipher.h.
  const std::string wrapped =
      R"({"alg":"pbkdf2-sha256-600000+aes-256-gcm","box":"cXL8ePr6MOBVUFKCcA+gA8Gb2eaXCtXNbmA8RqduXxK3/7eFniH6pRQ3D8TMkm96",)"
      R"("nonce":"ZGVmZ2hpamtsbW5v","salt":"AAECAwQFBgcICQoLDA0ODw==","v":1})";
  EXPECT_EQ(crypto::unwrap_key(wrapped, "correct horse"), std::string("0123456789abcdef0123456789abcdef"));
}

TEST(WrappedKey, refuses_anything_of_another_shape) {
  const std::string salt = base::base64(std::string(16, 's'));
  const std::string nonce = base::base64(std::string(12, 'n'));
  const auto shape = [&](const std::string& alg, const std::string& n, const std::string& s,
                         const std::string& v) {
    return R"({"alg":")" + alg + R"(","box":"","nonce":")" + n + R"(","salt":")" + s + R"(","v":)" + v + "}";
  };
  const std::string alg = "pbkdf2-sha256-600000+aes-256-gcm";
  for (const auto& text :
       {std::string(), std::string("{}"), std::string("[]"),
        shape("pbkdf2-sha256-1+aes-256-gcm", nonce, salt, "1"), shape(alg, salt, salt, "1"),
        shape(alg, nonce, nonce, "1"), shape(alg, nonce, salt, "2"), shape(alg, nonce, "=", "1"),
        shape(alg, nonce, salt, "\"1\"")})
    EXPECT_EQ(crypto::unwrap_key(text, "p").error().code, "wrapped_key") << text;
}

TEST(Password, is_accepted_only_when_it_is_the_same) {
  const std::string encoded = crypto::hash_password("口令 12345");
  EXPECT_TRUE(encoded.starts_with("$argon2id$v=19$m=65536,t=3,p=1$")) << encoded;
  EXPECT_TRUE(crypto::verify_password("口令 12345", encoded));
  EXPECT_FALSE(crypto::verify_password("口令 12346", encoded));
  EXPECT_FALSE(crypto::verify_password("口令 12345", ""));
  EXPECT_FALSE(crypto::verify_password("口令 12345", encoded.substr(0, encoded.size() - 4)));
}

}  // namespace
