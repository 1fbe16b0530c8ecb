#include "ledger/chain_head.h"

#include <algorithm>

#include "chain_parts.h"
#include "ledger/reserved.h"

namespace ledger {
namespace {

constexpr std::size_t kDigestPrefix = 8;

std::uint64_t prefix(const Hash& digest) {
  return base::get_u64be(base::view(digest).substr(0, kDigestPrefix));
}

}  // namespace

base::Result<ShownRecord> read_shown(const ChainRecord& record, View view, const ChainRules& rules) {
  MJ_TRY(Revealed revealed, verify_bundle(record.bundle));
  MJ_TRY(OpenedChain chain,
         open_chain({{record.index, record.bundle.digests, std::move(revealed)}}, view, rules));
  return ShownRecord{std::move(chain.steps.front()), record.bundle.digests};
}

base::Result<void> ChainHead::check_course(const ShownRecord& record) const {
  const ChainStep& step = record.step;
  const auto refuse = [&](const char* code, std::string_view what) {
    return std::unexpected(refusal_at(code, step.pos, what));
  };
  if (pos_ >= 0 && step.stream != stream_) return refuse("stream", "a record of another stream");
  if (step.pos != pos_ + 1) return refuse("pos", "not the position after the newest");
  if (step.prev != leaf_) return refuse("prev", "prev is not the leaf of the record before");
  if (std::ranges::any_of(record.digests, [&](const Hash& d) { return digests_.contains(prefix(d)); }))
    return refuse("replay", "a digest of an earlier record again");
  if (pos_ >= 0 && (step.index <= index_ || step.recorded < recorded_))
    return refuse("order", "before its predecessor");
  if (step.at.ms > step.recorded.ms + kClockTolerance_ms)
    return refuse("order", "happened after it was recorded");
  return {};
}

base::Result<void> ChainHead::check_next(const ShownRecord& record, const ChainRules& rules,
                                         const KeyDirectory& keys) const {
  const ChainStep& step = record.step;
  MJ_CHECK(check_course(record));
  MJ_CHECK(check_actor(step, keys));
  MJ_CHECK(check_signature(step, record.digests, keys));
  if (!step.seen.empty() && step.seen != step.prev)
    return std::unexpected(refusal_at("seen", step.pos, "the signer had seen another record"));
  if (rules.edition_known && !rules.edition_known(step.rules))
    return std::unexpected(refusal_at("rules", step.pos, "the edition of the lawbook is not known"));
  return {};
}

void ChainHead::move_to(const ShownRecord& record) {
  stream_ = record.step.stream;
  leaf_ = base::base64(record.step.revealed.leaf);
  pos_ = record.step.pos;
  index_ = record.step.index;
  recorded_ = record.step.recorded;
  for (const Hash& digest : record.digests) digests_.insert(prefix(digest));
}

}  // namespace ledger
