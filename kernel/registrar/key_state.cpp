#include "key_state.h"

#include "crypto/sm2.h"
#include "ledger/act.h"

namespace registrar {

namespace json = base::json;

base::Result<void> KeyState::take(const ledger::StoredRecord& record) {
  auto opened = ledger::open_key_record(record.index, ledger::structure_bundle(record));
  if (!opened) return base::fail("key", opened.error().text);
  auto& stream = streams[record.stream];
  stream.push_back(std::move(*opened));
  // An enrolment alone changes nothing; a second and third record count from their own index on.
  return stream.size() < 2 ? base::Result<void>() : directory.enrol(stream);
}

bool enrolment_proves_possession(const json::Object& fields) {
  const auto text = [&](std::string_view name) { return json::text_or_empty(fields.if_contains(name)); };
  const auto pub = base::from_base64(text("key.pub"));
  const auto proof = base::from_base64(text("key.proof"));
  const json::Value* named = fields.if_contains("key.roles");
  const auto roles = named == nullptr ? base::fail("member") : json::strings(*named);
  return pub && proof && roles && text("key.id") == ledger::key_id(*pub) &&
         crypto::sm2_verify(*pub, ledger::enrol_message(text("key.holder"), text("key.id"), *roles), *proof);
}

}  // namespace registrar
