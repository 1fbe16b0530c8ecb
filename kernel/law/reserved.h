#pragma once
// Names of transparency-log.md §3b that the rules read.

#include <array>
#include <string_view>

namespace law {

inline constexpr std::string_view kHandlers = "handlers";
inline constexpr std::string_view kConfirms = "confirms";
inline constexpr std::string_view kSeen = "seen";
/// Course field of an opening record: which procedure it opens. Every opening step may carry it.
inline constexpr std::string_view kProcedure = "procedure";
inline constexpr std::string_view kHandlerRole = "handler";
/// Conditions that a step may demand of each handler.
inline constexpr std::string_view kCertificateValid = "certificate.valid";
inline constexpr std::string_view kNotRecused = "not.recused";
/// Stands for a root that a hidden record may hold.
inline constexpr std::string_view kUnseen = "?";

/// Reserved names that are no fields of a form. `handlers` and `confirms` are course fields of their steps.
inline constexpr std::array<std::string_view, 12> kReserved = {
    "actor", "at", "draft", "pos", "prev", "recorded", "role", "rules", "seen", "sig", "step", "stream"};

}  // namespace law
