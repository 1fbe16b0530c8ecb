#pragma once
// What two key keepers are handed to enrol a key (docs/formats/keys.md §4).

#include <string>
#include <vector>

#include "base/json.h"
#include "crypto/sm2.h"

namespace office {

/// {"holder","id","proof","pub","roles"}: `proof` is the new key's own signature, so it is made where the key
/// is.
[[nodiscard]] base::json::Object enrolment_of(const crypto::Sm2Key& key, const std::string& holder,
                                              std::vector<std::string> roles);
/// The same as the fields of `enrol_key`: each name with `key.` before it.
[[nodiscard]] base::json::Object enrolment_fields(const base::json::Object& enrolment);

}  // namespace office
