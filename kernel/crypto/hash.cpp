#include "crypto/hash.h"

#include <gcrypt.h>

#include <algorithm>

#include "gcrypt_start.h"
#include "must.h"

namespace crypto {

void start_gcrypt() {
  static const bool started = [] {
    must(gcry_check_version("1.9.0") != nullptr, "libgcrypt: version");  // the first with SM4
    if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P) == 0) {
      // Private keys live in OpenSSL; the data keys that pass through here are as short-lived as a call.
      gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
      gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    }
    return true;
  }();
  static_cast<void>(started);
}

namespace {

/// One digest context; opening it costs more than hashing a leaf, so each thread keeps its own.
class Digest {
 public:
  explicit Digest(int algorithm) {
    start_gcrypt();
    must(gcry_md_open(&handle_, algorithm, 0) == 0, "libgcrypt: digest");
  }
  ~Digest() { gcry_md_close(handle_); }
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  void update(std::string_view piece) { gcry_md_write(handle_, piece.data(), piece.size()); }
  Hash finish() {
    Hash hash;
    std::copy_n(gcry_md_read(handle_, 0), hash.size(), hash.begin());
    gcry_md_reset(handle_);
    return hash;
  }
  Hash of(std::string_view message) {
    update(message);
    return finish();
  }

 private:
  gcry_md_hd_t handle_ = nullptr;
};

}  // namespace

Hash sm3(std::string_view message) {
  thread_local Digest digest(GCRY_MD_SM3);
  return digest.of(message);
}

Hash sha256(std::string_view message) {
  thread_local Digest digest(GCRY_MD_SHA256);
  return digest.of(message);
}

Hash hmac_sm3(std::string_view key, std::string_view message) {  // RFC 2104 with SM3's block of 64 bytes
  base::Bytes block(key);
  if (key.size() > 64) block = base::view(sm3(key));
  block.resize(64);
  base::Bytes inner = block;
  base::Bytes outer = block;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  inner += message;
  outer += base::view(sm3(inner));
  return sm3(outer);
}

struct Sm3::State {
  Digest digest{GCRY_MD_SM3};
};

Sm3::Sm3() : state_(std::make_unique<State>()) {}
Sm3::~Sm3() = default;
Sm3::Sm3(Sm3&&) noexcept = default;
Sm3& Sm3::operator=(Sm3&&) noexcept = default;

void Sm3::update(std::string_view piece) {
  state_->digest.update(piece);
}
Hash Sm3::finish() {
  return state_->digest.finish();
}

}  // namespace crypto
