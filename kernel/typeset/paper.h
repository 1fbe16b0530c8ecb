#pragma once
// Measures of GB/T 9704-2012 in points. A grid of 22 lines and 28 characters fills the type area exactly.

namespace typeset {

constexpr double mm(double millimetres) {
  return millimetres * 72 / 25.4;
}

constexpr double kPageWidth = mm(210);
constexpr double kPageHeight = mm(297);
constexpr double kLeft = mm(28);
constexpr double kTop = mm(37);
constexpr double kTypeWidth = mm(156);
constexpr double kTypeHeight = mm(225);
constexpr double kLinePitch = kTypeHeight / 22;
constexpr double kEm = kTypeWidth / 28;  ///< 三号, about 15.8 pt
constexpr double kTitleSize = 22;        ///< 二号
constexpr double kTableSize = 12;        ///< 小四
constexpr double kTablePitch = 19;
constexpr double kCellPad = 5;
constexpr double kSealRadius = mm(21);

}  // namespace typeset
