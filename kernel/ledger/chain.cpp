#include "ledger/chain.h"

#include <algorithm>
#include <unordered_set>

#include "chain_parts.h"
#include "disclosure_parts.h"
#include "in_parts.h"
#include "ledger/reserved.h"

namespace ledger {
namespace {

std::unexpected<base::Error> refuse(const char* code, std::int64_t pos, std::string_view what) {
  return std::unexpected(refusal_at(code, pos, what));
}

template <class Names>
bool shows_all(const Revealed& revealed, const Names& names) {
  return std::ranges::all_of(names, [&](auto name) { return revealed.find(name) != nullptr; });
}

base::Result<void> check_hidden(const ChainStep& step, std::int64_t place, View view) {
  if (view != View::portal && view != View::proof) return refuse("bundle", place, "the step is not shown");
  if (step.revealed.fields.size() != kHiddenShows.size() || !shows_all(step.revealed, kHiddenShows))
    return refuse("bundle", place, "a hidden record shows exactly stream, pos and prev");
  return {};
}

/// Of a void record (§7) only its place in the chain is read.
void keep_place_only(Revealed& revealed) {
  Revealed place{.leaf = revealed.leaf, .root = revealed.root, .fields = {}, .digests = {}};
  for (std::size_t i = 0; i < revealed.fields.size(); ++i) {
    if (std::ranges::find(kHiddenShows, revealed.fields[i].name) == kHiddenShows.end()) continue;
    place.fields.push_back(std::move(revealed.fields[i]));
    place.digests.push_back(revealed.digests[i]);
  }
  revealed = std::move(place);
}

base::Result<void> check_void(const ChainStep& step, std::int64_t place) {
  if (!shows_all(step.revealed, kHiddenShows))
    return refuse("bundle", place, "a void record without its place");
  return {};
}

bool is_structure(std::string_view name, const ChainRules& rules) {
  return is_reserved(name) || rules.course_fields.contains(name);
}

/// Full structure, no less; and no private value where none belongs.
base::Result<void> check_shown(const ChainStep& step, std::int64_t place, View view,
                               const ChainRules& rules) {
  if (!shows_all(step.revealed, kAlways)) return refuse("bundle", place, "a reserved name is not shown");
  const StepMarks* found = rules.marks ? rules.marks(step.step, step.rules) : nullptr;
  const StepMarks marks = found != nullptr ? *found : StepMarks{};
  if (view == View::portal && !marks.course_public)
    return refuse("bundle", place, "a step that is not public is shown");
  if ((marks.draft && step.draft.empty()) || (marks.seen && step.seen.empty()))
    return refuse("bundle", place, "the step lacks its draft or what the signer had seen");
  if (marks.is_signed && step.revealed.find("sig") == nullptr)
    return refuse("bundle", place, "the step is not signed");
  if (view == View::full || rules.private_fields_allowed || rules.course_fields.empty()) return {};
  for (const Field& field : step.revealed.fields)
    if (!is_structure(field.name, rules))
      return refuse("bundle", place, "a field is no structure: " + field.name);
  return {};
}

base::Result<void> check_streams(const std::vector<ChainStep>& steps) {
  for (const ChainStep& step : steps)
    if (step.stream != steps.front().stream) return refuse("stream", step.pos, "a record of another stream");
  return {};
}

base::Result<void> check_positions(const std::vector<ChainStep>& steps) {
  std::int64_t expected = 0;
  for (const ChainStep& step : steps)
    if (step.pos != expected++) return refuse("pos", expected - 1, "the record at this position is missing");
  return {};
}

base::Result<void> check_predecessors(const std::vector<ChainStep>& steps) {
  std::string leaf;
  for (const ChainStep& step : steps) {
    if (step.prev != leaf) return refuse("prev", step.pos, "prev is not the leaf of the record before");
    leaf = base::base64(step.revealed.leaf);
  }
  return {};
}

base::Result<void> check_replay(const OpenedChain& chain) {
  std::size_t count = 0;
  for (const auto& digests : chain.digests) count += digests.size();
  std::unordered_set<Hash, FirstBytes> earlier;
  earlier.reserve(count);
  for (std::size_t i = 0; i < chain.digests.size(); ++i)
    for (const Hash& digest : chain.digests[i])
      if (!earlier.insert(digest).second)
        return refuse("replay", chain.steps[i].pos, "a digest of an earlier record again");
  return {};
}

base::Result<void> check_order(const std::vector<ChainStep>& steps) {
  const ChainStep* shown_before = nullptr;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const ChainStep& step = steps[i];
    if (i > 0 && step.index <= steps[i - 1].index)
      return refuse("order", step.pos, "the log index does not grow");
    if (step.hidden) continue;
    if (shown_before != nullptr && step.recorded < shown_before->recorded)
      return refuse("order", step.pos, "recorded before its predecessor");
    if (step.at.ms > step.recorded.ms + kClockTolerance_ms)
      return refuse("order", step.pos, "happened after it was recorded");
    shown_before = &step;
  }
  return {};
}

base::Result<void> check_authorities(const OpenedChain& chain, const KeyDirectory& keys) {
  for (const ChainStep& step : chain.steps) MJ_CHECK(check_actor(step, keys));
  std::vector<base::Result<void>> checked(chain.steps.size());
  in_parts(checked.size(),
           [&](std::size_t i) { checked[i] = check_signature(chain.steps[i], chain.digests[i], keys); });
  for (const auto& one : checked) MJ_CHECK(one);
  return {};
}

base::Result<void> check_seen(const std::vector<ChainStep>& steps) {
  for (const ChainStep& step : steps)
    if (!step.seen.empty() && step.seen != step.prev)
      return refuse("seen", step.pos, "the signer had seen another record than the one before");
  return {};
}

base::Result<void> check_editions(const std::vector<ChainStep>& steps, const ChainRules& rules) {
  for (const ChainStep& step : steps)
    if (!step.hidden && rules.edition_known && !rules.edition_known(step.rules))
      return refuse("rules", step.pos, "the edition of the lawbook is not known");
  return {};
}

}  // namespace

base::Result<OpenedChain> open_chain(std::vector<OpenedBundle> records, View view, const ChainRules& rules) {
  OpenedChain chain;
  for (OpenedBundle& record : records) {
    const auto place = static_cast<std::int64_t>(chain.steps.size());
    chain.digests.push_back(record.digests);
    const bool is_void = rules.is_void && rules.is_void(record.index, record.revealed.leaf);
    if (is_void) keep_place_only(record.revealed);
    MJ_TRY(ChainStep step, read_step(std::move(record), place));
    step.is_void = is_void;
    if (step.is_void)
      MJ_CHECK(check_void(step, place));
    else if (step.hidden)
      MJ_CHECK(check_hidden(step, place, view));
    else
      MJ_CHECK(check_shown(step, place, view, rules));
    chain.steps.push_back(std::move(step));
  }
  return chain;
}

base::Result<void> check_course(const OpenedChain& chain) {
  if (chain.steps.empty()) return refuse("pos", 0, "there is no record");
  MJ_CHECK(check_streams(chain.steps));
  MJ_CHECK(check_positions(chain.steps));
  MJ_CHECK(check_predecessors(chain.steps));
  MJ_CHECK(check_replay(chain));
  return check_order(chain.steps);
}

base::Result<std::vector<ChainStep>> check_opened_chain(std::vector<OpenedBundle> records, View view,
                                                        const ChainRules& rules, const KeyDirectory& keys) {
  MJ_TRY(OpenedChain chain, open_chain(std::move(records), view, rules));
  MJ_CHECK(check_course(chain));
  MJ_CHECK(check_authorities(chain, keys));
  MJ_CHECK(check_seen(chain.steps));
  MJ_CHECK(check_editions(chain.steps, rules));
  return std::move(chain.steps);
}

base::Result<std::vector<ChainStep>> check_chain(const std::vector<ChainRecord>& records, View view,
                                                 const ChainRules& rules, const KeyDirectory& keys) {
  std::vector<base::Result<Revealed>> revealed(records.size());
  in_parts(records.size(),
           [&](std::size_t i) { revealed[i] = verify_bundle(records[i].bundle, keys.seen()); });
  std::vector<OpenedBundle> opened;
  opened.reserve(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!revealed[i]) return refuse("bundle", static_cast<std::int64_t>(i), revealed[i].error().text);
    opened.push_back({records[i].index, records[i].bundle.digests, std::move(*revealed[i])});
  }
  return check_opened_chain(std::move(opened), view, rules, keys);
}

}  // namespace ledger
