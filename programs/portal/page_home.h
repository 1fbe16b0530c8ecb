#pragma once

#include "frame.h"

namespace portal {

/// Length of a clock of the procedure in force (60 日), empty when the lawbook has none.
[[nodiscard]] std::string clock_length(const Picture& picture, const std::string& kind, const char* clock);
/// Where and until when one may object, for home and decision pages.
void put_remedies(Data& data, const Picture& picture, const std::string& kind);
[[nodiscard]] Page home_page(const Picture& picture);

}  // namespace portal
