#include "typeset/document.h"

namespace typeset {
namespace {

struct Plain {
  std::string& out;
  void operator()(const Text& shown) const { out += shown.utf8; }
  void operator()(const Bar& bar) const { out.append("【").append(bar.label).append("】"); }
  void operator()(const LineBreak&) const { out += '\n'; }
};

void append(std::string& out, const Inlines& content) {
  for (const Inline& part : content) std::visit(Plain{out}, part);
}

void append(std::string& out, const Table& table) {
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    if (i > 0) out += '\n';
    for (const Cell& cell : table.rows[i]) {
      out += '\t';
      append(out, cell.content);
    }
  }
}

}  // namespace

std::string text(const Document& document) {
  std::string out;
  for (const Part& part : document.parts) {
    if (&part != &document.parts.front()) out += '\n';
    if (const auto* block = std::get_if<Block>(&part))
      append(out, block->content);
    else
      append(out, std::get<Table>(part));
  }
  return out;
}

}  // namespace typeset
