#include "init.h"

#include <algorithm>

#include "crypto/cipher.h"
#include "file/durable.h"
#include "file/secret.h"
#include "ledger/act.h"
#include "people/credentials.h"
#include "typeset/document_key.h"

namespace office {
namespace {

namespace json = base::json;

struct FounderKey {
  std::string holder;
  crypto::Sm2Key key;
};

FounderKey fresh_key() {
  return {base::base64url(crypto::random_bytes(16)), crypto::Sm2Key::generate()};
}

base::Result<void> make_directories(const Layout& layout) {
  if (std::filesystem::exists(layout.config()))
    return base::fail("already_installed", layout.root.string() + ": there is an installation already");
  for (const auto& path :
       {layout.root, layout.root / "private", layout.uploads(), layout.editions(), layout.sealer(),
        layout.sealer() / "editions", layout.sealer() / "state", layout.portal()})
    MJ_CHECK(file::make_private_directory(path.string()));
  return {};
}

base::Result<void> open_founder(people::Credentials& credentials, const Founder& founder,
                                const FounderKey& key) {
  MJ_CHECK(credentials.set_first_password(founder.login, founder.passphrase));
  MJ_CHECK(credentials.set_holder(founder.login, base::PersonId(key.holder)));
  return credentials.set_key(founder.login, {base::KeyId(ledger::key_id(key.key.public_key())),
                                             crypto::wrap_key(key.key.scalar(), founder.passphrase)});
}

ledger::RootKey pin(const Founder& founder, const FounderKey& key) {
  auto roles = founder.roles;
  std::ranges::sort(roles);
  return {.id = ledger::key_id(key.key.public_key()),
          .pub = key.key.public_key(),
          .holder = key.holder,
          .roles = std::move(roles)};
}

base::Result<std::vector<ledger::RootKey>> make_founders(const Layout& layout, const Founding& founding) {
  MJ_TRY(auto credentials, people::Credentials::open(layout.credentials().string()));
  std::vector<ledger::RootKey> roots;
  for (const Founder* founder : {&founding.director, &founding.legal_head}) {
    const FounderKey key = fresh_key();
    MJ_CHECK(open_founder(*credentials, *founder, key));
    roots.push_back(pin(*founder, key));
  }
  MJ_CHECK(open_founder(*credentials, founding.administrator, fresh_key()));
  return roots;
}

/// The sealer's own key with the proof of possession that its enrolment needs (transparency-log.md §3c).
base::Result<void> make_sealer_key(const Layout& layout) {
  const FounderKey sealer = fresh_key();
  const std::string id = ledger::key_id(sealer.key.public_key());
  const std::vector<std::string> roles{"sealer"};
  const base::Bytes proof = sealer.key.sign(ledger::enrol_message(sealer.holder, id, roles));
  MJ_CHECK(file::write_hex_secret(layout.sealer() / "act.key", sealer.key.scalar()));
  return file::write_file_durably((layout.sealer() / "enrolment.json").string(),
                                  json::canonical(json::Object{{"holder", sealer.holder},
                                                               {"id", id},
                                                               {"proof", base::base64(proof)},
                                                               {"pub", base::base64(sealer.key.public_key())},
                                                               {"roles", json::string_array(roles)}}),
                                  0640);
}

json::Array roots_json(const std::vector<ledger::RootKey>& roots) {
  json::Array out;
  for (const auto& root : roots) out.push_back(ledger::to_json(root));
  return out;
}

base::Result<void> configure_sealer(const Layout& layout, const Founding& founding, const Config& config,
                                    const std::string& log_vkey, const std::filesystem::path& fonts) {
  MJ_TRY(const auto document, typeset::make_document_key(founding.bureau));
  const auto at = [&](const char* name) { return (layout.sealer() / name).string(); };
  MJ_CHECK(file::write_file_durably(at("document.key"), document.key_pem, 0600));
  MJ_CHECK(file::write_file_durably(at("document.pem"), document.certificate_pem, 0644));
  const json::Object value{
      {"act_key", at("act.key")},
      {"document_certificate", at("document.pem")},
      {"document_key", at("document.key")},
      {"editions", at("editions")},
      {"font_pins", (home() / "lawbook/layouts/fonts.sha256").string()},
      {"fonts", fonts.string()},
      {"log", log_vkey},
      {"origin", config.origin},
      {"portal", config.portal_url},
      {"roots", roots_json(config.roots)},
      {"series", json::Object{{"D45", json::Object{{"prefix", founding.document_word}}}}},
      {"socket", layout.seal_socket().string()},
      {"state", at("state")},
      {"witnesses", json::Array()}};
  return file::write_file_durably(at("sealer.json"), json::canonical(value), 0600);
}

base::Result<void> configure_portal(const Layout& layout, const Founding& founding) {
  const json::Object value{{"address", "127.0.0.1"},
                           {"feed", layout.feed().string()},
                           {"keys", layout.keys_json().string()},
                           {"port", founding.portal_port},
                           {"state", (layout.portal() / "state").string()}};
  return file::write_file_durably((layout.portal() / "portal.json").string(), json::canonical(value), 0640);
}

/// What a verifier pins: the members of `trust` (proof.md §1) and the feed's key.
base::Result<std::string> publish_keys(const Layout& layout, const Config& config,
                                       const crypto::Sm2Key& log_key, const crypto::Sm2Key& feed_key) {
  const auto vkey = [](const std::string& name, const crypto::Sm2Key& key) {
    return ledger::format_vkey(ledger::make_vkey(name, ledger::NoteType::note, key.public_key()));
  };
  const std::string log = vkey(config.origin, log_key);
  const json::Object keys{{"feed", vkey(config.feed_origin, feed_key)},
                          {"log", log},
                          {"procedure", json::Array()},
                          {"roots", roots_json(config.roots)},
                          {"witnesses", json::Array()}};
  MJ_CHECK(file::write_file_durably(layout.keys_json().string(), json::canonical(keys) + "\n", 0644));
  return log;
}

/// The sealer's operator installs its editions; on one machine `init` is that operator.
base::Result<void> install_edition(const Layout& layout, const law::Lawbook& lawbook) {
  MJ_TRY(const base::Bytes hash, base::from_base64(lawbook.rules()));
  const std::string name = base::hex(hash) + ".json";
  MJ_CHECK(file::write_file_durably((layout.editions() / name).string(), lawbook.edition(), 0644));
  return file::write_file_durably((layout.sealer() / "editions" / name).string(), lawbook.edition(), 0644);
}

}  // namespace

base::Result<void> make_installation(const Layout& layout, const Founding& founding,
                                     const law::Lawbook& lawbook, const std::filesystem::path& fonts) {
  MJ_CHECK(make_directories(layout));
  Config config{.origin = founding.origin,
                .feed_origin = founding.feed_origin,
                .portal_url = "http://127.0.0.1:" + std::to_string(founding.portal_port),
                .roots = {}};
  MJ_TRY(config.roots, make_founders(layout, founding));
  const crypto::Sm2Key log_key = crypto::Sm2Key::generate();
  const crypto::Sm2Key feed_key = crypto::Sm2Key::generate();
  MJ_CHECK(file::write_hex_secret(layout.secret("log.key"), log_key.scalar()));
  MJ_CHECK(file::write_hex_secret(layout.secret("feed.key"), feed_key.scalar()));
  MJ_CHECK(file::write_hex_secret(layout.secret("master.key"), crypto::random_bytes(4 + 32)));
  MJ_CHECK(file::write_hex_secret(layout.secret("address.key"), crypto::random_bytes(32)));
  MJ_CHECK(file::write_hex_secret(layout.secret("witness.token"), crypto::random_bytes(32)));
  MJ_TRY(const std::string log_vkey, publish_keys(layout, config, log_key, feed_key));
  MJ_CHECK(install_edition(layout, lawbook));
  MJ_CHECK(make_sealer_key(layout));
  MJ_CHECK(configure_sealer(layout, founding, config, log_vkey, fonts));
  MJ_CHECK(configure_portal(layout, founding));
  return save_config(layout, config);  // last: its presence says that the installation is whole
}

}  // namespace office
