#include "verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/hash.h"
#include "keys.h"
#include "law/explore.h"
#include "law/lawbook.h"

namespace verify {
namespace {

constexpr std::uintmax_t kEditionBytesMax = 32U << 20;
constexpr std::uintmax_t kPdfBytesMax = 256U << 20;

/// Chooses the keys; `first_use` is remembered once the proof has been found good.
base::Result<std::optional<ledger::Trust>> pinned_keys(const Options& options,
                                                       const std::optional<ledger::Trust>& carried,
                                                       KeySource& source) {
  source = KeySource::carried;
  if (!options.keys.empty()) {
    source = KeySource::pinned;
    MJ_TRY(ledger::Trust trust, read_keys(options.keys));
    return trust;
  }
  if (!options.remember || !carried) return std::nullopt;
  MJ_TRY(const Remembered remembered, Remembered::of_user());
  MJ_TRY(auto known, remembered.find(carried->log.name));
  source = known ? KeySource::remembered : KeySource::first_use;
  return known;
}

base::Result<law::Editions> read_editions(const Options& options, const std::vector<std::string>& met) {
  law::Editions editions;
  for (const std::string& path : options.lawbooks) {
    MJ_TRY(const std::string bytes, read_file(path, kEditionBytesMax));
    auto edition = law::Lawbook::from_edition(bytes);
    if (!edition) return base::fail("input", path + "：不是执法规范的版本文件：" + edition.error().text);
    if (std::ranges::find(met, (*edition)->rules()) == met.end())
      return base::fail("input", path + "：不是本案所依的版本");
    if (const auto proven = law::require_proof(**edition); !proven)
      return base::fail("input", path + "：" + proven.error().text);
    editions.add(std::move(*edition));
  }
  return editions;
}

/// Runs the rules over the chain; the first certainly failed guard becomes the code `unlawful`.
base::Result<void> check_lawbook(const Options& options, Finding& finding) {
  if (options.lawbooks.empty()) return {};
  MJ_TRY(const law::Editions editions, read_editions(options, finding.proof.editions));
  const auto findings = law::judge(editions, finding.proof.chain, finding.proof.keys);
  if (!findings) {
    finding.note = "所给的执法规范不全，没有逐步检查（" + findings.error().code + "）。";
    return {};
  }
  finding.lawbook_checked = true;
  for (const law::Finding& found : *findings) {
    if (!found.unlawful()) continue;
    finding.proof.code = "unlawful";
    finding.proof.check = 15;
    finding.proof.where = fmt::format("{}: {}", found.pos, fmt::join(found.guards, " "));
    return {};
  }
  return {};
}

base::Result<void> check_pdf(const Options& options, Finding& finding) {
  if (options.pdf.empty() || finding.proof.code != "ok") return {};
  MJ_TRY(const std::string bytes, read_file(options.pdf, kPdfBytesMax));
  finding.pdf_checked = true;
  if (base::base64(crypto::sm3(bytes)) == finding.proof.document_sm3) return {};
  finding.proof.code = "pdf";
  finding.proof.check = 16;
  finding.proof.where = options.pdf;
  return {};
}

base::Result<Finding> examine(const Options& options) {
  MJ_TRY(const std::string bytes, read_file(options.file, ledger::kProofBytesMax + 1));
  const auto carried = carried_keys(bytes);
  Finding finding;
  finding.keys_path = options.keys;
  MJ_TRY(const auto pinned, pinned_keys(options, carried, finding.source));
  finding.trust = pinned ? *pinned : carried.value_or(ledger::Trust{});
  finding.proof = ledger::verify_proof(bytes, {.pinned = pinned, .cosignatures = std::nullopt});
  if (finding.source == KeySource::remembered && carried &&
      ledger::to_json(*carried) != ledger::to_json(*pinned))
    finding.note = "注意：文件所带的公钥与记住的不同；只认记住的公钥。";
  if (finding.proof.code != "ok") return finding;
  MJ_CHECK(check_lawbook(options, finding));
  MJ_CHECK(check_pdf(options, finding));
  if (finding.source != KeySource::first_use || finding.proof.code != "ok") return finding;
  MJ_TRY(const Remembered remembered, Remembered::of_user());
  MJ_CHECK(remembered.remember(finding.trust));
  return finding;
}

}  // namespace

int status_of(const Finding& finding, const Options& options) {
  if (finding.proof.code != "ok") return 1;
  if (!options.lawbooks.empty() && !finding.lawbook_checked) return 2;  // asked for, and could not be done
  return finding.proof.pinned || options.trust_file ? 0 : 2;
}

Outcome run(const std::vector<std::string>& arguments) {
  const auto options = read_options(arguments);
  if (!options) return {2, options.error().text, false};
  const auto finding = examine(*options);
  if (!finding) return {2, finding.error().text + "\n", false};
  return {status_of(*finding, *options), options->as_json ? in_json(*finding) : in_words(*finding), true};
}

}  // namespace verify
