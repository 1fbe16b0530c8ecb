#pragma once
// The outer form of a PDF: objects, cross-reference table, trailer. Reads only what pdf() and sign_pdf()
// write.

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "base/result.h"
#include "base/time.h"

namespace typeset {

using ObjectNumber = int;

/// A PDF opened for objects to be added.
class PdfFile {
 public:
  /// Error: `not_ours`.
  [[nodiscard]] static base::Result<PdfFile> open(base::Bytes bytes);

  [[nodiscard]] ObjectNumber catalog() const { return root_; }
  /// Text between `obj` and `endobj` of an object; "" when there is none.
  [[nodiscard]] std::string object(ObjectNumber number) const;
  /// The last page of the page tree, 0 when there is none.
  [[nodiscard]] ObjectNumber last_page() const;
  [[nodiscard]] int pages() const;

  /// Cuts off catalog, document information and everything after them, where cairo has them last.
  base::Result<void> drop_catalog();
  [[nodiscard]] ObjectNumber reserve() { return size_++; }
  void put(ObjectNumber number, std::string_view content);
  /// The whole file, with a table of all objects (`fresh`) or only of those put since open().
  [[nodiscard]] base::Bytes finish_fresh(ObjectNumber catalog, ObjectNumber information,
                                         const std::array<unsigned char, 16>& id);
  [[nodiscard]] base::Bytes finish_update();
  [[nodiscard]] std::size_t length() const { return bytes_.size(); }

 private:
  base::Result<void> read_table(std::size_t at);
  void append_table(const std::map<ObjectNumber, std::size_t>& offsets);
  [[nodiscard]] base::Bytes finish(std::string_view trailer);

  base::Bytes bytes_;
  std::map<ObjectNumber, std::size_t> offsets_;  ///< of all objects
  std::map<ObjectNumber, std::size_t> added_;    ///< of those put since open()
  std::string trailer_;                          ///< of the last revision
  std::size_t last_table_ = 0;
  ObjectNumber size_ = 0;
  ObjectNumber root_ = 0;
  ObjectNumber information_ = 0;
};

/// (…) with escapes when ASCII, else <FEFF…>.
[[nodiscard]] std::string pdf_string(std::string_view utf8);
/// (D:20260302000000+08'00')
[[nodiscard]] std::string pdf_date(base::Instant instant);
[[nodiscard]] std::string reference(ObjectNumber number);
/// Integer that follows the first `key` in `text`, 0 when there is none.
[[nodiscard]] int int_after(std::string_view text, std::string_view key);

}  // namespace typeset
