// Notes come from logs and witnesses over the network or on a stick. Whatever is accepted must be written
// back to the same bytes, and verifying it must end.

#include <cstdint>
#include <cstdlib>

#include "ledger/note.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto note = ledger::parse_note(bytes);
  if (note && ledger::format(*note) != bytes) std::abort();
  if (note) static_cast<void>(ledger::parse_checkpoint(note->text));
  const auto key = ledger::parse_vkey(bytes);
  if (key && ledger::format_vkey(*key) != bytes) std::abort();
  return 0;
}
