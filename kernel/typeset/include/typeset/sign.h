#pragma once
// The signature ordinary viewers can check: CMS over P-256 in an incremental update (documents-signing.md
// §1).

#include <memory>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "base/result.h"
#include "base/time.h"

namespace typeset {

/// The document key with its certificate. Holds a secret: not copied, not printed, wiped by its destructor.
class PdfSigner {
 public:
  /// `key_pem` an unencrypted P-256 private key, `chain_pem` its certificate and then those above it.
  /// Errors: `signer_key`, `signer_certificate` (also when the two do not belong together).
  [[nodiscard]] static base::Result<PdfSigner> from_pem(std::string_view key_pem, std::string_view chain_pem);
  PdfSigner(PdfSigner&&) noexcept;
  PdfSigner& operator=(PdfSigner&&) noexcept;
  ~PdfSigner();

  struct Secret;
  [[nodiscard]] const Secret& secret() const { return *secret_; }

 private:
  explicit PdfSigner(std::unique_ptr<Secret> secret);
  std::unique_ptr<Secret> secret_;
};

struct Signing {
  base::Instant at;      ///< signing time claimed by the signer; proves nothing by itself
  std::string name;      ///< who, as shown by viewers
  std::string reason;    ///< 出具行政处罚决定书
  std::string location;  ///< may be empty
};

/// Appends one invisible signature that covers the whole file. `pdf` must come from pdf() (or be signed here
/// before). Not deterministic: ECDSA draws a nonce. Errors: `not_ours` (other PDFs, signed ones), `signing`.
[[nodiscard]] base::Result<base::Bytes> sign_pdf(base::Bytes pdf, const PdfSigner& signer,
                                                 const Signing& signing);

}  // namespace typeset
