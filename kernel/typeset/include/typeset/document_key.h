#pragma once
// A document key for PdfSigner with a certificate of its own (P-256), for demonstrations and sites without a
// licensed authority (documents-signing.md §2).

#include <string>

#include "base/result.h"

namespace typeset {

struct DocumentKey {
  std::string key_pem, certificate_pem;
};

/// Self-signed, ten years. Error: `certificate`.
[[nodiscard]] base::Result<DocumentKey> make_document_key(const std::string& organisation);

}  // namespace typeset
