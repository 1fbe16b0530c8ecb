#pragma once
// What is not structure lies sealed under a data key of its own (transparency-log.md §3e).

#include "base/encoding.h"
#include "base/json.h"
#include "base/result.h"
#include "crypto/cipher.h"

namespace ledger {

using base::Bytes;
using base::Hash;

struct MasterKey {
  Bytes mid;  // 4 bytes
  Bytes key;  // 32 bytes
};

struct SealedBlob {
  Bytes blob;     // alg ‖ kid ‖ nonce ‖ ciphertext ‖ tag
  Bytes kid;      // 16 bytes
  Bytes wrapped;  // the data key under the master key, for the key store
};

[[nodiscard]] SealedBlob seal_blob(std::string_view plain, const Hash& leaf, const MasterKey& master,
                                   crypto::Aead alg = crypto::Aead::aes256_gcm);
/// Error: `blob`.
[[nodiscard]] base::Result<Bytes> blob_kid(std::string_view blob);
/// Errors: `blob`, `data_key` (wrapped key does not open or is of another blob).
[[nodiscard]] base::Result<Bytes> open_blob(std::string_view blob, std::string_view wrapped, const Hash& leaf,
                                            const MasterKey& master);

}  // namespace ledger
