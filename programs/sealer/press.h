#pragma once
// From an approved case to the file that is served (sealer.md §4, Render and Sign).

#include "gate.h"
#include "typeset/fonts.h"
#include "typeset/sign.h"

namespace sealer {

struct PrintJob {
  const Approved& approved;
  const std::map<std::string, ledger::KeptText>& texts;
  const json::Object& published;  // name → first published form, embedded as text.json
  const Number& number;
  base::Instant now;  // signing time, as claimed in the signature
};

struct Printed {
  Bytes pdf;
  int pages = 0;
};

/// Makes the PDF. The sealer knows this face only, so that its own tests need neither fonts nor certificates.
class Press {
 public:
  virtual ~Press() = default;
  /// Whether the document can be printed, before a number is spent on it. Error: `render` with what is
  /// missing.
  [[nodiscard]] virtual base::Result<void> rehearse(const PrintJob& job) const = 0;
  /// Errors: `render`, `signing`.
  [[nodiscard]] virtual base::Result<Printed> print(const PrintJob& job) const = 0;
};

struct PressSettings {
  std::string origin;
  std::string portal;       // https://zf.example.gov.cn
  std::string seal_number;  // along the lower ring, may be empty
};

/// Layout of the form's edition, pinned fonts, a signature over the whole file.
class TypesetPress final : public Press {
 public:
  TypesetPress(typeset::Fonts fonts, typeset::PdfSigner signer, PressSettings settings);
  [[nodiscard]] base::Result<void> rehearse(const PrintJob& job) const override;
  [[nodiscard]] base::Result<Printed> print(const PrintJob& job) const override;

 private:
  [[nodiscard]] base::Result<Bytes> render(const PrintJob& job) const;
  typeset::Fonts fonts_;
  typeset::PdfSigner signer_;
  PressSettings settings_;
};

}  // namespace sealer
