#include "refusals.h"

#include <fmt/format.h>

namespace registrar {

namespace {

const law::Sources kSignatures = {"电子签名法 第十三条"};
const law::Sources kRecords = {"实施方案 四（二）"};  // 全过程记录, whatever the kind of act

law::Refusal refusal(std::string code, std::string say, law::Sources source, std::string remedy) {
  return {.code = std::move(code),
          .say = std::move(say),
          .source = std::move(source),
          .remedy = std::move(remedy)};
}

}  // namespace

law::Refusal not_enrolled() {
  return refusal("actor.not_enrolled", "您的签名密钥没有登记、尚未确认或者已经停用。", kSignatures,
                 "请联系密钥管理员登记并确认密钥。");
}

law::Refusal role_not_granted(std::string_view role) {
  return refusal("role.not_granted", fmt::format("您的密钥没有被授予“{}”这一角色。", role), kSignatures,
                 "请由具有该角色的人员办理，或者联系密钥管理员。");
}

law::Refusal other_session() {
  return refusal("actor.not_signed_in", "提交所用的密钥不属于当前登录的人员。", kSignatures,
                 "请用本人的账号登录，并用本人的密钥提交。");
}

law::Refusal other_key() {
  return refusal("signature.other_key", "签名所用的密钥不是办理人的密钥。", kSignatures,
                 "请用办理人本人的密钥签名。");
}

law::Refusal wrong_signature() {
  return refusal("signature.wrong", "签名与所提交的内容不符。", kSignatures, "请重新签名后提交。");
}

law::Refusal text_mismatch(std::string_view title) {
  return refusal("text.mismatch", fmt::format("“{}”的正文与所签的内容不一致。", title), kRecords,
                 "请刷新页面，重新生成正文后提交。");
}

law::Refusal file_missing(std::string_view title) {
  return refusal("file.missing", fmt::format("“{}”中的附件没有上传完整。", title), kRecords,
                 "请等附件上传完成后再提交。");
}

law::Refusal wrong_digests(std::size_t wanted) {
  return refusal("form.digests", fmt::format("这条记录应当正好有{}项承诺。", wanted), kRecords,
                 "请刷新页面后重新提交。");
}

law::Refusal key_refused(std::string_view why) {
  return refusal("key.refused", fmt::format("这一密钥不能登记、确认或者停用：{}。", why), kSignatures,
                 "请核对密钥登记表，由两名密钥管理员重新办理。");
}

law::Refusal incident_refused(std::string_view why) {
  return refusal("incident.refused", fmt::format("这一说明不能登记或者确认：{}。", why), kRecords,
                 "请按监督机关检查报告所列的记录序号和指纹填写。");
}

law::Refusal standing_refused(std::string_view kind, std::string_view why) {
  return kind == "key" ? key_refused(why) : incident_refused(why);
}

law::Refusal no_procedure() {
  return refusal("procedure.none", "所填日期没有可以适用的程序，或者没有说明适用哪一程序。", kRecords,
                 "请从办理事项的列表中选择程序，并核对日期。");
}

law::Refusal other_kind() {
  return refusal("stream.kind", "这一步骤不属于这类事项。", kRecords, "请从本件的页面办理。");
}

std::unexpected<Refused> fault(base::Error error) {
  return std::unexpected(Refused{.refusals = {}, .fault = std::move(error)});
}

std::unexpected<Refused> refused(std::vector<law::Refusal> refusals) {
  return std::unexpected(Refused{.refusals = std::move(refusals), .fault = {}});
}

std::unexpected<Refused> refused(law::Refusal refusal) {
  return refused(std::vector{std::move(refusal)});
}

}  // namespace registrar
