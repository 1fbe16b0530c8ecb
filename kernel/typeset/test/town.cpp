#include "town.h"

#include <fmt/format.h>
#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "typeset/document_key.h"

/// cairo 1.16 forgets 24 bytes per subset of a CFF font; a leak checker shall look at ours.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libcairo.so";
}

namespace town {
namespace {

using base::json::Array;
using base::json::Object;
using base::json::Value;

std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

Value scalar(const YAML::Node& node) {
  const std::string text = node.Scalar();
  if (node.Tag() == "!") return Value(text);  // quoted
  if (text == "true" || text == "false") return Value(text == "true");
  std::int64_t number = 0;
  if (YAML::convert<std::int64_t>::decode(node, number)) return Value(number);
  return Value(text);
}

Value json_of(const YAML::Node& node) {
  if (node.IsMap()) {
    Object object;
    for (const auto& member : node) object[member.first.Scalar()] = json_of(member.second);
    return object;
  }
  if (node.IsSequence()) {
    Array array;
    for (const auto& item : node) array.push_back(json_of(item));
    return array;
  }
  return node.IsNull() ? Value(nullptr) : scalar(node);
}

Array body(std::initializer_list<Object> items) {
  Array array;
  for (const Object& item : items) array.emplace_back(item);
  return array;
}

std::filesystem::path folder() {
  static const std::filesystem::path path = [] {
    std::string name = (std::filesystem::temp_directory_path() / "typeset-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    return std::filesystem::path(name);
  }();
  return path;
}

void add_facts(typeset::Values& values) {
  values.texts["doc.facts"] =
      body({{{"b", "p"}},
            {{"t",
              "2026年1月12日，本局执法人员对当事人维保的澄园小区开展电梯专项检查，现场查见2号楼客梯（使用登记"
              "编号：梯11示"
              "0418）轿厢内张贴的检验标志载明下次检验日期为2025年11月，该电梯正在运行。当事人的现场负责人"}},
            {{"a", "郑怀瑾"}},
            {{"t", "未能提供有效期内的检验报告。"}},
            {{"b", "p"}},
            {{"t",
              "经进一步调查，当事人自2025年12月1日起至检查当日，在未经定期检验的情况下继续使用上述电梯，共43"
              "日，期间未发生安"
              "全事故。2026年1月14日，当事人停用该电梯并申报检验；1月26日，检验结论为合格。"}}});
  values.texts["doc.discretion"] = body({{{"b", "p"}},
                                         {{"t",
                                           "鉴于当事人在检查后及时停用、申报检验并取得合格结论，没有造成危害"
                                           "后果，对照《临澄市市场监督管理行政处罚裁量基"
                                           "准（示范）》，本局决定从轻处罚。"}}});
}

}  // namespace

Value layout_of(const std::string& yaml) {
  return json_of(YAML::Load(yaml));
}

Value decision_layout() {
  return layout_of(file_text(std::filesystem::path(MINGJING_SOURCE) / "lawbook/layouts/decision.yaml"));
}

typeset::Values decision() {
  typeset::Values values;
  values.fields = {
      {"bureau.name", "临澄市明湖区市场监督管理局"},
      {"bureau.payment", "示范银行明湖支行（地址：明湖区澄心路18号）"},
      {"bureau.government", "明湖区人民政府"},
      {"bureau.court", "明湖区人民法院"},
      {"doc.no", "明市监处罚〔2026〕17号"},
      {"doc.date", "2026-03-02"},
      {"doc.party.kind", "organisation"},
      {"doc.party.name", "临澄市示范电梯维保有限公司"},
      {"doc.party.licence", "营业执照"},
      {"doc.party.uscc", "91990104MA0T3K8Q26"},
      {"doc.party.address", "临澄市明湖区镜湖路62号澄园商务楼3层"},
      {"doc.party.representative", "许示范"},
      {"doc.breach.title", "使用未经定期检验的特种设备"},
      {"doc.broken", "《中华人民共和国特种设备安全法》第四十条第三款"},
      {"doc.basis", "《中华人民共和国特种设备安全法》第八十四条第一项"},
      {"doc.penalty.orders", Array{"责令停止使用未经定期检验的电梯"}},
      {"doc.penalty.fine_fen", 3'000'000},
      {"course.filed_on", "2026-01-15"},
      {"course.notice_served_on", "2026-02-11"},
      {"course.hearing_right", false},
      {"course.defence", "none"},
  };
  values.fields["doc.evidence"] =
      body({{{"item", "现场笔录及执法记录仪视频"}, {"proves", "检查时电梯的运行状态"}},
            {{"item", "询问笔录"}, {"proves", "当事人知悉检验到期"}},
            {{"item", "检验标志照片、电梯运行记录"}, {"proves", "使用的期间"}},
            {{"item", "检验报告"}, {"proves", "整改情况"}}});
  add_facts(values);
  return values;
}

typeset::Values published_decision() {
  typeset::Values values = decision();
  values.view = typeset::View::published;
  values.fields.erase("doc.evidence");
  for (Value& item : values.texts["doc.facts"])
    if (item.as_object().contains("a")) item = Object{{"l", "个人信息"}, {"n", 1}, {"r", "privacy"}};
  return values;
}

const typeset::Fonts& fonts() {
  static const typeset::Fonts loaded = [] {
    const auto directory = std::filesystem::path(MINGJING_BIN).parent_path() / "fonts";
    auto result = typeset::Fonts::load(
        directory, file_text(std::filesystem::path(MINGJING_SOURCE) / "lawbook/layouts/fonts.sha256"));
    if (!result) {
      std::cerr << result.error().text << "\nRun: tools/fetch-fonts " << directory.string() << "\n";
      std::exit(2);
    }
    return *result;
  }();
  return loaded;
}

typeset::PdfOptions options() {
  typeset::PdfOptions options;
  options.created = *base::parse_instant("2026-03-02T00:00:00+08:00");
  for (unsigned char i = 0; i < 16; ++i) options.document_id[i] = i;
  options.qr_text = "https://gongshi.example/h/K7QM2F9D?t=0123456789ABCDEFGHJK";
  options.check_code = "K7QM-2F9D";
  options.seal = typeset::Seal{"临澄市明湖区市场监督管理局", "示范印章", "9901040000017"};
  options.embedded = {{"text.json", "application/json", R"({"t":"rtext"})"}};
  options.demo = true;
  return options;
}

const typeset::PdfSigner& signer() {
  static const typeset::PdfSigner made = [] {
    const auto key = typeset::make_document_key("示范签名");
    auto result = typeset::PdfSigner::from_pem(key->key_pem, key->certificate_pem);
    if (!result) {
      std::cerr << result.error().text << "\n";
      std::exit(2);
    }
    return std::move(*result);
  }();
  return made;
}

std::string output_of(const std::string& command) {
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  std::string out;
  char buffer[4096];
  while (const std::size_t n = fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, n);
  const int status = pclose(pipe);
  return status == 0 ? out : fmt::format("exit status {}: {}", status, out);
}

std::filesystem::path written(const std::string& name, const std::string& bytes) {
  const auto path = folder() / name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

std::string without_blanks(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '\n' && c != '\f' && c != '\t') out += c;
  return out;
}

}  // namespace town
