#pragma once
// The reserved names of a submitted act, of the right type (transparency-log.md §3b).

#include "intake.h"

namespace registrar {

/// Fills command and actor from the act. Errors: `act_field` (a reserved name missing or of another type),
/// `stream_mismatch`.
[[nodiscard]] base::Result<void> read_head(Prepared& prepared);

}  // namespace registrar
