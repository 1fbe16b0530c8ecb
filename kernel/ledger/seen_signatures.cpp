#include "ledger/seen_signatures.h"

#include <mutex>
#include <unordered_set>

#include "base/encoding.h"
#include "crypto/hash.h"
#include "crypto/sm2.h"

namespace ledger {
namespace {

/// Some eight megabytes; the signatures of a district bureau's year.
constexpr std::size_t kRememberedMax = 128 * 1024;

struct FirstBytes {
  std::size_t operator()(const base::Hash& hash) const {
    return static_cast<std::size_t>(base::get_u64be(base::view(hash).substr(0, 8)));
  }
};

/// Key and message have fixed lengths here, so nothing can be shifted between the three.
base::Hash name_of(std::string_view pub, std::string_view message, std::string_view signature) {
  const base::Hash digest = crypto::sm3(message);
  base::Bytes all(pub);
  all.append(base::view(digest)).append(signature);
  return crypto::sm3(all);
}

}  // namespace

struct SeenSignatures::Memory {
  std::mutex mutex;
  std::unordered_set<base::Hash, FirstBytes> good;
};

SeenSignatures::SeenSignatures() : memory_(std::make_shared<Memory>()) {}

bool SeenSignatures::verify(std::string_view pub, std::string_view message,
                            std::string_view signature) const {
  const base::Hash name = name_of(pub, message, signature);
  {
    const std::scoped_lock lock(memory_->mutex);
    if (memory_->good.contains(name)) return true;
  }
  if (!crypto::sm2_verify(pub, message, signature)) return false;
  const std::scoped_lock lock(memory_->mutex);
  if (memory_->good.size() >= kRememberedMax) memory_->good.clear();
  memory_->good.insert(name);
  return true;
}

}  // namespace ledger
