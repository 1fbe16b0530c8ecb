#include "following.h"

#include <algorithm>

#include "file/durable.h"
#include "law/explore.h"

namespace portal {

namespace json = base::json;

namespace {

bool newer(const std::shared_ptr<const Item>& a, const std::shared_ptr<const Item>& b) {
  return std::pair(a->line.at, a->line.index) > std::pair(b->line.at, b->line.index);
}

}  // namespace

std::optional<base::Instant> Picture::witnessed() const {
  std::optional<base::Instant> newest;
  for (const ledger::Cosignature& cosignature : cosigned.cosignatures) {
    const base::Instant at{static_cast<std::int64_t>(cosignature.unix_seconds) * 1000};
    if (!newest || *newest < at) newest = at;
  }
  return newest;
}

bool Picture::witnessed(std::uint64_t index) const {
  return index < cosigned.checkpoint.size;
}

const json::Value& Picture::bureau() const {
  static const json::Value kNone = json::Object{};
  const json::Value* found = newest_edition ? newest_edition->data("bureau") : nullptr;
  return found == nullptr ? kNone : *found;
}

std::string witness_title(const Picture& picture, const std::string& key_name) {
  const std::string supervisor = json::text_or_empty(json::find(picture.bureau(), "supervisor"));
  return picture.cosigned.cosignatures.size() == 1 && !supervisor.empty() ? supervisor : key_name;
}

Following::Following(Config config, feed::Follower follower)
    : config_(std::move(config)), follower_(std::move(follower)), picture_(std::make_shared<Picture>()) {}

base::Result<std::unique_ptr<Following>> Following::open(Config config) {
  std::error_code error;
  std::filesystem::create_directories(config.state, error);
  MJ_TRY(feed::Follower follower, feed::Follower::open(config.follower()));
  std::unique_ptr<Following> following(new Following(std::move(config), std::move(follower)));
  following->restore_addresses();
  return following;
}

// An address that was shown once answers 410 when its term has ended. It is random and says nothing of its
// case.
void Following::restore_addresses() {
  const auto bytes = file::read_file((config_.state / "addresses.json").string());
  const auto value =
      bytes ? json::parse(*bytes, {.bytes_max = 64U << 20}) : base::Result<json::Value>(json::Object{});
  if (!value || !value->is_object()) return;
  for (const auto& [id, line] : value->get_object())
    if (line.is_int64()) addresses_.emplace(id, static_cast<std::uint64_t>(line.get_int64()));
}

base::Result<void> Following::save_addresses() const {
  json::Object value;
  for (const auto& [id, line] : addresses_) value[id] = static_cast<std::int64_t>(line);
  return file::write_file_durably((config_.state / "addresses.json").string(), json::canonical(value));
}

void Following::refuse(std::uint64_t line, std::string code, std::string guard) {
  refused_[line] = {line, std::move(code), std::move(guard), follower_.manifest().lines()[line].at};
}

// --- what publications rest on: editions of the lawbook, keys, later records
// -------------------------------------

void Following::read_support() {
  for (const std::uint64_t index : follower_.in_force()) {
    const feed::Line& line = follower_.manifest().lines()[index];
    if (line.kind != feed::Kind::lawbook && line.kind != feed::Kind::key) continue;
    if (!read_.insert(index).second) continue;
    const auto content = follower_.content(index);
    if (line.kind == feed::Kind::lawbook) {
      auto edition = content ? law::Lawbook::from_edition(*content) : std::unexpected(content.error());
      if (!edition || !law::require_proof(**edition)) {  // rules with a way round the gate judge nobody
        refuse(index, "payload");
        continue;
      }
      newest_edition_ = *edition;
      editions_.add(std::move(*edition));
    } else if (auto streams = content ? feed::parse_keys(*content) : std::unexpected(content.error())) {
      key_streams_.emplace(index, std::move(*streams));
    } else {
      refuse(index, "key");
    }
  }
  for (auto it = key_streams_.begin(); it != key_streams_.end();)
    it = follower_.in_force().contains(it->first) ? std::next(it) : key_streams_.erase(it);
  feed::TileLog log = follower_.log_files();
  feed::Keys keys = feed::read_keys(config_.trust.roots, key_streams_, follower_.log().checkpoint.root, log);
  for (const auto& [index, streams] : key_streams_) refused_.erase(index);
  for (const std::uint64_t index : keys.refused) refuse(index, "key");
  keys_ = std::make_shared<const ledger::KeyDirectory>(std::move(keys.directory));
}

void Following::read_later() {
  later_.clear();
  for (const std::uint64_t index : follower_.in_force()) {
    const feed::Line& line = follower_.manifest().lines()[index];
    if (line.kind != feed::Kind::structure) continue;
    const auto content = follower_.content(index);
    auto later = content ? feed::parse_structure(*content) : std::unexpected(content.error());
    if (!later) {
      refuse(index, "proof." + later.error().code);
      continue;
    }
    auto& records = later_[later->id];
    records.insert(records.end(), later->records.begin(), later->records.end());
  }
}

// --- judging
// -----------------------------------------------------------------------------------------------------

void Following::judge_one(const feed::Line& line) {
  const auto content = follower_.content(line.index);
  const auto decision = content ? feed::parse_decision(*content) : std::unexpected(content.error());
  if (!decision) return refuse(line.index, "proof.format");
  const std::set<std::uint64_t> findings = feed::open_findings(follower_.reports());
  feed::TileLog log = follower_.log_files();
  const feed::Judging with{.keys = keys_.get(),
                           .editions = &editions_,
                           .log_root = follower_.log().checkpoint.root,
                           .findings = &findings};
  const auto later = later_.find(decision->id);
  auto chain = feed::judge(
      *decision, later == later_.end() ? std::vector<ledger::ChainRecord>() : later->second, with, log);
  if (!chain) return refuse(line.index, chain.error().code, chain.error().guard);
  const auto& publication = (*chain)[static_cast<std::size_t>(decision->view.acts.at("publication"))];
  const auto edition = editions_.find(publication.rules);
  refused_.erase(line.index);
  judged_[line.index] = std::make_shared<const Item>(make_item(line, *decision, *chain, *edition));
  later_judged_[decision->id] = later == later_.end() ? 0 : later->second.size();
}

void Following::judge_all() {
  for (auto it = judged_.begin(); it != judged_.end();)
    it = follower_.in_force().contains(it->first) ? std::next(it) : judged_.erase(it);
  for (auto it = refused_.begin(); it != refused_.end();)
    it = follower_.in_force().contains(it->first) ? std::next(it) : refused_.erase(it);
  const std::set<std::uint64_t> findings = feed::open_findings(follower_.reports());
  for (const std::uint64_t index : follower_.in_force()) {
    const feed::Line& line = follower_.manifest().lines()[index];
    if (line.kind != feed::Kind::decision) continue;
    const auto known = judged_.find(index);
    // A log that grew cannot take back what it included; only later records and reports can change a
    // judgement.
    if (known != judged_.end()) {
      const Item& item = *known->second;
      const bool reported = std::any_of(item.indexes.begin(), item.indexes.end(),
                                        [&](std::uint64_t i) { return findings.contains(i); });
      const auto later = later_.find(item.id);
      const std::size_t records = later == later_.end() ? 0 : later->second.size();
      if (!reported && later_judged_[item.id] == records) continue;
      judged_.erase(known);
    }
    judge_one(line);
  }
}

// --- the picture
// -------------------------------------------------------------------------------------------------

std::optional<base::Date> Following::end_of(std::uint64_t index) const {
  if (index >= follower_.manifest().size() || !follower_.gone().contains(index)) return std::nullopt;
  if (const feed::Line* by = follower_.manifest().ended_by(index)) return base::date_of(by->at);
  return *follower_.manifest().lines()[index].until + 1;
}

void Following::add_withdrawn(Picture& picture) const {
  for (const std::uint64_t index : follower_.in_force()) {
    const feed::Line& line = follower_.manifest().lines()[index];
    if (line.kind != feed::Kind::remove) continue;
    const auto content = follower_.content(index);
    auto tombstone = content ? read_tombstone(line, *content) : std::unexpected(content.error());
    if (tombstone) picture.withdrawn.push_back(std::move(*tombstone));
  }
  std::reverse(picture.withdrawn.begin(), picture.withdrawn.end());
}

void Following::add_status(Picture& picture) const {
  picture.awaiting = follower_.awaiting().size();
  for (const auto& [index, refused] : refused_) picture.refused.push_back(refused);
  for (const std::uint64_t index : follower_.refused())
    picture.refused.push_back({index, "payload", "", follower_.manifest().lines()[index].at});
  std::sort(picture.refused.begin(), picture.refused.end(),
            [](const auto& a, const auto& b) { return a.index < b.index; });
  picture.feed_size = follower_.manifest().size();
  picture.feed_root = follower_.manifest().tree().root();
  if (picture.feed_size > 0) picture.feed_time = follower_.manifest().lines().back().at;
  picture.feed_fault = follower_.feed_fault();
  picture.log_fault = follower_.log_fault();
  picture.log = follower_.log();
  picture.log_note = follower_.log_note();
  picture.cosigned = follower_.witnessed();
  picture.cosigned_note = follower_.witnessed_note();
  picture.reports = follower_.reports();
}

base::Result<void> Following::build(base::Date today) {
  auto picture = std::make_shared<Picture>();
  picture->today = today;
  bool news = false;
  for (const auto& [index, item] : judged_) {
    picture->items.push_back(item);
    picture->by_id[item->id] = item;  // a corrected publication keeps its address: the newer line counts
    std::uint64_t& line = addresses_.try_emplace(item->id, 0).first->second;
    news = news || line != index;
    line = index;
  }
  std::sort(picture->items.begin(), picture->items.end(), newer);
  add_withdrawn(*picture);
  for (const auto& [id, line] : addresses_)
    if (const auto end = end_of(line)) picture->ended.emplace(id, *end);
  for (const auto& [index, streams] : key_streams_)
    picture->key_lines.emplace(index, follower_.manifest().lines()[index]);
  picture->later = later_;
  picture->editions = editions_;
  picture->newest_edition = newest_edition_;
  picture->keys = keys_;
  add_status(*picture);
  if (news) MJ_CHECK(save_addresses());
  const std::lock_guard lock(mutex_);
  picture_ = std::move(picture);
  return {};
}

base::Result<bool> Following::poll(const base::Clock& clock) {
  base::Date today = base::date_of(clock.now());
  if (config_.clock_of_feed && follower_.manifest().size() > 0)
    today = base::date_of(follower_.manifest().lines().back().at);
  MJ_TRY(const bool changed, follower_.poll(today));
  if (!changed && built_on_ == today) return false;
  read_support();
  read_later();
  judge_all();
  built_on_ = today;
  MJ_CHECK(build(today));
  return true;
}

std::shared_ptr<const Picture> Following::picture() const {
  const std::lock_guard lock(mutex_);
  return picture_;
}

}  // namespace portal
