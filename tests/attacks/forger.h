#pragma once
// Somebody who holds the office's machine: its databases, its master key, its log key; but nobody's private
// key.

#include <filesystem>

#include "ledger/act.h"
#include "store/sqlite_appender.h"
#include "store/sqlite_reader.h"

namespace attack {

namespace fs = std::filesystem;
namespace json = base::json;
using Fields = std::vector<std::pair<std::string, json::Value>>;

class Forger {
 public:
  /// `data`: the directory of a demo that does not run.
  explicit Forger(const fs::path& data);

  /// The case of this party.
  [[nodiscard]] std::string stream_of(const std::string& party) const;
  [[nodiscard]] std::vector<ledger::StoredRecord> records(const std::string& stream) const;
  /// The newest record of that step in the stream; with an empty stream anywhere. Ends the test program if
  /// there is none.
  [[nodiscard]] ledger::StoredRecord newest(const std::string& step, const std::string& stream = {}) const;
  /// A structure field of the record.
  [[nodiscard]] static std::string text(const ledger::StoredRecord& record, std::string_view name);
  [[nodiscard]] static std::string root(const ledger::StoredRecord& record);
  [[nodiscard]] std::uint64_t size() const;

  /// Fields of an act in the name of whoever took `like` elsewhere: his key id, his role.
  [[nodiscard]] Fields in_the_name_of(const std::string& like, const std::string& stream,
                                      const std::string& step, const Fields& more = {}) const;
  /// Writes a record past the office, as well made as it can be: chained, sealed, with data key and all.
  /// `signer` signs in the actor's place. Its index.
  std::uint64_t write(const std::string& kind, const std::string& stream, const Fields& fields,
                      const crypto::Sm2Key* signer = nullptr, const std::string& rules = {});
  /// Writes the act again that a record holds, in another stream or place.
  std::uint64_t write_again(const ledger::StoredRecord& record, const std::string& stream);
  /// One SQL statement on the records.
  void sql(std::string_view statement, const sql::Values& values = {});
  [[nodiscard]] std::string sql_text(std::string_view statement, const sql::Values& values = {}) const;
  /// Puts another disclosure in the place of the structure field `name`.
  void change_structure(const ledger::StoredRecord& record, std::string_view name, const json::Value& value);
  /// Seals the record's blob again with `change` applied to its plain text.
  void change_blob(const ledger::StoredRecord& record, const std::string& from, const std::string& to);
  /// A checkpoint of the log with this size and a root that is not its own, signed with the real log key.
  [[nodiscard]] std::string forked_checkpoint(std::uint64_t size) const;

 private:
  std::uint64_t append(const std::string& kind, const std::string& stream, const ledger::Act& act,
                       const std::string& rules);
  fs::path data_;
  ledger::MasterKey master_;
  std::unique_ptr<store::SqliteRecordAppender> appender_;
  std::unique_ptr<store::SqliteRecordReader> reader_;
  std::unique_ptr<store::SqliteDataKeyReader> data_keys_;
};

}  // namespace attack
