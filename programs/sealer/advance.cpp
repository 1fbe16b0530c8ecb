// Following the log (sealer.md §3).

#include <fmt/format.h>

#include "followed.h"
#include "sealer.h"

namespace sealer {
namespace {

std::unexpected<Refused> behind_sealer(std::uint64_t size) {
  return refuse("behind_sealer", fmt::format("交来的日志落后于封签程序，封签程序已到第 {} 条。", size));
}

json::Object where(const State& state) {
  return {{"missing", indexes(state.missing)},       {"ok", true},
          {"root", base::base64(state.edge.root())}, {"size", static_cast<std::int64_t>(state.edge.size())},
          {"unlawful", indexes(state.marks)},        {"v", 1}};
}

void take(State& state, json::Array& followed, json::Object record) {
  // What examine() wrote is what apply_followed() reads: it cannot fail.
  if (state.apply_followed(record)) followed.push_back(std::move(record));
}

/// Records that waited for a missing structure and can now be placed, or never will be.
void release_held(State& state, const law::Editions& editions, json::Array& followed) {
  for (bool placed = true; placed;) {
    placed = false;
    for (const auto& [stream, waiting] : state.held) {
      const Held& first = waiting.begin()->second;
      const auto bundle = ledger::bundle_from_json(first.bundle);
      if (!bundle) continue;
      Incoming record{first.index, ledger::leaf_hash(bundle->entry), bundle->entry, first.bundle};
      json::Object result = examine(record, state, editions);
      if (result.contains("held")) continue;
      take(state, followed, std::move(result));
      placed = true;
      break;  // the map has changed
    }
  }
}

}  // namespace

std::unexpected<Refused> Sealer::fork(const seal::Advance& advance) {
  std::string evidence = state().note + "-----\n" + advance.checkpoint;
  if (!advance.proof.empty()) evidence += "-----\n";
  for (const Hash& node : advance.proof) evidence += base::base64(node) + "\n";
  if (auto kept = memory_.keep_evidence(evidence); !kept) return fault(kept.error());
  if (auto stopped = memory_.write({{"cause", "fork"}, {"j", "stop"}}); !stopped)
    return fault(stopped.error());
  return refuse("consistency", "两个检查点互相矛盾：日志被改写过。封签程序已停止，两份检查点已留作证据。");
}

Verdict<ledger::Checkpoint> Sealer::check_checkpoint(const seal::Advance& advance) {
  const auto note = ledger::parse_note(advance.checkpoint);
  const auto stated = note ? ledger::parse_checkpoint(note->text) : std::unexpected(note.error());
  if (!stated) return refuse("checkpoint", "检查点不成形式。");
  ledger::LogPolicy log = settings_.log;
  log.cosignatures_required = 0;  // a witness is asked for when a document is sealed, if at all
  const auto verified = ledger::verify_checkpoint(advance.checkpoint, log);
  const ledger::Frontier& own = state().edge;
  const bool other_root = stated->size == own.size() && own.size() > 0 && stated->root != own.root();
  if (other_root && verified) return fork(advance);
  if (stated->size < own.size() || other_root || advance.from != own.size()) return behind_sealer(own.size());
  if (!verified) return refuse("checkpoint", "检查点的签名不是本机关日志的。");
  if (stated->size - advance.from != advance.entries.size()) return refuse("malformed", "条数与检查点不符。");
  return *stated;
}

Sealer::Answer Sealer::advance(const json::Object& request) {
  if (state().stops.contains("fork")) return refuse("stopped", "日志被改写过，封签程序已停止。");
  const auto parsed = seal::advance_from_json(request);
  if (!parsed) return refuse(parsed.error().code, "请求不成形式：" + parsed.error().text);
  const auto checkpoint = check_checkpoint(*parsed);
  if (!checkpoint) return std::unexpected(checkpoint.error());
  const ledger::Frontier& own = state().edge;
  const bool proven = own.size() == 0 || ledger::verify_consistency(own.size(), checkpoint->size, own.root(),
                                                                    checkpoint->root, parsed->proof);
  ledger::Frontier grown = own;
  for (const Bytes& entry : parsed->entries) grown.append(ledger::leaf_hash(entry));
  if (grown.root() != checkpoint->root &&
      ledger::shows_other_past(own.size(), checkpoint->size, own.root(), checkpoint->root, parsed->proof))
    return fork(*parsed);
  // Whoever may ask may send rubbish: that proves nothing against the log, and must not stop the sealing.
  if (!proven) return refuse("proof", "交来的一致性证明不成立。");
  if (grown.root() != checkpoint->root) return refuse("leaves", "交来的记录算不出检查点的根。");
  return take_forward(*parsed, *checkpoint, grown);
}

Sealer::Answer Sealer::take_forward(const seal::Advance& advance, const ledger::Checkpoint& checkpoint,
                                    const ledger::Frontier& edge) {
  if (advance.entries.empty() && advance.late.empty() && advance.checkpoint == state().note)
    return where(state());
  State& growing = memory_.growing();
  json::Array followed;
  for (const auto& [index, structure] : advance.late) {
    const auto missing = growing.missing.find(index);
    if (missing == growing.missing.end()) continue;
    const auto leaf = base::hash_from_base64(missing->second);
    json::Object record = examine({index, leaf.value_or(Hash{}), {}, structure}, growing, parts_.editions);
    if (!record.contains("missing")) take(growing, followed, std::move(record));
  }
  for (std::size_t i = 0; i < advance.entries.size(); ++i) {
    if (!is_record(advance.entries[i])) continue;
    const Incoming record{advance.from + i, ledger::leaf_hash(advance.entries[i]), advance.entries[i],
                          advance.structure[i]};
    take(growing, followed, examine(record, growing, parts_.editions));
  }
  release_held(growing, parts_.editions, followed);
  const json::Object line{{"followed", std::move(followed)},
                          {"j", "checkpoint"},
                          {"note", advance.checkpoint},
                          {"peaks", peaks_of(edge)},
                          {"root", base::base64(checkpoint.root)},
                          {"size", static_cast<std::int64_t>(checkpoint.size)}};
  if (auto written = memory_.commit(line); !written) return fault(written.error());
  // A document of ours that this memory does not know: it was restored from an older copy.
  if (!state().unknown.empty() && !state().stops.contains("resync"))
    if (auto stopped = memory_.write({{"cause", "resync"}, {"j", "stop"}}); !stopped)
      return fault(stopped.error());
  return where(state());
}

}  // namespace sealer
