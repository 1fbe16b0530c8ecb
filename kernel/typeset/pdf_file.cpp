#include "pdf_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace typeset {
namespace {

constexpr std::string_view kNotOurs = "不是由本系统生成的 PDF 文件";
constexpr std::size_t kTableLine = 20;  // bytes of one line in a cross-reference table

std::unexpected<base::Error> not_ours() {
  return base::fail("not_ours", std::string(kNotOurs));
}

std::string_view skip_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \r\n");
  return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

/// Takes an unsigned number off the front of `text`.
base::Result<std::size_t> take_number(std::string_view& text) {
  text = skip_blanks(text);
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return not_ours();
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

}  // namespace

base::Result<PdfFile> PdfFile::open(base::Bytes bytes) {
  PdfFile file;
  file.bytes_ = std::move(bytes);
  const auto start = file.bytes_.rfind("startxref");
  if (!file.bytes_.starts_with("%PDF-1.") || start == std::string::npos) return not_ours();
  std::string_view rest = std::string_view(file.bytes_).substr(start + 9);
  MJ_TRY(file.last_table_, take_number(rest));
  MJ_CHECK(file.read_table(file.last_table_));
  const std::string& trailer = file.trailer_;
  file.size_ = int_after(trailer, "/Size");
  file.root_ = int_after(trailer, "/Root");
  file.information_ = int_after(trailer, "/Info");
  if (file.object(file.root_).empty()) return not_ours();
  return file;
}

/// The table at `at`, then the one before it; what is newer wins.
base::Result<void> PdfFile::read_table(std::size_t at) {
  for (int revisions = 0; at != 0 && revisions < 64; ++revisions) {
    if (at >= bytes_.size()) return not_ours();
    std::string_view rest = std::string_view(bytes_).substr(at);
    if (!rest.starts_with("xref")) return not_ours();
    rest.remove_prefix(4);
    while (!skip_blanks(rest).starts_with("trailer")) {
      MJ_TRY(const std::size_t first, take_number(rest));
      MJ_TRY(const std::size_t count, take_number(rest));
      rest = skip_blanks(rest);
      for (std::size_t i = 0; i < count; ++i) {
        if (rest.size() < kTableLine) return not_ours();
        std::string_view line = rest.substr(0, kTableLine);
        const bool used = line[17] == 'n';
        MJ_TRY(const std::size_t offset, take_number(line));
        if (used && offset < bytes_.size())
          offsets_.try_emplace(static_cast<ObjectNumber>(first + i), offset);
        rest.remove_prefix(kTableLine);
      }
    }
    const std::string_view trailer = rest.substr(0, rest.find("startxref"));
    if (trailer_.empty()) trailer_ = trailer;
    const int previous = int_after(trailer, "/Prev");
    at = previous > 0 ? static_cast<std::size_t>(previous) : 0;
  }
  return {};
}

std::string PdfFile::object(ObjectNumber number) const {
  const auto found = offsets_.find(number);
  if (found == offsets_.end()) return {};
  const std::string_view rest = std::string_view(bytes_).substr(found->second);
  const std::string head = fmt::format("{} 0 obj\n", number);
  const auto end = rest.find("\nendobj");
  if (!rest.starts_with(head) || end == std::string_view::npos) return {};
  return std::string(rest.substr(head.size(), end - head.size()));
}

ObjectNumber PdfFile::last_page() const {
  const std::string tree = object(int_after(object(root_), "/Pages"));
  const auto kids = tree.find("/Kids");
  const auto close = tree.find(']', kids == std::string::npos ? 0 : kids);
  if (kids == std::string::npos || close == std::string::npos) return 0;
  const std::string list = tree.substr(kids + 5, close - kids - 5);
  ObjectNumber last = 0;
  std::string_view rest = std::string_view(list).substr(std::min(list.size(), list.find('[') + 1));
  while (!skip_blanks(rest).empty()) {
    const auto number = take_number(rest);
    const auto mark = rest.find('R');
    if (!number || mark == std::string_view::npos) return 0;
    last = static_cast<ObjectNumber>(*number);
    rest.remove_prefix(mark + 1);
  }
  return last;
}

int PdfFile::pages() const {
  return int_after(object(int_after(object(root_), "/Pages")), "/Count");
}

base::Result<void> PdfFile::drop_catalog() {
  const std::size_t cut = std::min(offsets_[root_], offsets_[information_]);
  for (const auto& [number, offset] : offsets_)
    if (offset >= cut && number != root_ && number != information_) return not_ours();
  bytes_.resize(cut);
  offsets_.erase(root_);
  offsets_.erase(information_);
  return {};
}

void PdfFile::put(ObjectNumber number, std::string_view content) {
  offsets_[number] = added_[number] = bytes_.size();
  bytes_ += fmt::format("{} 0 obj\n{}\nendobj\n", number, content);
}

void PdfFile::append_table(const std::map<ObjectNumber, std::size_t>& offsets) {
  last_table_ = bytes_.size();
  bytes_ += "xref\n";
  for (auto it = offsets.begin(); it != offsets.end();) {
    auto end = it;
    int count = 0;
    while (end != offsets.end() && end->first == it->first + count) ++end, ++count;
    bytes_ += fmt::format("{} {}\n", it->first, count);
    for (; it != end; ++it)
      bytes_ += it->first == 0 ? "0000000000 65535 f \n" : fmt::format("{:010} 00000 n \n", it->second);
  }
}

base::Bytes PdfFile::finish(std::string_view trailer) {
  bytes_ += fmt::format("trailer\n<< /Size {} {} >>\nstartxref\n{}\n%%EOF\n", size_, trailer, last_table_);
  return std::move(bytes_);
}

base::Bytes PdfFile::finish_fresh(ObjectNumber catalog, ObjectNumber information,
                                  const std::array<unsigned char, 16>& id) {
  offsets_[0] = 0;
  append_table(offsets_);
  const std::string hex = base::hex({reinterpret_cast<const char*>(id.data()), id.size()});
  return finish(
      fmt::format("/Root {} /Info {} /ID [<{}> <{}>]", reference(catalog), reference(information), hex, hex));
}

base::Bytes PdfFile::finish_update() {
  const std::size_t previous = last_table_;
  const auto id = trailer_.find("/ID");
  const auto end = trailer_.find(']', id == std::string::npos ? 0 : id);
  const std::string kept =
      id == std::string::npos || end == std::string::npos ? "" : trailer_.substr(id, end - id + 1);
  append_table(added_);
  return finish(fmt::format("/Root {} /Info {} {} /Prev {}", reference(root_), reference(information_), kept,
                            previous));
}

std::string pdf_string(std::string_view utf8) {
  const bool ascii = std::all_of(utf8.begin(), utf8.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  if (ascii) {
    std::string out = "(";
    for (const char c : utf8) {
      if (c == '(' || c == ')' || c == '\\') out += '\\';
      out += c;
    }
    return out + ")";
  }
  std::string out = "<FEFF";
  for (const char32_t c : base::to_code_points(utf8)) {
    const auto value = static_cast<unsigned>(c);
    if (value < 0x10000)
      out += fmt::format("{:04X}", value);
    else
      out += fmt::format("{:04X}{:04X}", 0xd800 + ((value - 0x10000) >> 10),
                         0xdc00 + ((value - 0x10000) & 0x3ff));
  }
  return out + ">";
}

std::string pdf_date(base::Instant instant) {
  std::string figures;
  for (const char c : base::format(instant).substr(0, 19))
    if (c >= '0' && c <= '9') figures += c;
  return fmt::format("(D:{}+08'00')", figures);
}

std::string reference(ObjectNumber number) {
  return fmt::format("{} 0 R", number);
}

int int_after(std::string_view text, std::string_view key) {
  const auto at = text.find(key);
  if (at == std::string_view::npos) return 0;
  std::string_view rest = skip_blanks(text.substr(at + key.size()));
  int value = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), value);
  return value;
}

}  // namespace typeset
