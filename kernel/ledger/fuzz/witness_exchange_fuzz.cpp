// Requests come to the witness from anywhere, answers and structure come back to the log on a stick. Whatever
// is accepted must be written back to the same bytes. For structure the first byte chooses the width.

#include <cstdint>
#include <cstdlib>

#include "ledger/witness_exchange.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto request = ledger::parse_add_checkpoint(bytes);
  if (request && ledger::format(*request) != bytes) std::abort();
  const auto answer = ledger::parse_carried_answer(bytes);
  if (answer && ledger::format_carried(*answer) != bytes) std::abort();
  const auto lines = ledger::parse_signature_lines(bytes);
  if (lines && ledger::format_signature_lines(*lines) != bytes) std::abort();
  if (const auto stated = ledger::parse_size(bytes); stated && std::to_string(*stated) + '\n' != bytes)
    std::abort();
  if (size == 0) return 0;
  const auto bundles = ledger::parse_structure(bytes.substr(1), data[0] + 1);
  if (bundles && ledger::structure_bytes(*bundles) != bytes.substr(1)) std::abort();
  return 0;
}
