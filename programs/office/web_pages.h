#pragma once
// The browser's face of the office (web/office), as built: read once at the start, sent from memory.

#include <filesystem>

#include "http/router.h"

namespace office {

/// Where the build puts the pages: MINGJING_WEB, else build/web/office of the source tree.
[[nodiscard]] std::filesystem::path web_folder();

/// Serves `folder` under /o/. Files in assets/ bear their content's hash in their name and are kept by the
/// browser for ever; any other address below /o/ is a place inside the application and gets index.html, whose
/// `{{nonce}}` is filled anew each time: antd writes its styles at run time, and nobody else may. `/` leads
/// to /o/. Without the folder, or without its index.html, /o/ says what is missing.
void mount_web(const std::filesystem::path& folder, http::Router& router);

}  // namespace office
