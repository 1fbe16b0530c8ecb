#include "typeset/html.h"

#include <fmt/format.h>

#include <span>

#include "seal_shape.h"
#include "signature.h"

namespace typeset {
namespace {

constexpr double kSvgRadius = 71.6;  // in a box of 150

void append_escaped(std::string& out, std::string_view utf8) {
  for (const char c : utf8) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

struct Markup {
  std::string& out;
  void operator()(const Text& shown) const { append_escaped(out, shown.utf8); }
  void operator()(const LineBreak&) const { out += "<br>"; }
  void operator()(const Bar& bar) const {
    out += "<span class=\"rd\" role=\"img\" aria-label=\"此处依法不公开：";
    append_escaped(out, bar.label);
    out += "\">";
    append_escaped(out, bar.label);
    out += "</span>";
  }
};

void append(std::string& out, const Inlines& content) {
  for (const Inline& part : content) std::visit(Markup{out}, part);
}

struct Tags {
  std::string_view open;
  std::string_view close;
};

Tags tags_of(Kind kind) {
  switch (kind) {
    case Kind::organ:
      return {"<p class=\"org ni\">", "</p>"};
    case Kind::title:
      return {"<p class=\"ti ni\">", "</p>"};
    case Kind::number:
      return {"<p class=\"no ni\">", "</p>"};
    case Kind::heading:
      return {"<h3>", "</h3>"};
    case Kind::subheading:
      return {"<h4>", "</h4>"};
    case Kind::flush:
      return {"<p class=\"ni\">", "</p>"};
    case Kind::centred:
      return {"<p class=\"ce ni\">", "</p>"};
    default:
      return {"<p>", "</p>"};
  }
}

void append(std::string& out, const Table& table) {
  out += "<table class=\"grid\">\n";
  for (const Row& row : table.rows) {
    out += "<tr>";
    for (const Cell& cell : row) {
      out += cell.head ? "<th>" : "<td>";
      append(out, cell.content);
      out += cell.head ? "</th>" : "</td>";
    }
    out += "</tr>\n";
  }
  out += "</table>\n";
}

void append_svg_text(std::string& out, double y, double size, std::string_view attributes,
                     std::string_view utf8) {
  out += fmt::format("<text x=\"75\" y=\"{:.2f}\" font-size=\"{:.2f}\" text-anchor=\"middle\"{}>", y, size,
                     attributes);
  append_escaped(out, utf8);
  out += "</text>";
}

void append(std::string& out, const SealGlyph& glyph) {
  const double size = glyph.size * kSvgRadius;
  const double centre = 75 + kSvgRadius * (glyph.feet_outward ? glyph.distance : -glyph.distance);
  const double turn = glyph.feet_outward ? glyph.degrees - 180 : glyph.degrees;
  append_svg_text(out, centre + 0.36 * size, size, fmt::format(" transform=\"rotate({:.2f} 75 75)\"", turn),
                  glyph.utf8);
}

void append(std::string& out, const Seal& seal) {
  const SealShape shape = shape_of(seal);
  out += "<svg class=\"seal\" viewBox=\"0 0 150 150\" role=\"img\" aria-label=\"印章：";
  append_escaped(out, seal.text);
  append_escaped(out, seal.note);
  out += fmt::format(
      "\" fill=\"#B8321F\"><circle cx=\"75\" cy=\"75\" r=\"{:.2f}\" fill=\"none\" stroke=\"#B8321F\" "
      "stroke-width=\"{:.2f}\"/>",
      kSvgRadius, kSvgRadius * shape.ring_width);
  for (const SealGlyph& glyph : shape.glyphs) append(out, glyph);
  out += "<path d=\"";
  char command = 'M';
  for (const Point& corner : star_corners()) {
    const double radius = kSvgRadius * shape.star_radius;
    out += fmt::format("{}{:.2f} {:.2f}", command, 75 + radius * corner.x, 75 + radius * corner.y);
    command = 'L';
  }
  out += "z\"/>";
  if (!seal.note.empty())
    append_svg_text(out, 75 + kSvgRadius * (shape.note_drop + 0.36 * shape.note_size),
                    kSvgRadius * shape.note_size, "", seal.note);
  out += "</svg>";
}

/// Organ and date in one block, the seal over them.
void append_signature(std::string& out, std::span<const Part> lines, const std::optional<Seal>& seal) {
  out += "<div class=\"sig\">";
  for (const Part& line : lines) {
    if (&line != &lines.front()) out += "<br>";
    append(out, std::get<Block>(line).content);
  }
  if (seal) append(out, *seal);
  out += "</div>\n";
}

}  // namespace

std::string html(const Document& document, const std::optional<Seal>& seal) {
  std::string out = "<article class=\"paper\">\n";
  for (std::size_t i = 0; i < document.parts.size(); ++i) {
    const Part& part = document.parts[i];
    if (const auto* table = std::get_if<Table>(&part)) {
      append(out, *table);
      continue;
    }
    if (!is_signature(part)) {
      const auto& block = std::get<Block>(part);
      const Tags tags = tags_of(block.kind);
      append(out.append(tags.open), block.content);
      out.append(tags.close) += '\n';
      continue;
    }
    const std::size_t end = signature_end(document, i);
    const bool last = end == document.parts.size();
    append_signature(out, std::span(document.parts).subspan(i, end - i), last ? seal : std::nullopt);
    i = end - 1;
  }
  return out + "</article>\n";
}

}  // namespace typeset
