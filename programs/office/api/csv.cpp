#include "api/csv.h"

#include <algorithm>
#include <array>

namespace office::api {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

/// Spreadsheets take the wide forms for the narrow ones.
bool looks_like_a_formula(std::string_view cell) {
  static constexpr std::array<std::string_view, 11> kFirst = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                              "\n", "＝", "＋", "－", "＠"};
  return std::ranges::any_of(kFirst, [&](std::string_view first) { return cell.starts_with(first); });
}

void add(std::string& out, const std::string& cell) {
  out += '"';
  if (looks_like_a_formula(cell)) out += '\'';
  for (const char c : cell) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

}  // namespace

std::string csv(const std::vector<std::vector<std::string>>& rows) {
  std::string out(kMark);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ',';
      add(out, row[i]);
    }
    out += "\r\n";
  }
  return out;
}

http::Response csv_file(const std::vector<std::vector<std::string>>& rows, const std::string& name) {
  return http::Response::bytes("text/csv; charset=utf-8", csv(rows))
      .with("Cache-Control", "no-store")
      .with("Content-Disposition", "attachment; filename=\"" + name + "\"");
}

}  // namespace office::api
