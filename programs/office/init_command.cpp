// `mingjing init`: reads what was decided, refuses what would not be an installation for real, says what is
// left to do.

#include <algorithm>
#include <iostream>

#include "file/durable.h"
#include "init.h"
#include "report.h"

namespace office {
namespace {

namespace fs = std::filesystem;
namespace json = base::json;

constexpr const char* kRefusal = "refused";

base::Result<PersonKey> founder(const json::Value& founders, const char* which, const fs::path& beside) {
  MJ_TRY(const std::string path, json::string_member(founders, which));
  return load_person_key(beside / path);
}

base::Result<Founding> founding_from(const fs::path& config) {
  MJ_TRY(const std::string text, file::read_file(config.string()));
  MJ_TRY(const json::Value value, json::parse(text));
  if (!json::has_exactly(value, {"feed_origin", "founders", "origin", "portal_port", "portal_url", "twin"}))
    return base::fail(
        "config",
        config.string() + "：需要 feed_origin、founders、origin、portal_port、portal_url、twin 六项");
  Founding out;
  MJ_TRY(out.origin, json::string_member(value, "origin"));
  MJ_TRY(out.feed_origin, json::string_member(value, "feed_origin"));
  MJ_TRY(out.portal_url, json::string_member(value, "portal_url"));
  MJ_TRY(const std::int64_t port, json::int_member(value, "portal_port"));
  if (port < 1 || port > 65535) return base::fail("config", "portal_port 不是端口");
  out.portal_port = static_cast<std::uint16_t>(port);
  const json::Value& twin = *json::find(value, "twin");
  if (!twin.is_bool()) return base::fail("config", "twin 是 true 或 false");
  out.twin = twin.get_bool();
  const json::Value& founders = *json::find(value, "founders");
  const fs::path beside = config.parent_path();
  MJ_TRY(out.director, founder(founders, "director", beside));
  MJ_TRY(out.legal_head, founder(founders, "legal_head", beside));
  MJ_TRY(out.administrator, founder(founders, "administrator", beside));
  return out;
}

base::Result<void> refuse_unless(bool holds, const char* say) {
  if (!holds) return base::fail(kRefusal, say);
  return {};
}

/// A name of a log stands in front of its vkey (tree.md §2): neither space nor plus.
bool is_origin(std::string_view name) {
  return name.size() > 2 && name.find_first_of(" +\t\n") == std::string_view::npos;
}

base::Result<void> check_names(const Founding& founding) {
  MJ_CHECK(refuse_unless(!founding.origin.starts_with("demo.") && !founding.feed_origin.starts_with("demo."),
                         "以 demo. 开头的名称只供示范（时钟可以拨动），不能用于正式安装"));
  MJ_CHECK(refuse_unless(
      is_origin(founding.origin) && is_origin(founding.feed_origin) &&
          founding.origin != founding.feed_origin,
      "origin 和 feed_origin 应是两个不同的名称，不含空格和加号，例如 zf.example.gov.cn/log/2026"));
  return refuse_unless(founding.portal_url.starts_with("https://"), "公示门户的网址应以 https:// 开头");
}

/// Two keepers of keys who are two persons; whoever runs the machine is neither (roles.md S11).
base::Result<void> check_founders(const Founding& founding) {
  const PersonKey &director = founding.director, &legal_head = founding.legal_head,
                  &administrator = founding.administrator;
  MJ_CHECK(refuse_unless(director.has("key_keeper") && director.has("agency_head"),
                         "主要负责人的钥匙要有 agency_head 和 key_keeper 两种身份"));
  MJ_CHECK(refuse_unless(legal_head.has("key_keeper") && legal_head.has("legal_reviewer"),
                         "法制机构负责人的钥匙要有 legal_reviewer 和 key_keeper 两种身份"));
  MJ_CHECK(refuse_unless(administrator.root().roles == std::vector<std::string>{"administrator"},
                         "系统管理员的钥匙只能有 administrator 一种身份"));
  const auto apart = [](const PersonKey& a, const PersonKey& b) {
    return a.login != b.login && a.stored.key_id != b.stored.key_id && a.root().holder != b.root().holder;
  };
  return refuse_unless(
      apart(director, legal_head) && apart(director, administrator) && apart(legal_head, administrator),
      "主要负责人、法制机构负责人、系统管理员应是三个人，各用自己的登录名和钥匙");
}

base::Result<void> check_bureau(const law::Lawbook& lawbook) {
  const auto* bureau = lawbook.data("bureau");
  return refuse_unless(bureau == nullptr || json::find(*bureau, "sample") == nullptr,
                       "lawbook/bureau.yaml 还是示范内容，请换成本机关的内容（并删去 sample 一行）");
}

void print_what_is_left(const Layout& layout, const Founding& founding) {
  const std::string at = layout.root.string();
  std::cout << "安装完成：" << at << "（" << founding.origin << "）\n\n"
            << "一、办公程序（本机，专用账户）\n"
            << "  1. 把 " << at << " 交给该账户：chown -R；private/ 里的文件只有它能读（0600）。\n"
            << "  2. private/master.key 与 private/data-keys.db 另行备份，不与 records.db 放在同一介质上。\n"
            << "  3. 启动：mingjing serve --data " << at << "；对外只经带 TLS 的反向代理。\n\n"
            << "二、封签程序（另一账户，有条件的另一主机）\n"
            << "  1. 把 " << layout.sealer().string() << " 移交给该账户，从办公程序的账户中删去其中的钥匙。\n"
            << "  2. document.key、document.pem 是自签证书，请换成电子认证服务机构为本机关签发的。\n"
            << "  3. 换了位置的，改 sealer.json 里的路径；启动：mingjing-sealer --config sealer.json。\n"
            << "  4. 由两名密钥管理人员登记并确认 enrolment.json 里的钥匙，之后才能编号盖章。\n\n"
            << "三、公示门户（" << founding.portal_url << "）\n"
            << "  1. 移交 " << (layout.portal() / "portal.json").string() << " 和 "
            << layout.keys_json().string() << "，按所在主机改其中的路径。\n"
            << "  2. " << layout.feed().string()
            << " 单向送到门户主机；启动：mingjing-portal --config portal.json。\n\n"
            << "四、两名负责人\n"
            << "  1. 核对 keys.json 中的两个钥匙编号与各自抄下的一致：\n"
            << "     主要负责人        " << founding.director.stored.key_id.text() << "\n"
            << "     法制机构负责人    " << founding.legal_head.stored.key_id.text() << "\n"
            << "  2. 用自己的登录名和口令登录；先由主要负责人记录启用现行规则（adopt_edition），\n"
            << "     再由两人登记并确认系统管理员和封签程序的钥匙。\n"
            << "  3. keys.json 向社会公布；核验文书的人以它为准。安装用的钥匙文件可以销毁。\n";
}

}  // namespace

int init(const InitOptions& options) {
  const auto checked = [&]() -> base::Result<Founding> {
    MJ_TRY(const auto lawbook, law::Lawbook::from_directory(options.lawbook.string()));
    MJ_TRY(Founding founding, founding_from(options.config));
    MJ_CHECK(check_names(founding));
    MJ_CHECK(check_founders(founding));
    MJ_CHECK(check_bureau(*lawbook));
    MJ_CHECK(make_installation(options.layout, founding, *lawbook));
    return founding;
  }();
  if (checked) {
    print_what_is_left(options.layout, *checked);
    return kDone;
  }
  const int status = could_not_run(checked.error());
  return checked.error().code == kRefusal ? kRefused : status;
}

}  // namespace office
