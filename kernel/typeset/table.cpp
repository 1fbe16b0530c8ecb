// Plain grids (redactable-text.md §1). Columns share the width by what they hold; a row is cut only when it
// is higher than a page; head rows come again on every page.

#include <algorithm>
#include <numeric>

#include "boxes.h"
#include "lines.h"
#include "paper.h"

namespace typeset {
namespace {

using CellPieces = std::vector<Piece>;
using RowPieces = std::vector<CellPieces>;

constexpr double kNarrowest = 3 * kTableSize;
constexpr double kWidestWish = 20 * kTableSize;

Type type_of(const Cell& cell) {
  return {cell.head ? Face::hei : Face::song, kTableSize, 0};
}

std::size_t columns_of(const Table& table) {
  std::size_t columns = 1;
  for (const Row& row : table.rows) columns = std::max(columns, row.size());
  return columns;
}

/// Inner widths of the columns: what the longest cell wishes, within limits, scaled to fill the type area.
std::vector<double> widths_of(const std::vector<RowPieces>& rows, std::size_t columns) {
  std::vector<double> wishes(columns, kNarrowest);
  for (const RowPieces& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) {
      double wish = 0;
      for (const Piece& piece : row[c]) wish += piece.width;
      wishes[c] = std::max(wishes[c], std::min(wish + 1, kWidestWish));
    }
  const double room = kTypeWidth - 2 * kCellPad * static_cast<double>(columns);
  const double wished = std::accumulate(wishes.begin(), wishes.end(), 0.0);
  for (double& width : wishes) width *= room / wished;
  return wishes;
}

struct SetCell {
  CellPieces pieces;
  std::vector<SetLine> lines;
};

class Grid {
 public:
  explicit Grid(std::vector<double> widths) : widths_(std::move(widths)) {}

  /// The boxes of one row: one, or several where the row is higher than a page.
  std::vector<Box> row(RowPieces cells, bool head) const {
    std::vector<SetCell> set(widths_.size());
    std::size_t lines = 1;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      for (Piece& piece : cells[c])
        if (piece.what == Piece::What::bar) piece.width = std::min(piece.width, widths_[c]);
      set[c].lines = break_lines(cells[c], {widths_[c], 0, head ? Align::centred : Align::left});
      set[c].pieces = std::move(cells[c]);
      lines = std::max(lines, set[c].lines.size());
    }
    const auto fitting =
        static_cast<std::size_t>((kTypeHeight - 2 * kCellPad - 4 * kTablePitch) / kTablePitch);
    std::vector<Box> boxes;
    for (std::size_t from = 0; from < lines; from += fitting)
      boxes.push_back(part(set, from, std::min(lines, from + fitting)));
    return boxes;
  }

 private:
  Box part(const std::vector<SetCell>& cells, std::size_t from, std::size_t to) const {
    Box box;
    box.height = static_cast<double>(to - from) * kTablePitch + 2 * kCellPad;
    double x = 0;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      box.rules.push_back({x, 0, x, box.height});
      for (std::size_t i = from; i < std::min(to, cells[c].lines.size()); ++i) {
        const SetLine& line = cells[c].lines[i];
        const double baseline =
            kCellPad + static_cast<double>(i - from) * kTablePitch + kTablePitch / 2 + 0.38 * kTableSize;
        for (std::size_t p = line.begin; p < line.end; ++p)
          box.pieces.push_back({cells[c].pieces[p], x + kCellPad + line.x[p - line.begin], baseline});
      }
      x += widths_[c] + 2 * kCellPad;
    }
    box.rules.push_back({x, 0, x, box.height});
    box.rules.push_back({0, 0, x, 0});
    box.rules.push_back({0, box.height, x, box.height});
    return box;
  }

  std::vector<double> widths_;
};

bool is_head(const Row& row) {
  return !row.empty() && std::all_of(row.begin(), row.end(), [](const Cell& cell) { return cell.head; });
}

}  // namespace

base::Result<std::vector<Box>> table_boxes(const Table& table, const FontFiles& fonts) {
  std::vector<RowPieces> rows;
  for (const Row& row : table.rows) {
    RowPieces& pieces = rows.emplace_back();
    for (const Cell& cell : row) {
      MJ_TRY(pieces.emplace_back(), shape(cell.content, type_of(cell), fonts));
    }
  }
  const Grid grid(widths_of(rows, columns_of(table)));
  std::vector<Box> boxes;
  std::vector<Box> head;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const bool heading = is_head(table.rows[r]);
    const bool leading = heading && head.size() == r;
    for (Box& box : grid.row(std::move(rows[r]), heading)) {
      box.keep_with_next = leading;
      if (leading)
        head.push_back(box);
      else
        box.repeated_on_page = head;
      boxes.push_back(std::move(box));
    }
  }
  if (!boxes.empty()) boxes.back().keep_with_next = false;
  return boxes;
}

}  // namespace typeset
