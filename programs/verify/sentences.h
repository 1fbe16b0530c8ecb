#pragma once
// What the user reads (proof.md §4, §5).

#include <string>

#include "ledger/zhengming.h"

namespace verify {

enum class KeySource { pinned, remembered, first_use, carried };

/// A verified or refused proof with what was checked besides.
struct Finding {
  ledger::ProofResult proof;
  KeySource source = KeySource::carried;
  ledger::Trust trust;    // the keys used
  std::string keys_path;  // of --keys
  bool lawbook_checked = false;
  bool pdf_checked = false;
  std::string note;  // a further sentence, "" if none
};

[[nodiscard]] std::string in_words(const Finding& finding);
/// The object of §4 and LF.
[[nodiscard]] std::string in_json(const Finding& finding);

}  // namespace verify
