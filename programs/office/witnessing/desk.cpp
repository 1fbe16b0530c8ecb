#include "witnessing/desk.h"

#include <algorithm>

namespace office::witnessing {
namespace {

constexpr const char* kCarry =
    "在办案平台的机器上运行 mingjing carry-out，带去见证机关，带回后运行 mingjing carry-in，再请求一次";

WitnessingParts telling(WitnessingParts parts, std::function<void()> also) {
  parts.told = [told = std::move(parts.told), also = std::move(also)] {
    told();
    also();
  };
  return parts;
}

std::unexpected<base::Error> stopped() {
  return base::fail("signing_stopped", "已停止签发总指纹：见证机关见过更长的日志，请先恢复缺失的记录");
}

}  // namespace

Desk::Desk(WitnessingParts parts, DeskLimits limits)
    : parts_(telling(std::move(parts), [this] { look_again(); })),
      limits_(limits),
      asking_(parts_),
      worker_("witness", [this] { return round(); }) {}

/// Whoever waits must not miss what came between its look and its wait.
void Desk::look_again() {
  { const std::scoped_lock lock(mutex_); }
  changed_.notify_all();
}

base::Result<Pause> Desk::round() {
  std::uint64_t mine = 0;
  {
    const std::scoped_lock lock(mutex_);
    mine = wanted_;
  }
  auto ended = asking_.round();
  {
    const std::scoped_lock lock(mutex_);
    done_ = mine;
    failure_ = ended ? base::Error{} : ended.error();
  }
  changed_.notify_all();
  return ended;
}

std::optional<Witnessed> Desk::covering(std::uint64_t size) const {
  Witnessed found{.size = 0, .note = parts_.book.witnessed(), .unix_seconds = 0, .by = {}};
  ledger::LogPolicy policy{.log = parts_.log, .witnesses = {}};
  for (const Witness& witness : parts_.config.witnesses) policy.witnesses.push_back(witness.cosignature);
  const auto verified = ledger::verify_checkpoint(found.note, policy);
  const auto needed = static_cast<std::size_t>(parts_.config.cosignatures);
  if (!verified || verified->checkpoint.size < size || verified->cosignatures.size() < needed) return {};
  found.size = verified->checkpoint.size;
  found.by = verified->cosignatures;
  std::ranges::sort(found.by, {}, &ledger::Cosignature::unix_seconds);
  found.unix_seconds = found.by[needed - 1].unix_seconds;
  return found;
}

/// Whether anybody may be asked now; takes the place of who asks.
base::Result<void> Desk::begin(std::uint64_t size) {
  if (parts_.config.witnesses.empty())
    return base::fail("no_witness", "本机关还没有见证机关：见证机关建立后运行 mingjing join-witness");
  if (size > parts_.registrar.size()) return base::fail("unknown_size", "日志还没有这么多条记录");
  if (!parts_.registrar.signing()) return stopped();
  const auto now = std::chrono::steady_clock::now();
  if (somebody_waits_ || (last_asked_ && now - *last_asked_ < limits_.between))
    return base::fail("asked_already", "刚刚已经请求过见证，请过几秒再试");
  last_asked_ = now;
  somebody_waits_ = true;
  ++wanted_;
  return {};
}

base::Result<Witnessed> Desk::outcome(std::uint64_t size, std::uint64_t mine) const {
  if (auto found = covering(size)) return *std::move(found);
  const base::Error failure = done_ >= mine ? failure_ : base::Error{.code = "", .text = "还没有答复"};
  if (failure.code == "signing_stopped") return stopped();
  if (std::ranges::all_of(parts_.config.witnesses, &std::string::empty, &Witness::url))
    return base::fail("carry_needed", "没有网络通到见证机关。总指纹已经签发，覆盖前 " + std::to_string(size) +
                                          " 条记录：请" + kCarry);
  return base::fail(failure.code == "witness_refused" ? failure.code : "witness_silent",
                    "没有取得见证（" + failure.text + "）。请稍后再试，或者" + kCarry);
}

base::Result<Witnessed> Desk::obtain(std::uint64_t size) {
  std::unique_lock lock(mutex_);
  if (auto found = covering(size)) return *std::move(found);
  MJ_CHECK(begin(size));
  const std::uint64_t mine = wanted_;
  lock.unlock();
  worker_.wake();
  lock.lock();
  changed_.wait_for(lock, limits_.patience, [&] { return done_ >= mine || covering(size).has_value(); });
  somebody_waits_ = false;
  return outcome(size, mine);
}

}  // namespace office::witnessing
