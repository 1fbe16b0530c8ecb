#include "crypto/sm2.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <cstring>

#include "base/freed.h"
#include "crypto/hash.h"
#include "must.h"

namespace crypto {
namespace {

using Number = std::unique_ptr<BIGNUM, base::Freed<BN_clear_free>>;
using Pkey = std::unique_ptr<EVP_PKEY, base::Freed<EVP_PKEY_free>>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, base::Freed<EVP_PKEY_CTX_free>>;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, base::Freed<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, base::Freed<OSSL_PARAM_free>>;
using Point = std::unique_ptr<EC_POINT, base::Freed<EC_POINT_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, base::Freed<ECDSA_SIG_free>>;

constexpr std::size_t kScalarBytes = 32;
constexpr std::size_t kPublicBytes = 65;
constexpr std::size_t kSignatureBytes = 64;

// GB/T 32918.5: a ‖ b ‖ xG ‖ yG, the curve's part of ZA; and n.
constexpr std::string_view kCurveHex =
    "fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc"
    "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93"
    "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"
    "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0";
constexpr std::string_view kOrderHex = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(base::Bytes& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

const base::Bytes& order() {
  static const base::Bytes n = *base::from_hex(kOrderHex);
  return n;
}

bool is_zero(std::string_view number) {
  return std::ranges::all_of(number, [](char c) { return c == 0; });
}

/// 1 ≤ number < n; both 32 bytes big-endian.
bool in_range(std::string_view number) {
  return !is_zero(number) && std::memcmp(number.data(), order().data(), kScalarBytes) < 0;
}

/// e = SM3(ZA ‖ message), ZA = SM3(ENTL ‖ ID ‖ curve ‖ public key). Done here rather than by OpenSSL, whose
/// 3.0 takes an empty ID for granted and fetches its algorithms anew for every message.
Hash message_digest(std::string_view public_key, std::string_view message, std::string_view id) {
  static const base::Bytes curve = *base::from_hex(kCurveHex);
  base::Bytes identity;
  base::put_u16be(identity, static_cast<std::uint16_t>(id.size() * 8));
  identity.append(id).append(curve).append(public_key.substr(1));
  base::Bytes signed_bytes(base::view(sm3(identity)));
  signed_bytes += message;
  return sm3(signed_bytes);
}

/// Null when `public_key` is no point of the curve. `scalar` may be null.
Pkey make_key(std::string_view public_key, const BIGNUM* scalar) {
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  must(builder != nullptr, "OSSL_PARAM_BLD_new");
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, public_key.data(),
                                   public_key.size());
  if (scalar != nullptr) OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar);
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr));
  must(params && context && EVP_PKEY_fromdata_init(context.get()) == 1, "EVP_PKEY_fromdata_init");
  EVP_PKEY* key = nullptr;
  const int selection = scalar != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
  if (EVP_PKEY_fromdata(context.get(), &key, selection, params.get()) != 1) return nullptr;
  return Pkey(key);
}

/// 04‖X‖Y of scalar·G.
base::Bytes public_of(const BIGNUM* scalar) {
  static EC_GROUP* const group = EC_GROUP_new_by_curve_name(NID_sm2);  // lives as long as the process
  const Point point(EC_POINT_new(group));
  must(point && EC_POINT_mul(group, point.get(), scalar, nullptr, nullptr, nullptr) == 1, "EC_POINT_mul");
  base::Bytes out(kPublicBytes, '\0');
  must(EC_POINT_point2oct(group, point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes_of(out), out.size(),
                          nullptr) == out.size(),
       "EC_POINT_point2oct");
  return out;
}

base::Bytes to_der(std::string_view raw) {
  const Signature signature(ECDSA_SIG_new());
  must(signature != nullptr, "ECDSA_SIG_new");
  BIGNUM* r = BN_bin2bn(bytes_of(raw), kScalarBytes, nullptr);
  BIGNUM* s = BN_bin2bn(bytes_of(raw.substr(kScalarBytes)), kScalarBytes, nullptr);
  must(ECDSA_SIG_set0(signature.get(), r, s) == 1, "ECDSA_SIG_set0");
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  must(size > 0, "i2d_ECDSA_SIG");
  base::Bytes out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return out;
}

base::Bytes to_raw(std::string_view der) {
  const unsigned char* position = bytes_of(der);
  const Signature signature(d2i_ECDSA_SIG(nullptr, &position, static_cast<long>(der.size())));
  must(signature != nullptr, "d2i_ECDSA_SIG");
  base::Bytes raw(kSignatureBytes, '\0');
  must(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), bytes_of(raw), kScalarBytes) == kScalarBytes &&
           BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), bytes_of(raw) + kScalarBytes, kScalarBytes) ==
               kScalarBytes,
       "BN_bn2binpad");
  return raw;
}

}  // namespace

struct Sm2Key::State {
  Number scalar;
  base::Bytes public_key;
  Pkey key;
  PkeyContext signer;  // initialised once, duplicated for every signature
};

Sm2Key::Sm2Key(std::unique_ptr<State> state) : state_(std::move(state)) {}
Sm2Key::Sm2Key(Sm2Key&&) noexcept = default;
Sm2Key& Sm2Key::operator=(Sm2Key&&) noexcept = default;
Sm2Key::~Sm2Key() = default;

Sm2Key Sm2Key::generate() {
  const Pkey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2"));
  BIGNUM* number = nullptr;
  must(key && EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1, "SM2 key generation");
  const Number owned(number);
  base::Bytes scalar(kScalarBytes, '\0');
  BN_bn2binpad(number, bytes_of(scalar), kScalarBytes);
  auto made = from_scalar(scalar);
  OPENSSL_cleanse(scalar.data(), scalar.size());
  must(made.has_value(), "SM2 key generation");
  return std::move(*made);
}

base::Result<Sm2Key> Sm2Key::from_scalar(std::string_view scalar) {
  if (scalar.size() != kScalarBytes || !in_range(scalar))
    return base::fail("key", "no private key of the SM2 curve");
  base::Bytes last = order();  // n − 1 is out: 1 + d would have no inverse
  last.back() = static_cast<char>(last.back() - 1);
  if (scalar == last) return base::fail("key", "no private key of the SM2 curve");

  auto state = std::make_unique<State>();
  state->scalar.reset(BN_secure_new());
  must(state->scalar && BN_bin2bn(bytes_of(scalar), kScalarBytes, state->scalar.get()) != nullptr,
       "BN_bin2bn");
  BN_set_flags(state->scalar.get(), BN_FLG_CONSTTIME);
  state->public_key = public_of(state->scalar.get());
  state->key = make_key(state->public_key, state->scalar.get());
  must(state->key != nullptr, "EVP_PKEY_fromdata");
  state->signer.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, state->key.get(), nullptr));
  must(state->signer && EVP_PKEY_sign_init(state->signer.get()) == 1, "EVP_PKEY_sign_init");
  return Sm2Key(std::move(state));
}

const base::Bytes& Sm2Key::public_key() const {
  return state_->public_key;
}

base::Bytes Sm2Key::scalar() const {
  base::Bytes out(kScalarBytes, '\0');
  BN_bn2binpad(state_->scalar.get(), bytes_of(out), kScalarBytes);
  return out;
}

base::Bytes Sm2Key::sign(std::string_view message, std::string_view id) const {
  const Hash digest = message_digest(state_->public_key, message, id);
  const PkeyContext context(EVP_PKEY_CTX_dup(state_->signer.get()));
  base::Bytes der(80, '\0');
  std::size_t size = der.size();
  must(context && EVP_PKEY_sign(context.get(), bytes_of(der), &size, digest.data(), digest.size()) == 1,
       "EVP_PKEY_sign");
  der.resize(size);
  return to_raw(der);
}

bool sm2_verify(std::string_view public_key, std::string_view message, std::string_view signature,
                std::string_view id) {
  if (public_key.size() != kPublicBytes || public_key[0] != 4 || signature.size() != kSignatureBytes)
    return false;
  if (!in_range(signature.substr(0, kScalarBytes)) || !in_range(signature.substr(kScalarBytes))) return false;
  const Pkey key = make_key(public_key, nullptr);
  if (!key) return false;
  const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  must(context && EVP_PKEY_verify_init(context.get()) == 1, "EVP_PKEY_verify_init");
  const Hash digest = message_digest(public_key, message, id);
  const base::Bytes der = to_der(signature);
  // OpenSSL refuses r + s ≡ 0 (mod n) itself.
  return EVP_PKEY_verify(context.get(), bytes_of(der), der.size(), digest.data(), digest.size()) == 1;
}

}  // namespace crypto
