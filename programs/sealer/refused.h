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

/// A refusal that is no rule of the lawbook; `article` names the law behind it where there is one.
[[nodiscard]] inline std::unexpected<Refused> refuse(std::string code, std::string say,
                                                     std::string article = {}) {
  Refused refused{code, say, {}};
  if (!article.empty())
    refused.refusals.push_back(
        {.article = std::move(article), .code = std::move(code), .text = std::move(say)});
  return std::unexpected(std::move(refused));
}

}  // namespace sealer
