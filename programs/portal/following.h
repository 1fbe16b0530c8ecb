#pragma once
// Follows the feed, judges every item itself, and hands out immutable pictures of what may be shown.

#include <map>
#include <memory>
#include <mutex>

#include "config.h"
#include "item.h"

namespace portal {

struct RefusedItem {
  std::uint64_t index = 0;
  std::string code, guard;
  base::Instant since;  ///< the line's own time, so that every portal says the same
};

/// All that pages depend on. Never changes once made.
struct Picture {
  base::Date today;
  std::vector<std::shared_ptr<const Item>> items;  ///< newest publication first
  std::map<std::string, std::shared_ptr<const Item>, std::less<>> by_id;
  std::vector<Tombstone> withdrawn;                      ///< newest first
  std::map<std::string, base::Date, std::less<>> ended;  ///< addresses that were shown here once
  std::vector<RefusedItem> refused;
  std::size_t awaiting = 0;
  std::map<std::uint64_t, feed::Line> key_lines;
  std::map<std::string, std::vector<ledger::ChainRecord>, std::less<>> later;  ///< by id
  law::Editions editions;
  std::shared_ptr<const law::Lawbook> newest_edition;
  std::shared_ptr<const ledger::KeyDirectory> keys;

  std::uint64_t feed_size = 0;
  ledger::Hash feed_root{};
  std::optional<base::Instant> feed_time;
  std::string feed_fault, log_fault;
  ledger::VerifiedCheckpoint log;
  std::string log_note;
  ledger::VerifiedCheckpoint cosigned;  ///< newest one with a cosignature; may lie behind `log`
  std::string cosigned_note;
  std::vector<feed::Report> reports;
  [[nodiscard]] std::optional<base::Instant> witnessed() const;
  /// Whether the newest cosigned checkpoint covers the index.
  [[nodiscard]] bool witnessed(std::uint64_t index) const;
  [[nodiscard]] const base::json::Value& bureau() const;
};

/// What the public calls a witness: the supervising authority the bureau's lawbook names, or the name of its
/// key.
[[nodiscard]] std::string witness_title(const Picture& picture, const std::string& key_name);

class Following {
 public:
  /// Errors as feed::Follower::open.
  [[nodiscard]] static base::Result<std::unique_ptr<Following>> open(Config config);

  /// Looks at the feed once; true when there is a new picture. Only from one thread.
  [[nodiscard]] base::Result<bool> poll(const base::Clock& clock);
  /// Any thread.
  [[nodiscard]] std::shared_ptr<const Picture> picture() const;
  [[nodiscard]] const Config& config() const { return config_; }

 private:
  Following(Config config, feed::Follower follower);
  void restore_addresses();
  base::Result<void> save_addresses() const;
  void read_support();
  void read_later();
  void judge_all();
  void judge_one(const feed::Line& line);
  base::Result<void> build(base::Date today);
  void add_withdrawn(Picture& picture) const;
  void add_status(Picture& picture) const;
  [[nodiscard]] std::optional<base::Date> end_of(std::uint64_t line) const;
  void refuse(std::uint64_t line, std::string code, std::string guard = {});

  Config config_;
  feed::Follower follower_;
  law::Editions editions_;
  std::shared_ptr<const law::Lawbook> newest_edition_;
  std::set<std::uint64_t> read_;  ///< lines of lawbooks taken
  std::shared_ptr<const ledger::KeyDirectory> keys_;
  std::map<std::uint64_t, std::vector<feed::KeyStream>> key_streams_;
  std::map<std::string, std::vector<ledger::ChainRecord>, std::less<>> later_;
  std::map<std::string, std::size_t, std::less<>> later_judged_;
  std::map<std::uint64_t, std::shared_ptr<const Item>> judged_;
  std::map<std::uint64_t, RefusedItem> refused_;
  std::map<std::string, std::uint64_t, std::less<>> addresses_;  ///< id → newest line it was shown from
  std::optional<base::Date> built_on_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Picture> picture_;
};

}  // namespace portal
