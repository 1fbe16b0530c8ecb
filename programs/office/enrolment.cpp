#include "enrolment.h"

#include <algorithm>

#include "ledger/act.h"
#include "ledger/keys.h"

namespace office {

namespace json = base::json;

json::Object enrolment_of(const crypto::Sm2Key& key, const std::string& holder,
                          std::vector<std::string> roles) {
  std::ranges::sort(roles);
  const std::string id = ledger::key_id(key.public_key());
  return {{"holder", holder},
          {"id", id},
          {"proof", base::base64(key.sign(ledger::enrol_message(holder, id, roles)))},
          {"pub", base::base64(key.public_key())},
          {"roles", json::string_array(roles)}};
}

json::Object enrolment_fields(const json::Object& enrolment) {
  json::Object out;
  for (const auto& member : enrolment) out["key." + std::string(member.key())] = member.value();
  return out;
}

}  // namespace office
