// Bundles and disclosures come from parties, portals and files. A bundle that is accepted must be written
// back to the same value; verifying it, and reading an act out of it, must end.

#include <cstdint>
#include <cstdlib>

#include "ledger/act.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto field = ledger::decode_disclosure(bytes);
  if (field && ledger::encode_disclosure(*field) != bytes) std::abort();
  const auto value = base::json::parse(bytes, {.bytes_max = 1 << 20});
  if (!value) return 0;
  const auto bundle = ledger::bundle_from_json(*value);
  if (!bundle) return 0;
  if (ledger::to_json(*bundle) != *value) std::abort();
  static_cast<void>(ledger::verify_bundle(*bundle, true));
  static_cast<void>(ledger::open_act({bundle->digests.size(), bundle->disclosures, {}}));
  return 0;
}
