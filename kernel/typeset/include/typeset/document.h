#pragma once
// What an official document is before it has a look: blocks in reading order, in them characters and bars.
// HTML, plain text and PDF are made from this and from nothing else, so a hidden character, which never
// enters the tree, cannot leave it either (redactable-text.md §4, Rendering).

#include <string>
#include <variant>
#include <vector>

namespace typeset {

/// Characters that are shown. Valid UTF-8.
struct Text {
  std::string utf8;
  bool operator==(const Text&) const = default;
};

/// A place where something is hidden by law. `label` is why, in the reader's words (个人信息).
struct Bar {
  std::string label;
  std::string reason;
  bool operator==(const Bar&) const = default;
};

struct LineBreak {
  bool operator==(const LineBreak&) const = default;
};

using Inline = std::variant<Text, Bar, LineBreak>;
using Inlines = std::vector<Inline>;

/// The marks of redactable-text.md §1 that begin a block. `number` and `date` are the places of 文号 and
/// 日期.
enum class Kind { organ, title, number, date, heading, subheading, paragraph, flush, item, centred, right };

struct Block {
  Kind kind = Kind::paragraph;
  Inlines content;
  bool operator==(const Block&) const = default;
};

struct Cell {
  bool head = false;
  Inlines content;
  bool operator==(const Cell&) const = default;
};

using Row = std::vector<Cell>;

struct Table {
  std::vector<Row> rows;
  bool operator==(const Table&) const = default;
};

using Part = std::variant<Block, Table>;

struct Document {
  std::string title;
  std::vector<Part> parts;
  bool operator==(const Document&) const = default;
};

/// The red round seal. It is an ornament of paper; what proves is the signature (documents-signing.md §4).
struct Seal {
  std::string text;    ///< the organ's name, along the ring
  std::string note;    ///< one short line under the star (示范印章), may be empty
  std::string number;  ///< the seal's number, along the lower ring, may be empty
};

/// The plain form of redactable-text.md §1: blocks separated by U+000A, cells by U+0009, a bar as 【label】.
/// For search and comparison; it proves nothing.
[[nodiscard]] std::string text(const Document& document);

}  // namespace typeset
