#pragma once
// Making an installation: keys, pins, founders' accounts, configuration of sealer and portal.

#include <string>
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
  std::string bureau;         // for the document certificate
  std::string document_word;  // 澄明市监处罚
  std::uint16_t portal_port = 8081;
  Founder director, legal_head, administrator;
};

/// Creates everything under layout.root, which must be absent or empty. Error: `already_installed`, of the
/// disk.
[[nodiscard]] base::Result<void> make_installation(const Layout& layout, const Founding& founding,
                                                   const law::Lawbook& lawbook,
                                                   const std::filesystem::path& fonts);

}  // namespace office
