#include "ledger/seen.h"

#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "crypto/hash.h"
#include "crypto/sm2.h"
#include "disclosure_parts.h"

namespace ledger {
namespace {

/// Some twenty megabytes of each; the records of a district bureau's year.
constexpr std::size_t kRememberedMax = 128 * 1024;

/// Key and message have fixed lengths here, so nothing can be shifted between the three.
base::Hash name_of(std::string_view pub, std::string_view message, std::string_view signature) {
  const base::Hash digest = crypto::sm3(message);
  base::Bytes all(pub);
  all.append(base::view(digest)).append(signature);
  return crypto::sm3(all);
}

base::Hash name_of(std::span<const base::Hash> digests) {
  base::Bytes all;
  all.reserve(digests.size() * sizeof(base::Hash));
  for (const base::Hash& digest : digests) all.append(base::view(digest));
  return crypto::sm3(all);
}

}  // namespace

struct Seen::Memory {
  std::mutex mutex;
  std::unordered_set<base::Hash, FirstBytes> good;
  std::unordered_map<base::Hash, base::Hash, FirstBytes> roots;
};

Seen::Seen() : memory_(std::make_shared<Memory>()) {}

bool Seen::verify(std::string_view pub, std::string_view message, std::string_view signature) const {
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

base::Hash Seen::digests_root(std::span<const base::Hash> digests) const {
  const base::Hash name = name_of(digests);
  {
    const std::scoped_lock lock(memory_->mutex);
    if (const auto known = memory_->roots.find(name); known != memory_->roots.end()) return known->second;
  }
  const base::Hash root = ledger::digests_root(digests, HashAlg::sm3);
  const std::scoped_lock lock(memory_->mutex);
  if (memory_->roots.size() >= kRememberedMax) memory_->roots.clear();
  return memory_->roots.emplace(name, root).first->second;
}

}  // namespace ledger
