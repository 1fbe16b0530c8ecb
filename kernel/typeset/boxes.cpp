#include "boxes.h"

#include <algorithm>
#include <span>
#include <utility>

#include "lines.h"
#include "paper.h"
#include "signature.h"

namespace typeset {
namespace {

/// The look of one kind of block.
struct Style {
  Type type{Face::fang, kEm, 0};
  double indent_em = 0;
  Align align = Align::justified;
  double pitch = kLinePitch;
  double before = 0;  ///< lines of the grid
  double after = 0;
  bool keep_with_next = false;
};

/// Organ, title and number together fill whole lines of the grid, so that the text below stands on it.
Style style_of(Kind kind) {
  switch (kind) {
    case Kind::organ:
      return {{Face::song_bold, kTitleSize, 0.06}, 0, Align::centred, 1.25 * kLinePitch, 0, 0.1, true};
    case Kind::title:
      return {{Face::song_bold, 26, 0.22}, 0, Align::centred, 1.45 * kLinePitch, 0, 0.2, true};
    case Kind::number:
      return {{Face::fang, kEm, 0}, 0, Align::right, kLinePitch, 0, 1, true};
    case Kind::heading:
      return {{Face::hei, kEm, 0}, 2, Align::justified, kLinePitch, 0, 0, true};
    case Kind::subheading:
      return {{Face::kai, kEm, 0}, 2, Align::justified, kLinePitch, 0, 0, true};
    case Kind::flush:
      return {{Face::fang, kEm, 0}, 0};
    case Kind::centred:
      return {{Face::fang, kEm, 0}, 0, Align::centred};
    case Kind::right:
    case Kind::date:
      return {{Face::fang, kEm, 0}, 0, Align::right};
    case Kind::paragraph:
    case Kind::item:
      break;
  }
  return {{Face::fang, kEm, 0}, 2};
}

/// Base line that puts a Chinese character of `size` in the middle of a line of `pitch`.
double baseline_in(double pitch, double size) {
  return pitch / 2 + 0.38 * size;
}

Box space(double lines) {
  return {.height = lines * kLinePitch, .keep_with_next = true, .blank = true};
}

Box line_box(std::span<Piece> pieces, const SetLine& line, const Style& style) {
  Box box;
  box.height = style.pitch;
  box.keep_with_next = style.keep_with_next;
  for (std::size_t i = line.begin; i < line.end; ++i)
    box.pieces.push_back(
        {std::move(pieces[i]), line.x[i - line.begin], baseline_in(style.pitch, style.type.size)});
  return box;
}

class Flow {
 public:
  explicit Flow(const FontFiles& fonts) : fonts_(fonts) {}

  base::Result<void> add(const Block& block) {
    const Style style = style_of(block.kind);
    if (style.before > 0) boxes_.push_back(space(style.before));
    MJ_TRY(std::vector<Piece> pieces, shape(block.content, style.type, fonts_));
    fit_bars(pieces);
    const Measure measure{kTypeWidth, style.indent_em * kEm, style.align};
    const bool announces = !pieces.empty() && pieces.back().character == U'：';  // what follows stays with it
    for (const SetLine& line : break_lines(pieces, measure)) boxes_.push_back(line_box(pieces, line, style));
    boxes_.back().keep_with_next |= announces;
    if (style.after > 0) boxes_.push_back(space(style.after));
    return {};
  }

  base::Result<void> add(const Table& table) {
    MJ_TRY(std::vector<Box> rows, table_boxes(table, fonts_));
    boxes_.push_back(space(kAroundTable));
    std::move(rows.begin(), rows.end(), std::back_inserter(boxes_));
    boxes_.push_back(space(kAroundTable));
    boxes_.back().keep_with_next = false;
    return {};
  }

  /// Organ and date, centred on each other, four characters from the right edge, two lines below the text;
  /// they go to a new page only in the company of the last lines of text (documents.md §4: no page carries
  /// the seal alone).
  base::Result<void> add_signature(std::span<const Part> lines) {
    keep_last_lines();
    boxes_.push_back(space(kLinesAboveSignature));
    std::vector<std::vector<Piece>> shaped;
    double widest = 0;
    for (const Part& line : lines) {
      const auto& block = std::get<Block>(line);
      MJ_TRY(shaped.emplace_back(), shape(block.content, style_of(block.kind).type, fonts_));
      widest = std::max(widest, width_of(shaped.back()));
    }
    const double right = kTypeWidth - kSignatureGapEm * kEm;
    const double last = shaped.empty() ? 0 : width_of(shaped.back());
    const double centre = std::min(right - last / 2, kTypeWidth - kEm - widest / 2);
    for (std::size_t i = 0; i < shaped.size(); ++i)
      add_signature_line(shaped[i], centre, i + 2 == shaped.size());
    boxes_.push_back(space(1));
    boxes_.back().keep_with_next = false;
    return {};
  }

  std::vector<Box> take() { return std::move(boxes_); }

 private:
  static constexpr double kLinesAboveSignature = 2;
  static constexpr double kAroundTable = 0.3;
  static constexpr double kSignatureGapEm = 4;
  static constexpr std::size_t kCompany = 2;  // lines of text that go with a signature

  static double width_of(const std::vector<Piece>& pieces) {
    double width = 0;
    for (const Piece& piece : pieces) width += piece.width;
    return width;
  }

  static void fit_bars(std::vector<Piece>& pieces) {
    for (Piece& piece : pieces)
      if (piece.what == Piece::What::bar) piece.width = std::min(piece.width, kTypeWidth - 2 * kEm);
  }

  void keep_last_lines() {
    std::size_t kept = 0;
    for (auto box = boxes_.rbegin(); box != boxes_.rend() && kept < kCompany; ++box, ++kept)
      box->keep_with_next = true;
  }

  void add_signature_line(std::vector<Piece>& pieces, double centre, bool carries_seal) {
    Box box{.height = kLinePitch, .keep_with_next = true};
    double x = centre - width_of(pieces) / 2;
    for (Piece& piece : pieces) {
      const double width = piece.width;
      box.pieces.push_back({std::move(piece), x, baseline_in(kLinePitch, kEm)});
      x += width;
    }
    if (carries_seal) box.seal_x = centre;
    boxes_.push_back(std::move(box));
  }

  const FontFiles& fonts_;
  std::vector<Box> boxes_;
};

double height_of(std::span<const Box> boxes) {
  double height = 0;
  for (const Box& box : boxes) height += box.height;
  return height;
}

class Paginator {
 public:
  void add(std::vector<Box> group) {
    if (y_ > 0 && y_ + height_of(group) > kTypeHeight + kSlack && height_of(group) <= kTypeHeight + kSlack)
      turn();
    for (Box& box : group) place(std::move(box));
  }

  std::vector<Page> take() {
    if (pages_.empty()) pages_.emplace_back();
    return std::move(pages_);
  }

 private:
  static constexpr double kSlack = 0.01;  // points, for sums of fractions

  void turn() {
    pages_.emplace_back();
    y_ = 0;
  }

  void place(Box box) {
    if (pages_.empty()) turn();
    if (y_ > 0 && y_ + box.height > kTypeHeight + kSlack) turn();
    if (y_ == 0 && box.blank) return;
    if (y_ == 0) {
      for (Box& head : std::exchange(box.repeated_on_page, {})) put(std::move(head));
    }
    put(std::move(box));
  }

  void put(Box box) {
    const double height = box.height;
    pages_.back().boxes.push_back({y_, std::move(box)});
    y_ += height;
  }

  std::vector<Page> pages_;
  double y_ = 0;
};

}  // namespace

base::Result<std::vector<Box>> boxes_of(const Document& document, const FontFiles& fonts) {
  Flow flow(fonts);
  for (std::size_t i = 0; i < document.parts.size(); ++i) {
    const Part& part = document.parts[i];
    if (const auto* table = std::get_if<Table>(&part)) {
      MJ_CHECK(flow.add(*table));
      continue;
    }
    const std::size_t end = signature_end(document, i);
    if (end >= i + 2) {
      MJ_CHECK(flow.add_signature(std::span(document.parts).subspan(i, end - i)));
      i = end - 1;
      continue;
    }
    MJ_CHECK(flow.add(std::get<Block>(part)));
  }
  return flow.take();
}

std::vector<Page> paginate(std::vector<Box> boxes) {
  Paginator paginator;
  std::vector<Box> group;
  for (Box& box : boxes) {
    const bool more = box.keep_with_next;
    group.push_back(std::move(box));
    if (!more) paginator.add(std::exchange(group, {}));
  }
  if (!group.empty()) paginator.add(std::move(group));
  return paginator.take();
}

}  // namespace typeset
