// JSON comes in from outside everywhere: what is accepted must be written and read back as the same value.

#include <cstdint>
#include <cstdlib>

#include "base/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = base::json::parse({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  const auto again = base::json::parse_canonical(base::json::canonical(*value), {.bytes_max = 1 << 20});
  if (!again || *again != *value) std::abort();
  return 0;
}
