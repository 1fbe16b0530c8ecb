#include "typeset/pdf.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <sstream>
#include <thread>

#include "town.h"

using testing::HasSubstr;
using testing::Not;
using namespace typeset;

namespace {

base::Bytes pdf_of(const Document& document, const PdfOptions& options = {}) {
  auto bytes = pdf(document, town::fonts(), options);
  EXPECT_TRUE(bytes) << bytes.error().text;
  return bytes ? std::move(*bytes) : base::Bytes{};
}

base::Bytes pdf_of(const Values& values, const PdfOptions& options = {}) {
  const auto document = compose(town::decision_layout(), values);
  EXPECT_TRUE(document) << document.error().text;
  return document ? pdf_of(*document, options) : base::Bytes{};
}

/// The text of the pages without blanks, by a program that knows nothing of us.
std::string text_of(const base::Bytes& bytes, const std::string& flags = "") {
  const auto path = town::written("text.pdf", bytes);
  return town::output_of("pdftotext " + flags + " " + path.string() + " -");
}

std::string solid_text_of(const base::Bytes& bytes, const std::string& flags = "") {
  return town::without_blanks(text_of(bytes, flags));
}

Document paragraphs(int count, const std::string& sentence) {
  Document document;
  for (int i = 0; i < count; ++i) document.parts.push_back(Block{Kind::paragraph, {Text{sentence}}});
  return document;
}

void sign_off(Document& document) {
  document.parts.push_back(Block{Kind::right, {Text{"示范局"}}});
  document.parts.push_back(Block{Kind::right, {Text{"2026年3月2日"}}});
}

}  // namespace

TEST(Pdf, is_the_same_bytes_for_the_same_document) {
  EXPECT_EQ(pdf_of(town::decision(), town::options()), pdf_of(town::decision(), town::options()));
}

TEST(Pdf, is_the_same_bytes_on_several_threads_at_once) {
  const auto document = compose(town::decision_layout(), town::published_decision());
  const base::Bytes expected = pdf_of(*document, town::options());
  std::vector<base::Bytes> made(6);
  std::vector<std::jthread> threads;
  for (base::Bytes& bytes : made)
    threads.emplace_back([&] {
      for (int i = 0; i < 5; ++i) bytes = *pdf(*document, town::fonts(), town::options());
    });
  threads.clear();
  for (const base::Bytes& bytes : made) EXPECT_EQ(bytes, expected);
}

TEST(Pdf, differs_when_the_document_or_its_identity_does) {
  PdfOptions other = town::options();
  other.document_id[0] = 0xff;
  EXPECT_NE(pdf_of(town::decision(), town::options()), pdf_of(town::decision(), other));
  EXPECT_NE(pdf_of(town::decision()), pdf_of(town::published_decision()));
}

TEST(Pdf, carries_the_whole_text_of_the_document_in_order) {
  const auto document = compose(town::decision_layout(), town::decision());
  EXPECT_EQ(solid_text_of(pdf_of(*document), "-y 100 -H 655 -x 0 -W 596"),
            town::without_blanks(text(*document)));
}

TEST(Pdf, of_the_shipped_layout_reads_as_the_golden_text) {
  const std::string shown = solid_text_of(pdf_of(town::decision(), town::options()));
  for (const char* golden :
       {"示范文书，不具有法律效力",
        "临澄市明湖区市场监督管理局行政处罚决定书明市监处罚〔2026〕17号当事人：临澄市示范电梯维保有限公司",
        "统一社会信用代码：91990104MA0T3K8Q26",
        "上述事实，主要有以下证据证明：1．现场笔录及执法记录仪视频，证明检查时电梯的运行状态。2．询问笔录",
        "2026年2月11日，本局向当事人送达《行政处罚告知书》",
        "一、责令停止使用未经定期检验的电梯。二、罚款人民币叁万元整（30000元）。",
        "应当自收到本决定书之日起十五日内", "每日按罚款数额的百分之三加处罚款",
        "六十日内向明湖区人民政府申请行政复议", "六个月内依法向明湖区人民法院提起行政诉讼",
        "将依法向社会公示", "核验码K7QM-2F9D", "第1页共3页", "第3页共3页"})
    EXPECT_THAT(shown, HasSubstr(golden));
}

TEST(Pdf, shows_dates_and_sums_unbroken_to_those_who_search) {
  const std::string shown = text_of(pdf_of(town::decision()));
  EXPECT_THAT(shown, HasSubstr("2026年3月2日"));
  EXPECT_THAT(shown, HasSubstr("人民币叁万元整（30000元）"));
}

TEST(Pdf, has_title_date_language_and_identity) {
  const base::Bytes bytes = pdf_of(town::decision(), town::options());
  const std::string info =
      town::output_of("TZ=Asia/Shanghai pdfinfo -isodates " + town::written("i.pdf", bytes).string());
  EXPECT_THAT(info, HasSubstr("行政处罚决定书 明市监处罚〔2026〕17号"));
  EXPECT_THAT(info, HasSubstr("CreationDate:    2026-03-02T00:00:00+08"));
  EXPECT_THAT(info, HasSubstr("595.276 x 841.89 pts (A4)"));
  EXPECT_THAT(bytes, HasSubstr("/ID [<000102030405060708090a0b0c0d0e0f>"));
  EXPECT_THAT(bytes, HasSubstr("/Lang (zh-CN)"));
  EXPECT_EQ(page_count(bytes), 3);
}

TEST(Pdf, embeds_files_byte_for_byte) {
  PdfOptions options = town::options();
  const std::string odd("{\"t\":\"endstream endobj\"}\n\0\xff", 27);
  options.embedded = {{"text.json", "application/json", odd}, {"a.txt", "text/plain", "x"}};
  const auto path = town::written("embedded.pdf", pdf_of(town::decision(), options));
  EXPECT_THAT(town::output_of("pdfdetach -list " + path.string()), HasSubstr("2 embedded files"));
  const auto out = path.parent_path() / "out.json";
  town::output_of("pdfdetach -savefile text.json -o " + out.string() + " " + path.string());
  EXPECT_EQ(town::output_of("cat " + out.string()), odd);
}

TEST(Pdf, refuses_names_of_embedded_files_that_could_break_it) {
  PdfOptions options;
  for (const auto& [name, mime] :
       std::vector<std::pair<std::string, std::string>>{{"a) /JS (", "text/plain"},
                                                        {"", "text/plain"},
                                                        {"a.txt", "text plain"},
                                                        {"a.txt", "text/pl ain"}}) {
    options.embedded = {{name, mime, "x"}};
    EXPECT_EQ(pdf(Document{}, town::fonts(), options).error().code, "embedded");
  }
}

TEST(Pdf, of_the_published_form_holds_no_hidden_character) {
  const base::Bytes bytes = pdf_of(town::published_decision(), town::options());
  const std::string shown = solid_text_of(bytes);
  EXPECT_THAT(shown, HasSubstr("现场负责人【此处依法不公开：个人信息】未能提供"));
  EXPECT_THAT(shown, HasSubstr("证据证明：【此处依法不公开：执法案卷信息】"));
  for (const char* hidden : {"郑怀瑾", "怀瑾", "询问笔录"}) {
    EXPECT_THAT(shown, Not(HasSubstr(hidden)));
    EXPECT_THAT(bytes, Not(HasSubstr(hidden)));
  }
}

TEST(Pdf, never_begins_a_line_with_a_closing_nor_ends_one_with_an_opening_mark) {
  const std::string lines =
      text_of(pdf_of(paragraphs(1,
                                [] {
                                  std::string all;
                                  for (int i = 0; i < 60; ++i)
                                    all += "依照《中华人民共和国行政处罚法》（以下称“本法”）第" +
                                           std::to_string(i * 37) + "条，本局决定：罚款；没收、销毁。";
                                  return all;
                                }())),
              "-layout");
  std::istringstream in(lines);
  int counted = 0;
  for (std::string line; std::getline(in, line);) {
    const std::string solid = town::without_blanks(line);
    for (const char* closing : {"，", "。", "、", "；", "：", "）", "》", "”"})
      EXPECT_FALSE(solid.starts_with(closing)) << line;
    for (const char* opening : {"（", "《", "“"}) EXPECT_FALSE(solid.ends_with(opening)) << line;
    counted += solid.empty() ? 0 : 1;
  }
  EXPECT_GT(counted, 80);
}

TEST(Pdf, has_twenty_two_lines_of_twenty_eight_characters_a_page) {
  const std::string line = "市场监督管理行政处罚程序规定依法公开公正文书排版字数一行";
  Document document;
  for (int i = 0; i < 22; ++i) document.parts.push_back(Block{Kind::flush, {Text{line}}});
  EXPECT_EQ(page_count(pdf_of(document)), 1);
  document.parts.push_back(Block{Kind::flush, {Text{line}}});
  EXPECT_EQ(page_count(pdf_of(document)), 2);
}

TEST(Pdf, spreads_a_long_text_over_pages_without_loss) {
  Document document =
      paragraphs(120, "当事人在检查后及时停用、申报检验并取得合格结论，没有造成危害后果，本局决定从轻处罚。");
  sign_off(document);
  const base::Bytes bytes = pdf_of(document);
  EXPECT_GT(page_count(bytes), 9);
  EXPECT_EQ(solid_text_of(bytes, "-y 100 -H 655 -x 0 -W 596"), town::without_blanks(text(document)));
}

TEST(Pdf, never_leaves_the_signature_alone_on_a_page) {
  for (int lines = 14; lines <= 24; ++lines) {
    Document document = paragraphs(lines, "一行正文。");
    sign_off(document);
    const base::Bytes bytes = pdf_of(document);
    const auto path = town::written("signature.pdf", bytes);
    const std::string last =
        town::output_of("pdftotext -f " + std::to_string(page_count(bytes)) + " " + path.string() + " -");
    EXPECT_THAT(last, HasSubstr("一行正文。")) << lines;
    EXPECT_THAT(last, HasSubstr("示范局")) << lines;
    EXPECT_THAT(last, HasSubstr("2026年3月2日")) << lines;
  }
}

TEST(Pdf, keeps_a_heading_and_an_announcement_with_what_follows) {
  for (const Block& leading :
       {Block{Kind::heading, {Text{"一、领起"}}}, Block{Kind::paragraph, {Text{"决定领起："}}}}) {
    Document document = paragraphs(21, "一行正文。");
    document.parts.push_back(leading);
    document.parts.push_back(Block{Kind::paragraph, {Text{"随后的内容。"}}});
    const auto path = town::written("leading.pdf", pdf_of(document));
    EXPECT_THAT(town::output_of("pdftotext -f 2 -l 2 " + path.string() + " -"), HasSubstr("领起"));
  }
}

TEST(Pdf, sets_tables_and_repeats_their_head_on_every_page) {
  Table table;
  table.rows.push_back({{true, {Text{"序号"}}}, {true, {Text{"品名及规格"}}}, {true, {Text{"数量"}}}});
  for (int i = 1; i <= 60; ++i)
    table.rows.push_back({{false, {Text{std::to_string(i)}}},
                          {false, {Text{"示范牌曳引钢丝绳"}, Bar{"商业秘密", "trade"}}},
                          {false, {Text{"3根"}}}});
  const base::Bytes bytes = pdf_of(Document{"", {table}});
  const auto path = town::written("table.pdf", bytes);
  EXPECT_GE(page_count(bytes), 3);
  for (int page = 1; page <= page_count(bytes); ++page)
    EXPECT_THAT(town::output_of(fmt::format("pdftotext -f {} -l {} {} -", page, page, path.string())),
                HasSubstr("品名及规格"));
  EXPECT_THAT(text_of(bytes), HasSubstr("【此处依法不公开：商业秘密】"));
}

TEST(Pdf, cuts_a_table_row_that_is_higher_than_a_page) {
  std::string tall;
  for (int i = 0; i < 400; ++i) tall += "证据内容与来源";
  const Document document{"", {Table{{{{false, {Text{tall}}}, {false, {Text{"注"}}}}}}}};
  const base::Bytes bytes = pdf_of(document);
  EXPECT_GE(page_count(bytes), 2);
  EXPECT_EQ(solid_text_of(bytes, "-y 100 -H 655 -x 0 -W 596").size(), tall.size() + std::string("注").size());
}

TEST(Pdf, draws_rare_characters_from_the_fallback_font) {
  const base::Bytes bytes = pdf_of(paragraphs(1, "当事人𠮷𡈽先生与㑇某"));
  EXPECT_THAT(solid_text_of(bytes), HasSubstr("当事人𠮷𡈽先生与㑇某"));
  EXPECT_THAT(town::output_of("pdffonts " + town::written("rare.pdf", bytes).string()),
              HasSubstr("NotoSerifCJK"));
}

TEST(Pdf, keeps_a_variation_selector_with_its_character) {
  EXPECT_THAT(solid_text_of(pdf_of(paragraphs(1, "葛\U000E0100某"))), HasSubstr("葛\U000E0100某"));
}

TEST(Pdf, names_the_character_that_no_font_has) {
  const auto refused = pdf(paragraphs(1, "姓名\U0003134A"), town::fonts(), {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "glyph_missing");
  EXPECT_THAT(refused.error().text, HasSubstr("U+3134A"));
}

TEST(Pdf, refuses_a_qr_text_that_does_not_fit) {
  PdfOptions options;
  options.qr_text = std::string(4000, 'x');
  EXPECT_EQ(pdf(Document{}, town::fonts(), options).error().code, "qr");
}

TEST(Fonts, say_which_file_is_missing_and_what_to_run) {
  const auto missing = Fonts::load("/nonexistent", "");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "font_missing");
  EXPECT_THAT(missing.error().text, HasSubstr("tools/fetch-fonts /nonexistent"));
}

TEST(Fonts, must_be_those_the_lawbook_prescribes) {
  const auto folder = std::filesystem::path(MINGJING_BIN).parent_path() / "fonts";
  const std::string other = std::string(64, '0') + "  FandolFang-Regular.otf\n";
  EXPECT_EQ(Fonts::load(folder, other).error().code, "font_differs");
}
