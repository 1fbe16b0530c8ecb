#pragma once
// Why the sealer does not act: the code of the first group of checks that failed, and its reasons.

#include <expected>
#include <string>
#include <vector>

#include "seal/messages.h"

namespace sealer {

struct Refused {
  std::string code;
  std::string say;  // Chinese
  std::vector<seal::Refusal> refusals;
};

template <class T>
using Verdict = std::expected<T, Refused>;

/// A refusal with one reason, which is also what is said.
[[nodiscard]] inline std::unexpected<Refused> refuse(std::string code, std::string say,
                                                     std::string article = {}) {
  seal::Refusal reason{.article = std::move(article), .code = code, .text = say};
  return std::unexpected(Refused{std::move(code), std::move(say), {std::move(reason)}});
}

}  // namespace sealer
