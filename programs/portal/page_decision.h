#pragma once

#include "frame.h"

namespace portal {

/// A decision opened for its page: everything again from the payload, verified again.
struct Opened {
  feed::Decision decision;
  std::vector<ledger::ChainStep> chain;
  std::shared_ptr<const law::Lawbook> edition;
  std::vector<ledger::Hash> path;  ///< of the publication record
  ledger::Hash leaf{};
};

/// Errors: `payload`, `proof.…`, `tile`.
[[nodiscard]] base::Result<Opened> open_decision(const Picture& picture, const Config& config,
                                                 const Item& item);
[[nodiscard]] base::Result<std::string> proof_of(const Picture& picture, const Config& config,
                                                 const Item& item);
[[nodiscard]] Page decision_page(const Picture& picture, const Config& config, const Item& item,
                                 const Opened& opened);
[[nodiscard]] Page proof_page(const Picture& picture, const Config& config, const Item& item,
                              const Opened& opened, std::size_t proof_bytes);
/// Name of the downloaded proof: the document number where it is fit for one.
[[nodiscard]] std::string proof_name(const Item& item);

}  // namespace portal
