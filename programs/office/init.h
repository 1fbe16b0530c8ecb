#pragma once
// Making an installation: keys, pins, founders' accounts, configuration of sealer and portal.

#include <string>
#include <string_view>
#include <vector>

#include "config.h"
#include "law/lawbook.h"

namespace office {

/// The persons who must exist before any record can: the two root keys and the administrator.
struct Founder {
  std::string login, name, passphrase;
  std::vector<std::string> roles;
};

struct Founding {
  std::string origin, feed_origin;
  std::string bureau;     // for the document certificate
  std::string code_word;  // 澄明市监: the numbers' first word; the second is the form's `number.kind`
  std::uint16_t portal_port = 8081;
  bool twin = false;  // the log also as a second one with SHA-256
  Founder director, legal_head, administrator;
};

/// Creates everything under layout.root, which must be absent or empty. Error: `already_installed`, of the
/// disk.
[[nodiscard]] base::Result<void> make_installation(const Layout& layout, const Founding& founding,
                                                   const law::Lawbook& lawbook,
                                                   const std::filesystem::path& fonts);

/// Adds a witness to the configuration, to the published keys and, where the sealer lives on this machine, to
/// its configuration; one whose cosignature key has the same name is replaced. `keys` is what the witness
/// published:
/// `{"procedure":[vkey],"witnesses":[vkey]}`. The programs read it at their next start. Errors: `config`.
[[nodiscard]] base::Result<void> join_witness(const Layout& layout, const std::string& name,
                                              const std::string& url, std::string_view keys);

}  // namespace office
