#pragma once
// One invented case for all tests of this module.

#include <filesystem>
#include <string>

#include "typeset/compose.h"
#include "typeset/fonts.h"
#include "typeset/pdf.h"
#include "typeset/sign.h"

namespace town {

/// The shipped layout of the penalty decision (YAML → JSON).
base::json::Value decision_layout();
base::json::Value layout_of(const std::string& yaml);

/// A penalty decision with facts, evidence, fine; party 示范电梯维保有限公司.
typeset::Values decision();
/// The same as the public may see it: evidence and the inspector's name are not there.
typeset::Values published_decision();

/// Fonts beside the build's binaries; the process ends with the command to run when they are missing.
const typeset::Fonts& fonts();
typeset::PdfOptions options();
const typeset::PdfSigner& signer();

/// What `command` writes; its exit status must be 0.
std::string output_of(const std::string& command);
/// A file in the test's own directory with these bytes.
std::filesystem::path written(const std::string& name, const std::string& bytes);
std::string without_blanks(const std::string& text);

}  // namespace town
