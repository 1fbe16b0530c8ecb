#pragma once
// A library call that only fails when memory or the random source is gone leaves nothing to continue with: a
// record that is signed or sealed wrongly is worse than a process that stops.

#include <cstdio>
#include <cstdlib>

namespace crypto {

inline void must(bool ok, const char* what) {
  if (ok) return;
  std::fputs("crypto: ", stderr);
  std::fputs(what, stderr);
  std::fputs(" failed\n", stderr);
  std::abort();
}

}  // namespace crypto
