#pragma once
// What the registrar itself refuses (transparency-log.md §3c), in words a person reads. The law's own
// refusals come from law::check.

#include <expected>

#include "law/check.h"
#include "registrar/registrar.h"

namespace registrar {

[[nodiscard]] law::Refusal not_enrolled();
[[nodiscard]] law::Refusal role_not_granted(std::string_view role);
[[nodiscard]] law::Refusal other_session();
[[nodiscard]] law::Refusal other_key();
[[nodiscard]] law::Refusal wrong_signature();
[[nodiscard]] law::Refusal text_mismatch(std::string_view title);
[[nodiscard]] law::Refusal file_missing(std::string_view title);
[[nodiscard]] law::Refusal wrong_digests(std::size_t wanted);
[[nodiscard]] law::Refusal key_refused(std::string_view why);
[[nodiscard]] law::Refusal incident_refused(std::string_view why);
/// Of a record of kind `key` or `incident` that the log as it stands does not bear.
[[nodiscard]] law::Refusal standing_refused(std::string_view kind, std::string_view why);
[[nodiscard]] law::Refusal no_procedure();
[[nodiscard]] law::Refusal other_kind();

/// Nothing was written because of what the world did, or because the client sent what no form allows.
[[nodiscard]] std::unexpected<Refused> fault(base::Error error);
[[nodiscard]] std::unexpected<Refused> refused(std::vector<law::Refusal> refusals);
[[nodiscard]] std::unexpected<Refused> refused(law::Refusal refusal);

}  // namespace registrar
