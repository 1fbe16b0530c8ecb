#include "seal_shape.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/encoding.h"

namespace typeset {
namespace {

struct Arc {
  double middle;    // degrees
  double step_max;  // between neighbours
  double span_max;
  double distance;
  double size;
  bool feet_outward;
};

void set_along(const Arc& arc, const std::string& utf8, std::vector<SealGlyph>& out) {
  const std::u32string characters = base::to_code_points(utf8);
  if (characters.empty()) return;
  const auto gaps = static_cast<double>(characters.size() - 1);
  const double step = gaps > 0 ? std::min(arc.step_max, arc.span_max / gaps) : 0;
  const double direction = arc.feet_outward ? -1 : 1;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    SealGlyph glyph;
    base::append_utf8(glyph.utf8, characters[i]);
    glyph.degrees = arc.middle + direction * step * (static_cast<double>(i) - gaps / 2);
    glyph.distance = arc.distance;
    glyph.size = arc.size;
    glyph.feet_outward = arc.feet_outward;
    out.push_back(std::move(glyph));
  }
}

}  // namespace

SealShape shape_of(const Seal& seal) {
  SealShape shape;
  set_along({0, 26, 252, 0.775, 0.235, false}, seal.text, shape.glyphs);
  set_along({180, 6.5, 84, 0.855, 0.11, true}, seal.number, shape.glyphs);
  return shape;
}

std::vector<Point> star_corners() {
  constexpr double kInner = 0.381966;  // of a regular pentagram
  std::vector<Point> corners;
  for (int i = 0; i < 10; ++i) {
    const double angle = std::numbers::pi * i / 5;
    const double radius = i % 2 == 0 ? 1 : kInner;
    corners.push_back({radius * std::sin(angle), -radius * std::cos(angle)});
  }
  return corners;
}

}  // namespace typeset
