#include "press.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/hash.h"
#include "typeset/compose.h"
#include "typeset/course.h"
#include "typeset/pdf.h"

namespace sealer {
namespace {

/// First 16 bytes of SM3("mingjing-pdf/v1\n" ‖ order leaf): equal for every rendering of one order.
std::array<unsigned char, 16> document_id(std::string_view order) {
  const Bytes leaf = base::from_base64(order).value_or(Bytes{});
  const Hash hash = crypto::sm3("mingjing-pdf/v1\n" + leaf);
  std::array<unsigned char, 16> id;
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

std::string printed_code(std::string_view code) {
  return fmt::format("{}-{}", code.substr(0, 4), code.substr(4));
}

typeset::Values values_of(const PrintJob& job) {
  const json::Value* bureau = job.approved.edition->data("bureau");
  typeset::DocumentSource source{.draft = job.approved.fields,
                                 .texts = {},
                                 .steps = job.approved.steps,
                                 .bureau = bureau == nullptr ? json::Value() : *bureau,
                                 .no = number_text(job.number),
                                 .date = job.number.date};
  for (const auto& [name, text] : job.texts) source.texts[name] = text.body;
  return typeset::document_values(source);
}

}  // namespace

TypesetPress::TypesetPress(typeset::Fonts fonts, typeset::PdfSigner signer, PressSettings settings)
    : fonts_(std::move(fonts)), signer_(std::move(signer)), settings_(std::move(settings)) {}

base::Result<Bytes> TypesetPress::render(const PrintJob& job) const {
  const json::Value* layout = job.approved.edition->layout(job.approved.form->layout);
  if (layout == nullptr) return base::fail("render", "没有版式“" + job.approved.form->layout + "”");
  const typeset::Values values = values_of(job);
  auto document = typeset::compose(*layout, values);
  if (!document) return base::fail("render", document.error().text);
  const bool demo = settings_.origin.starts_with("demo.");
  MJ_TRY(const base::Date day, base::parse_date(job.number.date));
  typeset::PdfOptions options;
  options.created = base::start_of(day);
  options.document_id = document_id(job.number.order);
  options.qr_text = fmt::format("{}/h/{}?t={}", settings_.portal, job.number.code, job.number.token);
  options.check_code = printed_code(job.number.code);
  options.seal = typeset::Seal{.text = json::text_or_empty(values.fields.if_contains("bureau.name")),
                               .note = demo ? "示范印章" : "",
                               .number = settings_.seal_number};
  options.embedded = {{"text.json", "application/json", json::canonical(job.published)}};
  options.demo = demo;
  auto pdf = typeset::pdf(*document, fonts_, options);
  if (!pdf) return base::fail("render", pdf.error().text);
  return pdf;
}

base::Result<void> TypesetPress::rehearse(const PrintJob& job) const {
  MJ_CHECK(render(job));
  return {};
}

base::Result<Printed> TypesetPress::print(const PrintJob& job) const {
  MJ_TRY(Bytes plain, render(job));
  const int pages = typeset::page_count(plain);
  const json::Value* bureau = job.approved.edition->data("bureau");
  const typeset::Signing signing{
      .at = job.now,
      .name = bureau == nullptr ? "" : json::text_or_empty(json::find(*bureau, "name")),
      .reason = "出具" + job.approved.form->title,
      .location = ""};
  auto signed_pdf = typeset::sign_pdf(std::move(plain), signer_, signing);
  if (!signed_pdf) return base::fail("signing", signed_pdf.error().text);
  return Printed{std::move(*signed_pdf), pages};
}

}  // namespace sealer
