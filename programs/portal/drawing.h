#pragma once
// Figures drawn by the server as SVG, without styles of their own.

#include <map>
#include <string>
#include <vector>

#include "law/calendar.h"
#include "ledger/merkle.h"

namespace portal {

/// A QR code (level M). Empty when the text is too long.
[[nodiscard]] std::string qr_svg(const std::string& text);
/// From a record to the total fingerprint: one step per sibling of its inclusion path.
[[nodiscard]] std::string stair_svg(const ledger::Hash& leaf, const std::vector<ledger::Hash>& path,
                                    const ledger::Hash& root);
/// One tick per working day of `year`, longer the more was published on it; `newest` bears the dot.
[[nodiscard]] std::string ring_svg(int year, const law::WorkCalendar& calendar,
                                   const std::map<base::Date, int>& published, base::Date newest);

}  // namespace portal
