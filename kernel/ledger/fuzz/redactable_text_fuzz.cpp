// Published texts and publication files come from anybody. What is accepted has a plain form and a field.

#include <cstdint>
#include <cstdlib>

#include "ledger/redactable_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static_cast<void>(ledger::verify_publication(bytes));
  const auto form = ledger::verify_published_text(bytes, true);
  if (form && base::json::canonical(*form) != bytes) std::abort();
  const auto value = base::json::parse(bytes);
  if (!value || !value->is_array()) return 0;
  const auto body = ledger::normalise(value->get_array());
  static_cast<void>(ledger::plain_text(body));
  const auto units = ledger::check_body(body);
  // Any body that may be committed can be published whole, and then verifies.
  if (units && *units < 4096) {
    const auto published = ledger::publish_text(body, std::string(32, 's'), {});
    if (!published || !ledger::verify_published_text(*published)) std::abort();
  }
  return 0;
}
