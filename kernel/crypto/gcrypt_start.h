#pragma once

namespace crypto {

/// libgcrypt wants to be told once that it may be used, before any thread uses it.
void start_gcrypt();

}  // namespace crypto
