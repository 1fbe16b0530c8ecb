#pragma once
// The portal's configuration file and the keys it pins.

#include <cstdint>
#include <filesystem>
#include <string>

#include "feed/follower.h"
#include "ledger/zhengming.h"

namespace portal {

/// `--config FILE`, a JSON object:
///   feed     folder with the feed's tree
///   state    folder of our own: payloads in force, what was followed, evidence
///   keys     file with the members of `trust` (proof.md §1) and `feed`, the feed's vkey
///   address  where to listen, e.g. 127.0.0.1
///   port     0: one the system chooses
///   url      optional: how the public reaches us, for QR codes; otherwise http://address:port
///   clock    optional: "system" (default) or "feed": today is the day of the newest line. Only an origin
///   that begins
///            with `demo.` may say "feed".
struct Config {
  std::filesystem::path feed, state;
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::string url;
  bool clock_of_feed = false;
  ledger::Trust trust;
  ledger::VerifierKey feed_key;
  [[nodiscard]] bool demo() const { return trust.log.name.starts_with("demo."); }
  [[nodiscard]] feed::FollowerOptions follower() const;
};

/// Errors: `config` (file, member or key is wrong; the text says which).
[[nodiscard]] base::Result<Config> read_config(const std::filesystem::path& path);

}  // namespace portal
