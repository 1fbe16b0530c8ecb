#include "numbers.h"

#include <array>
#include <iostream>
#include <map>

#include "documents/numbers.h"
#include "report.h"

namespace office {
namespace {

struct Word {
  std::string_view state, word;
};
constexpr std::array<Word, 6> kStates = {{{"allotted", "已取号，未制作"},
                                          {"answered", "已制作，未入册"},
                                          {"recorded", "已制作入册"},
                                          {"void", "已作废"},
                                          {"hole", "下落不明"},
                                          {"unknown", "与封签程序不符"}}};

std::string_view word_of(std::string_view state) {
  for (const Word& item : kStates)
    if (item.state == state) return item.word;
  return state;
}

/// `text` and blanks up to `columns` of a terminal, where a Chinese character takes two.
std::string padded(std::string_view text, std::size_t columns) {
  std::size_t taken = 0;
  for (const char byte : text) {
    const auto value = static_cast<unsigned char>(byte);
    if ((value & 0xc0) != 0x80) taken += value < 0x80 ? 1 : 2;  // a character begins
  }
  return std::string(text) + std::string(taken < columns ? columns - taken : 0, ' ') + "  ";
}

constexpr std::size_t kNoColumns = 30, kStateColumns = 16, kStreamColumns = 22;

void print_line(std::string_view no, std::string_view state, std::string_view stream, std::string_view leaf) {
  std::cout << padded(no, kNoColumns) << padded(state, kStateColumns) << padded(stream, kStreamColumns)
            << leaf << "\n";
}

void print_table(const documents::NumbersOfYear& all, int year) {
  print_line("文号", "去向", "案件", "记录");
  std::size_t open = 0;
  for (const auto& line : all.numbers) {
    print_line(line.no, word_of(line.state), line.stream, line.leaf);
    open += line.open ? 1 : 0;
  }
  std::cout << "\n" << year << " 年共 " << all.numbers.size() << " 个文号";
  if (open == 0) std::cout << "，都有去向。\n";
  if (open > 0) {
    std::cout << "，其中 " << open << " 个没有去向：\n";
    for (const auto& line : all.numbers)
      if (line.open) std::cout << "  " << line.no << "  " << word_of(line.state) << "\n";
  }
  for (const std::string& cause : all.stopped) std::cout << "封签程序已停止：" << cause << "\n";
}

base::Result<documents::NumbersOfYear> account(const Layout& layout, int year) {
  MJ_CHECK(load_config(layout));
  MJ_TRY(auto session, sql::open_sqlite(layout.records().string(), sql::Access::read_only));
  const documents::Issued issued(std::move(session));
  MJ_TRY(auto sealer, seal::Client::connect(layout.seal_socket().string()));
  return documents::numbers_of_year(sealer, issued, year);
}

}  // namespace

int print_numbers(const Layout& layout, int year) {
  const auto all = account(layout, year);
  if (!all) return could_not_run(all.error());
  print_table(*all, year);
  return all->accounted() ? kDone : kRefused;
}

}  // namespace office
