#pragma once

#include "config.h"

namespace office {

struct ServeOptions {
  Layout layout;
  std::filesystem::path lawbook;
  std::uint16_t port = 8080;
  std::filesystem::path web;  // the built pages (web_pages.h)
};

/// Runs the office until SIGINT or SIGTERM. Exit status: 0 stopped, 2 could not run.
[[nodiscard]] int serve(const ServeOptions& options);

}  // namespace office
