#pragma once

#include "seal/messages.h"

namespace documents {

/// The sealer's refusal as an error: `sealer.<code>`, its words with each reason and article.
[[nodiscard]] base::Error words(const seal::Answer& answer);

}  // namespace documents
