#include "lines.h"

#include <algorithm>
#include <string_view>

namespace typeset {
namespace {

constexpr std::u32string_view kOpening = U"（《〈「『【〔［｛“‘([{〖";
constexpr std::u32string_view kClosing = U"，。、；：！？）》〉」』】〕］｝”’,.;:!?)]}〗％%‰℃°·…—～々";
/// Closing marks of full width whose right half is blank.
constexpr std::u32string_view kBlankAfter = U"，。、；：）》〉」』】〕］｝”’．";
constexpr std::u32string_view kBlankBefore = U"（《〈「『【〔［｛“‘";
/// What a figure does not leave alone at the end of a line.
constexpr std::u32string_view kAfterFigure = U"年月日时分秒元号条款项岁";
constexpr double kHalf = 0.5;          // em
constexpr double kSqueeze = 0.25;      // em that a mark inside a line may give away
constexpr double kGapingGap = 0.22;    // em between characters from which a long word is cut instead
constexpr std::size_t kLongWord = 10;  // characters
constexpr double kTolerance = 1e-6;

bool in(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}
bool is_western(char32_t c) {
  return c > 0x20 && c < 0x250 && !in(U"“”‘’·°", c);
}
bool is_figure(char32_t c) {
  return c >= U'0' && c <= U'9';
}

class Breaker {
 public:
  Breaker(std::span<const Piece> pieces, const Measure& measure) : pieces_(pieces), measure_(measure) {}

  std::vector<SetLine> run() {
    std::size_t begin = 0;
    do {
      const std::size_t end = line_end(begin);
      lines_.push_back(place(begin, end));
      begin = end;
      if (begin < pieces_.size() && pieces_[begin].what == Piece::What::line_break) ++begin;
      while (begin < pieces_.size() && begin > 0 && pieces_[begin].character == U' ') ++begin;
    } while (begin < pieces_.size());
    return std::move(lines_);
  }

 private:
  double indent() const { return lines_.empty() ? measure_.first_indent : 0; }

  /// Width that piece i takes when piece i + 1 follows it on the line.
  double advance(std::size_t i, std::size_t end) const {
    const Piece& piece = pieces_[i];
    if (i + 1 >= end) return piece.width;
    const char32_t next = pieces_[i + 1].character;
    const bool closed = in(kBlankAfter, piece.character) && (in(kClosing, next) || in(kOpening, next));
    const bool opened = in(kBlankBefore, piece.character) && in(kBlankBefore, next);
    return piece.width - (closed || opened ? kHalf * piece.size : 0);
  }

  double width(std::size_t begin, std::size_t end) const {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += advance(i, end);
    return sum;
  }

  /// What the last piece of a line may hang over the edge: the blank half of a mark.
  double hanging(std::size_t end) const {
    const Piece& last = pieces_[end - 1];
    if (last.character == U' ') return last.width;
    return in(kBlankAfter, last.character) ? kHalf * last.size : 0;
  }

  bool splits(std::size_t i) const {
    if (pieces_[i].what != Piece::What::character || pieces_[i - 1].what != Piece::What::character) {
      const bool glued_left = in(kOpening, pieces_[i - 1].character);
      return !glued_left && !in(kClosing, pieces_[i].character);
    }
    return may_break(pieces_[i - 1].character, pieces_[i].character);
  }

  /// End of the line that begins at `begin`: greedy, then mended.
  std::size_t line_end(std::size_t begin) const {
    const double room = measure_.width - indent() + kTolerance;
    std::size_t end = begin;
    while (end < pieces_.size() && pieces_[end].what != Piece::What::line_break &&
           width_fits(begin, end + 1, room))
      ++end;
    if (end >= pieces_.size() || pieces_[end].what == Piece::What::line_break) return end;
    if (end == begin) return begin + 1;  // wider than the line by itself
    return mended(begin, end, room);
  }

  bool width_fits(std::size_t begin, std::size_t end, double room) const {
    return width(begin, end) - hanging(end) <= room;
  }

  std::size_t mended(std::size_t begin, std::size_t end, double room) const {
    if (splits(end)) return end;
    const bool after_next = end + 1 >= pieces_.size() || splits(end + 1);
    if (in(kClosing, pieces_[end].character) && after_next &&
        width(begin, end + 1) - hanging(end + 1) - squeeze(begin, end) <= room)
      return end + 1;
    std::size_t earlier = end;
    while (earlier > begin && !(earlier < end && splits(earlier))) --earlier;
    if (earlier == begin) return end;
    return gapes(begin, earlier, room) && inside_long_word(end) ? end : earlier;
  }

  double squeeze(std::size_t begin, std::size_t end) const {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += squeezable(i, end) ? kSqueeze * pieces_[i].size : 0;
    return sum;
  }

  bool squeezable(std::size_t i, std::size_t end) const {
    return in(kBlankAfter, pieces_[i].character) && advance(i, end) == pieces_[i].width;
  }

  bool gapes(std::size_t begin, std::size_t end, double room) const {
    const auto gaps = static_cast<double>(stretch_gaps(begin, end));
    return room - width(begin, end) > gaps * kGapingGap * pieces_[begin].size;
  }

  bool inside_long_word(std::size_t at) const {
    std::size_t first = at;
    std::size_t last = at;
    while (first > 0 && is_western(pieces_[first - 1].character)) --first;
    while (last < pieces_.size() && is_western(pieces_[last].character)) ++last;
    return last - first >= kLongWord && at - first >= 2 && last - at >= 2;
  }

  bool stretches(std::size_t i) const {  // the gap before piece i
    return !(is_western(pieces_[i - 1].character) && is_western(pieces_[i].character));
  }

  std::size_t stretch_gaps(std::size_t begin, std::size_t end) const {
    std::size_t gaps = 0;
    for (std::size_t i = begin + 1; i < end; ++i) gaps += stretches(i) ? 1 : 0;
    return gaps;
  }

  SetLine place(std::size_t begin, std::size_t end) const {
    SetLine line{begin, end, {}};
    while (end > begin && pieces_[end - 1].character == U' ') --end;
    const double room = measure_.width - indent();
    const double natural = end > begin ? width(begin, end) : 0;
    const double over = natural - room;
    const bool full = line.end < pieces_.size() && pieces_[line.end].what != Piece::What::line_break;
    double x = indent();
    if (measure_.align == Align::centred) x += std::max(0.0, -over / 2);
    if (measure_.align == Align::right) x += std::max(0.0, -over);
    const bool stretched = measure_.align == Align::justified && full && over < 0;
    const std::size_t gaps = stretched ? stretch_gaps(begin, end) : 0;
    const double gap = gaps > 0 ? -over / static_cast<double>(gaps) : 0;
    const double giving =
        over > 0 ? std::max(0.0, over - hanging(end)) / std::max(squeeze(begin, end - 1), 1e-9) : 0;
    for (std::size_t i = begin; i < line.end; ++i) {
      if (i > begin && i < end && stretches(i)) x += gap;
      line.x.push_back(x);
      x += advance(i, end);
      if (i + 1 < end && squeezable(i, end)) x -= std::min(1.0, giving) * kSqueeze * pieces_[i].size;
    }
    return line;
  }

  std::span<const Piece> pieces_;
  Measure measure_;
  std::vector<SetLine> lines_;
};

}  // namespace

bool may_break(char32_t before, char32_t after) {
  if (after == U' ' || after == U'\u3000') return false;
  if (in(kClosing, after) || in(kOpening, before)) return false;
  if (before == U' ' || before == U'\u3000') return true;
  if (is_western(before) && is_western(after)) return false;
  return !(is_figure(before) && in(kAfterFigure, after));
}

std::vector<SetLine> break_lines(std::span<const Piece> pieces, const Measure& measure) {
  return Breaker(pieces, measure).run();
}

}  // namespace typeset
