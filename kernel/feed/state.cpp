#include "feed/state.h"

namespace feed {

using base::fail;

namespace {

base::Result<std::vector<Line>> parse_lines(const std::vector<Bytes>& entries, std::uint64_t from) {
  std::vector<Line> lines;
  for (const Bytes& entry : entries) {
    MJ_TRY(Line line, parse_line(entry, from + lines.size()));
    lines.push_back(std::move(line));
  }
  return lines;
}

Gone gone_by(const Line& line) {
  if (line.kind == Kind::replace) return Gone::replaced;
  switch (*line.cause) {
    case Cause::unlawful:
      return Gone::unlawful;
    case Cause::corrected:
    case Cause::superseded:
      return Gone::replaced;
    case Cause::expired:
    case Cause::repaired:
      break;
  }
  return Gone::ended;
}

}  // namespace

std::string_view name(Gone gone) {
  switch (gone) {
    case Gone::unlawful:
      return "unlawful";
    case Gone::replaced:
      return "replaced";
    case Gone::ended:
      break;
  }
  return "ended";
}

Manifest::Manifest(ledger::VerifierKey key) : key_(std::move(key)) {}

base::Result<ledger::Checkpoint> Manifest::check_note(std::string_view note) const {
  auto verified = ledger::verify_checkpoint(note, {.log = key_, .witnesses = {}, .cosignatures_required = 0});
  if (!verified) return fail("unsigned", verified.error().text);
  if (verified->checkpoint.size < size()) return fail("rollback", "smaller than what is followed");
  return verified->checkpoint;
}

base::Result<void> Manifest::apply(const Exchange& exchange) {
  MJ_TRY(const ledger::Checkpoint target, check_note(exchange.checkpoint));
  if (!ledger::verify_consistency(size(), target.size, tree_.root(), target.root, exchange.proof))
    return fail("fork", "no consistency with the followed root");
  if (exchange.from > size() || exchange.from + exchange.entries.size() != target.size)
    return fail("gap", "entries are missing");
  const std::vector<Bytes> fresh(
      exchange.entries.begin() + static_cast<std::ptrdiff_t>(size() - exchange.from), exchange.entries.end());
  ledger::Tree grown = tree_;
  for (const Bytes& entry : fresh) grown.append(ledger::leaf_hash(entry));
  if (grown.root() != target.root) return fail("gap", "the entries do not give the root");
  MJ_TRY(const std::vector<Line> lines, parse_lines(fresh, size()));
  for (const Line& line : lines) {
    lines_.push_back(line);
    for (const std::uint64_t of : line.of) ended_by_.emplace(of, line.index);
  }
  tree_ = std::move(grown);
  checkpoint_ = exchange.checkpoint;
  return {};
}

std::map<std::uint64_t, Gone> Manifest::gone(base::Date day) const {
  std::map<std::uint64_t, Gone> result;
  for (const auto& [index, by] : ended_by_) result.emplace(index, gone_by(lines_[by]));
  for (const Line& line : lines_)
    if (line.until && *line.until < day) result.emplace(line.index, Gone::ended);
  return result;
}

const Line* Manifest::ended_by(std::uint64_t index) const {
  const auto found = ended_by_.find(index);
  return found == ended_by_.end() ? nullptr : &lines_[found->second];
}

}  // namespace feed
