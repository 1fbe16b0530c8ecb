#pragma once
// Geometry of the round seal, in radii; paper and page draw the same figure.

#include <string>
#include <vector>

#include "typeset/document.h"

namespace typeset {

struct SealGlyph {
  std::string utf8;
  double degrees = 0;   ///< clockwise from the top
  double distance = 0;  ///< of the character's centre from the seal's centre
  double size = 0;      ///< height of the character
  bool feet_outward = false;
};

struct SealShape {
  double ring_width = 0.05;
  double star_radius = 0.30;
  double note_size = 0.17;
  double note_drop = 0.52;  ///< centre of the line under the star, below the seal's centre
  std::vector<SealGlyph> glyphs;
};

[[nodiscard]] SealShape shape_of(const Seal& seal);

struct Point {
  double x = 0;
  double y = 0;
};
/// The ten corners of a five-pointed star of radius 1 around the origin, y downwards, first corner up.
[[nodiscard]] std::vector<Point> star_corners();

}  // namespace typeset
