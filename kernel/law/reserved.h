#pragma once
// Names that the rules read: course fields of transparency-log.md §3b, and words of the lawbook. The reserved
// names themselves are in ledger/reserved.h.

#include <string_view>

namespace law {

inline constexpr std::string_view kHandlers = "handlers";
inline constexpr std::string_view kConfirms = "confirms";
inline constexpr std::string_view kSeen = "seen";
/// Course field of an opening record: which procedure it opens. Every opening step may carry it.
inline constexpr std::string_view kProcedure = "procedure";
inline constexpr std::string_view kHandlerRole = "handler";
/// Capacity of those whom the newest appointing step named; `handlers` are all who were ever named.
inline constexpr std::string_view kCaseHandlers = "case_handlers";
/// Conditions that a step may demand of each handler.
inline constexpr std::string_view kCertificateValid = "certificate.valid";
inline constexpr std::string_view kNotRecused = "not.recused";
/// Stands for a root that a hidden record may hold.
inline constexpr std::string_view kUnseen = "?";

}  // namespace law
