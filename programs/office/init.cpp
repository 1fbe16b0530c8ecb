#include "init.h"

#include "crypto/cipher.h"
#include "disclosure/twin.h"
#include "enrolment.h"
#include "file/durable.h"
#include "file/secret.h"
#include "people/credentials.h"
#include "typeset/document_key.h"

namespace office {
namespace {

namespace json = base::json;

base::Result<void> make_directories(const Layout& layout) {
  if (std::filesystem::exists(layout.config()))
    return base::fail("already_installed", layout.root.string() + ": there is an installation already");
  if (std::filesystem::exists(layout.root / "private"))
    return base::fail("half_installed",
                      layout.root.string() +
                          ": an installation was begun here and not finished; remove it and "
                          "begin again");
  for (const auto& path :
       {layout.root, layout.root / "private", layout.uploads(), layout.editions(), layout.sealer(),
        layout.sealer() / "editions", layout.sealer() / "state", layout.portal()})
    MJ_CHECK(file::make_private_directory(path.string()));
  return {};
}

base::Result<void> open_accounts(const Layout& layout, const Founding& founding) {
  MJ_TRY(auto credentials, people::Credentials::open(layout.credentials().string()));
  for (const PersonKey* founder : {&founding.director, &founding.legal_head, &founding.administrator})
    MJ_CHECK(credentials->add_founder({.login = founder->login,
                                       .holder = base::PersonId(founder->root().holder),
                                       .password = founder->password,
                                       .key = founder->stored}));
  return {};
}

/// The sealer's own key with the proof of possession that its enrolment needs (transparency-log.md §3c).
base::Result<void> make_sealer_key(const Layout& layout) {
  const auto key = crypto::Sm2Key::generate();
  const std::string holder = base::base64url(crypto::random_bytes(16));
  MJ_CHECK(file::write_hex_secret(layout.sealer() / "act.key", key.scalar()));
  return file::write_file_durably((layout.sealer() / "enrolment.json").string(),
                                  json::canonical(enrolment_of(key, holder, {"sealer"})), 0640);
}

json::Array roots_json(const std::vector<ledger::RootKey>& roots) {
  json::Array out;
  for (const auto& root : roots) out.push_back(ledger::to_json(root));
  return out;
}

json::Array vkeys(const std::vector<ledger::VerifierKey>& keys) {
  json::Array out;
  for (const auto& key : keys) out.emplace_back(ledger::format_vkey(key));
  return out;
}

base::Result<std::string> note_vkey(const std::string& name, const std::filesystem::path& secret) {
  MJ_TRY(const crypto::Sm2Key key, load_sm2_key(secret));
  return ledger::format_vkey(ledger::make_vkey(name, ledger::NoteType::note, key.public_key()));
}

/// What a verifier pins: the members of `trust` (proof.md §1), the feed's key and the twin's.
base::Result<void> publish_keys(const Layout& layout, const Config& config) {
  std::vector<ledger::VerifierKey> procedure, witnesses;
  for (const Witness& witness : config.witnesses) {
    witnesses.push_back(witness.cosignature);
    if (witness.report) procedure.push_back(*witness.report);
  }
  json::Object keys{
      {"procedure", vkeys(procedure)}, {"roots", roots_json(config.roots)}, {"witnesses", vkeys(witnesses)}};
  MJ_TRY(keys["feed"], note_vkey(config.feed_origin, layout.secret("feed.key")));
  MJ_TRY(keys["log"], note_vkey(config.origin, layout.secret("log.key")));
  if (config.twin) {
    MJ_TRY(const auto twin, load_ed25519_key(layout.secret("twin.key")));
    keys["twin"] = ledger::format_vkey(disclosure::Twin::origin_of(config.origin), twin);
  }
  return file::write_file_durably(layout.keys_json().string(), json::canonical(keys) + "\n", 0644);
}

base::Result<void> make_secrets(const Layout& layout, bool twin) {
  const auto save = [&](const char* name, std::string_view bytes) {
    return file::write_hex_secret(layout.secret(name), bytes);
  };
  MJ_CHECK(save("log.key", crypto::Sm2Key::generate().scalar()));
  MJ_CHECK(save("feed.key", crypto::Sm2Key::generate().scalar()));
  MJ_CHECK(save("master.key", crypto::random_bytes(4 + 32)));
  MJ_CHECK(save("address.key", crypto::random_bytes(32)));
  MJ_CHECK(save("witness.token", crypto::random_bytes(32)));
  return twin ? save("twin.key", crypto::random_bytes(32)) : base::Result<void>();
}

/// A series for every form that is numbered: D45 → 澄明市监处罚.
json::Object series_of(const law::Lawbook& lawbook, const std::string& code_word) {
  json::Object out;
  for (const auto& [name, form] : lawbook.forms()) {
    const json::Value* number = json::find(form.extra, "number");
    if (number == nullptr) continue;
    const std::string prefix = code_word + json::text_or_empty(json::find(*number, "kind"));
    out[name] = json::Object{{"prefix", prefix}};
  }
  return out;
}

base::Result<void> configure_sealer(const Layout& layout, const law::Lawbook& lawbook, const Config& config) {
  const json::Value* bureau = lawbook.data("bureau");
  if (bureau == nullptr) return base::fail("lawbook", "bureau.yaml is missing");
  MJ_TRY(const std::string organisation, json::string_member(*bureau, "name"));
  MJ_TRY(const std::string code_word, json::string_member(*bureau, "code_word"));
  MJ_TRY(const std::string log_vkey, note_vkey(config.origin, layout.secret("log.key")));
  MJ_TRY(const auto document, typeset::make_document_key(organisation));
  const auto at = [&](const char* name) { return (layout.sealer() / name).string(); };
  MJ_CHECK(file::write_file_durably(at("document.key"), document.key_pem, 0600));
  MJ_CHECK(file::write_file_durably(at("document.pem"), document.certificate_pem, 0644));
  const json::Object value{{"act_key", at("act.key")},
                           {"document_certificate", at("document.pem")},
                           {"document_key", at("document.key")},
                           {"editions", at("editions")},
                           {"font_pins", (home() / "lawbook/layouts/fonts.sha256").string()},
                           {"fonts", fonts().string()},
                           {"log", log_vkey},
                           {"origin", config.origin},
                           {"portal", config.portal_url},
                           {"roots", roots_json(config.roots)},
                           {"series", series_of(lawbook, code_word)},
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

/// The sealer's operator installs its editions; on one machine `init` is that operator.
base::Result<void> install_edition(const Layout& layout, const law::Lawbook& lawbook) {
  MJ_TRY(const base::Bytes hash, base::from_base64(lawbook.rules()));
  const std::string name = base::hex(hash) + ".json";
  MJ_CHECK(file::write_file_durably((layout.editions() / name).string(), lawbook.edition(), 0644));
  return file::write_file_durably((layout.sealer() / "editions" / name).string(), lawbook.edition(), 0644);
}

base::Result<Witness> witness_of(const std::string& name, const std::string& url, std::string_view keys) {
  MJ_TRY(const json::Value value, json::parse(keys));
  Witness out{.name = name, .url = url, .cosignature = {}, .report = {}};
  MJ_TRY(const json::Array* witnesses, json::array_member(value, "witnesses"));
  MJ_TRY(const json::Array* procedure, json::array_member(value, "procedure"));
  if (witnesses->size() != 1 || procedure->size() > 1)
    return base::fail("config", "one cosignature key and at most one report key belong to a witness");
  MJ_TRY(out.cosignature, ledger::parse_vkey(json::text_or_empty(&witnesses->front())));
  if (!procedure->empty()) {
    MJ_TRY(out.report, ledger::parse_vkey(json::text_or_empty(&procedure->front())));
  }
  return out;
}

base::Result<void> tell_sealer(const Layout& layout, const Config& config) {
  const std::string path = (layout.sealer() / "sealer.json").string();
  if (!file::exists(path)) return {};
  MJ_TRY(const std::string text, file::read_file(path));
  MJ_TRY(json::Value value, json::parse(text));
  std::vector<ledger::VerifierKey> keys;
  for (const Witness& witness : config.witnesses) keys.push_back(witness.cosignature);
  if (!value.is_object()) return base::fail("config", path + " is not an object");
  value.get_object()["witnesses"] = vkeys(keys);
  return file::write_file_durably(path, json::canonical(value), 0600);
}

}  // namespace

base::Result<void> make_installation(const Layout& layout, const Founding& founding,
                                     const law::Lawbook& lawbook) {
  MJ_CHECK(make_directories(layout));
  const Config config{.origin = founding.origin,
                      .feed_origin = founding.feed_origin,
                      .portal_url = founding.portal_url,
                      .roots = {founding.director.root(), founding.legal_head.root()},
                      .witnesses = {},
                      .cosignatures = 1,
                      .twin = founding.twin};
  MJ_CHECK(open_accounts(layout, founding));
  MJ_CHECK(make_secrets(layout, config.twin));
  MJ_CHECK(publish_keys(layout, config));
  MJ_CHECK(install_edition(layout, lawbook));
  MJ_CHECK(make_sealer_key(layout));
  MJ_CHECK(configure_sealer(layout, lawbook, config));
  MJ_CHECK(configure_portal(layout, founding));
  return save_config(layout, config);  // last: its presence says that the installation is whole
}

base::Result<void> join_witness(const Layout& layout, const std::string& name, const std::string& url,
                                std::string_view keys) {
  MJ_TRY(Config config, load_config(layout));
  MJ_TRY(Witness joined, witness_of(name, url, keys));
  std::erase_if(config.witnesses,
                [&](const Witness& known) { return known.cosignature.name == joined.cosignature.name; });
  config.witnesses.push_back(std::move(joined));
  MJ_CHECK(save_config(layout, config));
  MJ_CHECK(publish_keys(layout, config));
  return tell_sealer(layout, config);
}

}  // namespace office
