#include "person_key.h"

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "crypto/cipher.h"
#include "crypto/sign_in.h"
#include "enrolment.h"
#include "file/durable.h"
#include "ledger/act.h"
#include "report.h"

namespace office {
namespace {

namespace json = base::json;

constexpr const char* kBad = "person_key";

/// What is typed does not show while this stands.
class Hidden {
 public:
  Hidden() {
    tcgetattr(STDIN_FILENO, &before_);
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
  }
  ~Hidden() { tcsetattr(STDIN_FILENO, TCSANOW, &before_); }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  termios before_{};
};

std::string typed(const char* prompt) {
  std::cerr << prompt << std::flush;
  std::string line;
  std::getline(std::cin, line);
  std::cerr << "\n";
  return line;
}

base::Result<std::string> ask_passphrase() {
  std::string line;
  if (isatty(STDIN_FILENO) == 0) {
    std::getline(std::cin, line);
    return line;
  }
  const Hidden hidden;
  line = typed("口令（至少十二个字符，只有您本人知道）：");
  if (typed("再输一遍：") != line) return base::fail("passphrase", "两次输入的口令不一样");
  return line;
}

/// The proof of possession shows that the file is whole and that roles and holder are those its maker chose.
base::Result<void> check_proof(const PersonKey& key) {
  const auto root = key.root();
  const std::string text = json::text_or_empty(key.enrolment.if_contains("proof"));
  const auto proof = base::from_base64(text);
  if (!proof || key.stored.key_id.text() != root.id || root.id != ledger::key_id(root.pub) ||
      !crypto::sm2_verify(root.pub, ledger::enrol_message(root.holder, root.id, root.roles), *proof))
    return base::fail(kBad, "钥匙文件被改动过：持有证明不符");
  return {};
}

base::Result<PersonKey> from_json(const json::Value& value) {
  if (!json::has_exactly(value, {"enrolment", "login", "password", "wrapped"}))
    return base::fail(kBad, "不是 mingjing key make 生成的钥匙文件");
  PersonKey key;
  MJ_TRY(key.login, json::string_member(value, "login"));
  MJ_TRY(key.password, json::string_member(value, "password"));
  MJ_TRY(key.stored.wrapped, json::string_member(value, "wrapped"));
  const json::Value* enrolment = json::find(value, "enrolment");
  if (!enrolment->is_object()) return base::fail(kBad, "enrolment 应为对象");
  key.enrolment = enrolment->get_object();
  MJ_TRY(const std::string id, json::string_member(*enrolment, "id"));
  key.stored.key_id = base::KeyId(id);
  return key;
}

}  // namespace

ledger::RootKey PersonKey::root() const {
  json::Object pinned = enrolment;
  pinned.erase("proof");
  return ledger::root_key_from_json(pinned).value_or(ledger::RootKey{});
}

bool PersonKey::has(std::string_view role) const {
  const auto roles = root().roles;
  return std::ranges::find(roles, role) != roles.end();
}

base::Result<PersonKey> make_person_key(const std::string& login, const std::vector<std::string>& roles,
                                        const std::string& passphrase) {
  MJ_CHECK(people::long_enough(passphrase));
  const auto key = crypto::Sm2Key::generate();
  return PersonKey{
      .login = login,
      .enrolment = enrolment_of(key, base::base64url(crypto::random_bytes(16)), roles),
      .stored = {base::KeyId(ledger::key_id(key.public_key())), crypto::wrap_key(key.scalar(), passphrase)},
      .password = crypto::hash_password(crypto::sign_in_secret(login, passphrase))};
}

base::Result<void> save_person_key(const std::filesystem::path& path, const PersonKey& key) {
  if (std::filesystem::exists(path)) return base::fail("exists", path.string() + " 已经存在，不覆盖");
  const json::Object value{{"enrolment", key.enrolment},
                           {"login", key.login},
                           {"password", key.password},
                           {"wrapped", key.stored.wrapped}};
  return file::write_file_durably(path.string(), json::canonical(value) + "\n", 0600);
}

base::Result<PersonKey> load_person_key(const std::filesystem::path& path) {
  const auto named = [&](base::Error error) {
    error.text = path.string() + "：" + error.text;
    return std::unexpected(std::move(error));
  };
  MJ_TRY(const std::string text, file::read_file(path.string()));
  const auto value = json::parse(text);
  if (!value) return named({kBad, "不是 JSON"});
  auto key = from_json(*value);
  if (!key) return named(key.error());
  if (const auto whole = check_proof(*key); !whole) return named(whole.error());
  return key;
}

int make_key(const KeyOptions& options) {
  const auto passphrase = ask_passphrase();
  if (!passphrase) return could_not_run(passphrase.error());
  const auto key = make_person_key(options.login, options.roles, *passphrase);
  if (!key) return could_not_run(key.error());
  if (const auto saved = save_person_key(options.out, *key); !saved) return could_not_run(saved.error());
  std::cout << "钥匙已生成：" << options.out.string() << "\n  登录名    " << key->login << "\n  钥匙编号  "
            << key->stored.key_id.text()
            << "\n请抄下钥匙编号，安装完成后与 keys.json 中的核对；口令忘记了无法找回。\n";
  return kDone;
}

}  // namespace office
