#pragma once

#include "config.h"

namespace office {

/// Derives every projection again from the records. Exit status 0 or 2.
[[nodiscard]] int rebuild(const Layout& layout, const std::filesystem::path& lawbook);

}  // namespace office
