// Proofs are handed in by anybody. One without its `extra` line must be written back to the same bytes.

#include <cstdint>
#include <cstdlib>

#include "ledger/note.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto proof = ledger::parse_tlog_proof(bytes);
  if (!proof) return 0;
  const std::string written = ledger::format(*proof);
  if (bytes.find("\nextra ") == std::string_view::npos && written != bytes) std::abort();
  static_cast<void>(ledger::verify_inclusion(proof->index, proof->index + 1, {}, proof->path, {}));
  return 0;
}
