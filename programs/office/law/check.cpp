#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <filesystem>
#include <iostream>

#include "../report.h"
#include "law.h"
#include "law/explore.h"

namespace office::law_commands {
namespace {

using Clock = std::chrono::steady_clock;

double since_ms(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// Prints verdicts as they come, under the title of their procedure.
class Printer {
 public:
  void operator()(const law::Verdict& verdict) {
    if (count_++ == 0 || verdict.procedure != procedure_) {
      procedure_ = verdict.procedure;
      std::cout << "\n" << (procedure_.empty() ? "全部执法规则" : procedure_) << "\n";
    }
    std::cout << fmt::format("  {} {}  [{}]{}\n", verdict.holds ? "✓" : "✗", verdict.title, verdict.property,
                             effort(verdict));
    if (!verdict.holds) {
      ++failed_;
      std::cout << fmt::format("    依据：{}\n    {}\n", fmt::join(verdict.source, "、"),
                               law::explain(verdict));
    }
    last_ = Clock::now();
  }
  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] int failed() const { return failed_; }

 private:
  // What it took; nothing where nothing had to be visited.
  [[nodiscard]] std::string effort(const law::Verdict& verdict) const {
    if (verdict.states == 0) return "";
    return fmt::format(" {} 个状态，{:.1f} 毫秒", verdict.states, since_ms(last_));
  }

  std::string procedure_;
  Clock::time_point last_ = Clock::now();
  int count_ = 0, failed_ = 0;
};

}  // namespace

int check(const std::string& directory) {
  if (!std::filesystem::is_directory(directory)) {
    return could_not_run({"lawbook", directory + "：没有这个目录"});
  }
  const auto start = Clock::now();
  const auto lawbook = law::Lawbook::from_directory(directory);
  if (!lawbook) {
    Printer print;
    law::tell_unloaded(lawbook.error(), std::ref(print));
    std::cout << "\n执法规则不能载入，不能启用。\n";
    return kRefused;
  }
  std::cout << fmt::format("执法规则 {}（版本 {}），载入用时 {:.0f} 毫秒\n", directory, (*lawbook)->rules(),
                           since_ms(start));
  Printer print;
  law::prove(**lawbook, std::ref(print));
  std::cout << fmt::format("\n共检查 {} 项，{} 项不成立，用时 {:.0f} 毫秒。{}\n", print.count(),
                           print.failed(), since_ms(start),
                           print.failed() == 0 ? "可以启用。" : "不能启用。");
  return print.failed() == 0 ? kDone : kRefused;
}

}  // namespace office::law_commands
