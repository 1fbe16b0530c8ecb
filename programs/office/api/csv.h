#pragma once
// Tables for a spreadsheet (RFC 4180), in UTF-8 with the mark by which spreadsheets know it.

#include <string>
#include <vector>

#include "http/message.h"

namespace office::api {

/// Every cell in quotes. One that a spreadsheet would take for a formula gets an apostrophe in front: what a
/// party is called must not be executed where the list is opened.
[[nodiscard]] std::string csv(const std::vector<std::vector<std::string>>& rows);

/// As a file to be saved under `name`, plain ASCII.
[[nodiscard]] http::Response csv_file(const std::vector<std::vector<std::string>>& rows,
                                      const std::string& name);

}  // namespace office::api
