#include "town.h"

namespace portal::test {

namespace {

/// A code of the right form with an unassigned area: 91219900 and nine letters, then the check letter (GB
/// 32100).
std::string uscc(const std::string& nine) {
  constexpr std::string_view kLetters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const std::string body = "91219900" + nine;
  int sum = 0;
  int weight = 1;
  for (const char c : body) {
    sum += static_cast<int>(kLetters.find(c)) * weight;
    weight = weight * 3 % 31;
  }
  return body + kLetters[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

json::Value p(const std::string& text) {
  return json::Object{{"t", text}};
}

const json::Value kParagraph = json::Object{{"b", "p"}};

base::Date day(const char* text) {
  return *base::parse_date(text);
}

Story lift() {
  return {
      .party = "临澄市锦澄物业服务有限公司（示范）",
      .uscc = uscc("MA0T3K8Q2"),
      .representative = "许怀瑾",
      .character = "使用未经定期检验的电梯",
      .cause = "涉嫌使用未经定期检验的电梯",
      .breach = {"《中华人民共和国特种设备安全法》第四十条第三款"},
      .law = {"《中华人民共和国特种设备安全法》第八十四条第一项"},
      .fine_fen = 3000000,
      .correction = "停止使用未经定期检验的电梯",
      .facts =
          {p("2026年1月22日，本局执法人员对当事人管理的澄园小区开展电梯专项检查，现场查见 2 "
             "号楼客梯轿厢内张贴的检验标志载明下次检验日期为 "
             "2025年12月，该电梯正在运行。当事人现场未能提供有效期内的检验报告。"),
           kParagraph,
           p("经查，当事人自 2026年1月1日起至检查当日，在未经定期检验的情况下继续使用上述电梯，共 22 "
             "日，期间未发生安全事故。当事人的电梯管理员郑怀瑜（电话 "
             "0999-1234567）知悉检验到期。1月24日，当事人停用该电梯并申报检验；2月9日，检验结论为合格。")},
      .discretion = {p(
          "当事人在检查后及时停用、申报检验并取得合格结论，没有造成危害后果，属于可以从轻处罚的情形。")},
      .hidden = {{.at = 175, .n = 3, .reason = "privacy", .label = "个人信息"},
                 {.at = 182, .n = 12, .reason = "privacy", .label = "个人信息"}},
      .filed = day("2026-01-26"),
      .number = 24};
}

Story plain(int number, const char* filed, std::string party, const char* nine, std::string character,
            std::string facts, std::string breach, std::string law, std::int64_t fine_fen) {
  return {.party = std::move(party),
          .uscc = uscc(nine),
          .representative = "示范人员",
          .character = character,
          .cause = "涉嫌" + character,
          .breach = {std::move(breach)},
          .law = {std::move(law)},
          .fine_fen = fine_fen,
          .correction = "",
          .facts = {p(facts)},
          .discretion = {p("当事人主动配合调查并及时改正，没有造成危害后果，依法从轻处罚。")},
          .hidden = {},
          .filed = day(filed),
          .number = number};
}

}  // namespace

std::vector<Story> stories() {
  return {
      plain(18, "2026-01-05", "临澄云上生鲜超市有限公司（示范）", "MA0T7P4C5", "未按规定明码标价",
            "2025年12月30日，本局执法人员检查发现，当事人经营的冷鲜柜内 14 "
            "种商品没有标明价格。当事人于次日全部补标。",
            "《中华人民共和国价格法》第十三条第一款", "《中华人民共和国价格法》第四十二条", 150000),
      plain(21, "2026-01-12", "明湖区老陶家餐饮管理有限公司（示范）", "MA0T2H6N1", "未按规定查验供货者许可证",
            "2026年1月8日，本局执法人员检查当事人的食品进货台账，发现 3 "
            "批次食用油没有留存供货者的许可证和合格证明文件。",
            "《中华人民共和国食品安全法》第五十三条第一款",
            "《中华人民共和国食品安全法》第一百二十六条第一款第三项", 500000),
      lift(),
      plain(
          29, "2026-02-02", "临澄启衡计量检测有限公司（示范）", "MA0T9W3D8", "使用超过检定周期的计量器具",
          "2026年1月28日，本局执法人员检查发现，当事人用于贸易结算的 2 台电子汽车衡已超过检定有效期 41 日。",
          "《中华人民共和国计量法》第九条第一款", "《中华人民共和国计量法》第二十五条", 80000),
      plain(31, "2026-02-09", "临澄市锦澄物业服务有限公司（示范）", "MA0T3K8Q2", "停车场收费未明码标价",
            "2026年2月5日，本局执法人员检查发现，当事人管理的澄园小区停车场入口没有公示收费标准。当事人当日改"
            "正。",
            "《中华人民共和国价格法》第十三条第一款", "《中华人民共和国价格法》第四十二条", 100000),
      plain(
          36, "2026-02-24", "临澄市青禾网络科技有限公司（示范）", "MA0T5R2B6", "发布虚假广告",
          "2026年2月12日，本局接到举报，当事人在其网店宣传“销量全国第一”，经查没有依据，网页于2月13日删除。",
          "《中华人民共和国广告法》第二十八条第二款第二项", "《中华人民共和国广告法》第五十五条第一款",
          2000000),
  };
}

}  // namespace portal::test
