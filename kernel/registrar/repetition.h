#pragma once
// Telling a repeated submission from another one under the same idempotency key (transparency-log.md §10).

#include <optional>

#include "registrar/registrar.h"

namespace registrar {

struct Repetition {
  std::string key;      // "" when the submission has none; of one person, kind and stream
  std::string request;  // base64 SM3 of what was submitted
};

[[nodiscard]] Repetition repetition_of(const Submission& submission);

/// The receipt as it is stored, with the request it answers.
[[nodiscard]] std::string stored_receipt(const Receipt& receipt, const Repetition& repetition);

/// The first receipt, or the fault `idempotency_mismatch`; nullopt when `stored` is empty.
[[nodiscard]] std::optional<std::expected<Receipt, Refused>> first_answer(std::string_view stored,
                                                                          const Repetition& repetition);

}  // namespace registrar
