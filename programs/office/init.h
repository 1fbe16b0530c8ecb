#pragma once
// Making an installation: keys, pins, founders' accounts, configuration of sealer and portal.

#include <string>
#include <string_view>

#include "config.h"
#include "law/lawbook.h"
#include "person_key.h"

namespace office {

/// What is decided once, when an installation is made. The three persons must exist before any record can:
/// the two whose keys are pinned, and who opens accounts.
struct Founding {
  std::string origin, feed_origin, portal_url;
  std::uint16_t portal_port = 8081;
  bool twin = false;  // the log also as a second one with SHA-256
  PersonKey director, legal_head, administrator;
};

/// Creates everything under layout.root, which must hold no installation; the bureau is the lawbook's.
/// Errors: `already_installed`, `half_installed`, `lawbook` (without a bureau), of the disk.
[[nodiscard]] base::Result<void> make_installation(const Layout& layout, const Founding& founding,
                                                   const law::Lawbook& lawbook);

/// `mingjing init`: an installation for real. `config` is JSON:
/// {"feed_origin","founders":{"administrator","director","legal_head"},"origin","portal_port","portal_url",
/// "twin"},
/// the founders being files of `mingjing key make`, their paths relative to it. Prints what is left to do.
/// Exit status: 0 made; 1 refused (an origin of a demo, a sample bureau, persons who may not found); 2 could
/// not run.
struct InitOptions {
  Layout layout;
  std::filesystem::path config, lawbook;
};
[[nodiscard]] int init(const InitOptions& options);

/// Adds a witness to the configuration, to the published keys and, where the sealer lives on this machine, to
/// its configuration; one whose cosignature key has the same name is replaced. `keys` is what the witness
/// published:
/// `{"procedure":[vkey],"witnesses":[vkey]}`. The programs read it at their next start. Errors: `config`.
[[nodiscard]] base::Result<void> join_witness(const Layout& layout, const std::string& name,
                                              const std::string& url, std::string_view keys);

}  // namespace office
