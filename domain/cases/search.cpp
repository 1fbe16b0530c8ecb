#include "cases/search.h"

#include <algorithm>
#include <map>

namespace cases {
namespace {

// What is looked for stands whole in the entry; the text is its index by every three characters in a row.
constexpr std::string_view kTables = R"sql(
  DROP TABLE IF EXISTS cases_search_text;
  DROP TABLE IF EXISTS cases_search;
  CREATE TABLE cases_search(id INTEGER PRIMARY KEY, stream TEXT UNIQUE, kind TEXT, name TEXT DEFAULT '',
    about TEXT DEFAULT '', code TEXT DEFAULT '', number TEXT DEFAULT '', newest INTEGER);
  CREATE VIRTUAL TABLE cases_search_text USING fts5(words, tokenize='trigram');
)sql";

constexpr std::string_view kWords = "name||char(10)||about||char(10)||code||char(10)||number";
constexpr std::size_t kWordsMax = 5;
constexpr int kIndexedFrom = 3;  // characters: a shorter word has no entry in the index

/// Columns that a field fills whenever a record carries it.
const std::map<std::string_view, std::string_view> kFilled = {
    {"party.name", "name"},     {"doc.party.name", "name"}, {"officer.name", "name"}, {"party.uscc", "code"},
    {"doc.party.uscc", "code"}, {"certificate.no", "code"}, {"case.cause", "about"},  {"doc.no", "number"}};

base::Result<void> drop_text(const std::string& stream, sql::Session& session) {
  MJ_CHECK(session.run(
      "DELETE FROM cases_search_text WHERE rowid=(SELECT id FROM cases_search WHERE stream=?)", {stream}));
  return {};
}

std::vector<std::string> words_of(std::string_view query) {
  constexpr std::string_view kWideSpace = "\u3000";
  std::string plain(query);
  for (auto at = plain.find(kWideSpace); at != std::string::npos; at = plain.find(kWideSpace, at))
    plain.replace(at, kWideSpace.size(), " ");
  std::vector<std::string> out;
  for (std::size_t at = 0; at < plain.size() && out.size() < kWordsMax;) {
    const std::size_t end = std::min(plain.find(' ', at), plain.size());
    if (end > at) out.push_back(plain.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

bool is_indexed(const std::string& word) {
  return std::ranges::count_if(word, [](char c) { return (c & 0xC0) != 0x80; }) >= kIndexedFrom;
}

/// One string of the index's query language, whatever it contains.
std::string quoted(const std::string& word) {
  std::string out = "\"";
  for (const char c : word) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

}  // namespace

base::Result<void> SearchProjection::create(sql::Session& session) {
  return session.script(kTables);
}

base::Result<void> SearchProjection::apply(const registrar::ProjectedRecord& record, sql::Session& session) {
  const ledger::StoredRecord& stored = record.stored;
  if (stored.kind != "case" && stored.kind != "officer") return {};
  const auto index = static_cast<std::int64_t>(stored.index);
  MJ_CHECK(session.run(
      "INSERT INTO cases_search(id,stream,kind,newest) VALUES(?1,?2,?3,?1) ON CONFLICT(stream) DO UPDATE "
      "SET newest=?1",
      {index, stored.stream, stored.kind}));
  bool filled = false;
  for (const auto& [field, column] : kFilled) {
    const auto* value = record.view.fields.if_contains(field);
    if (value == nullptr || !value->is_string()) continue;
    MJ_CHECK(session.run("UPDATE cases_search SET " + std::string(column) + "=? WHERE stream=?",
                         {base::json::text_or_empty(value), stored.stream}));
    filled = true;
  }
  if (!filled) return {};
  MJ_CHECK(drop_text(stored.stream, session));
  MJ_CHECK(session.run("INSERT INTO cases_search_text(rowid,words) SELECT id," + std::string(kWords) +
                           " FROM cases_search WHERE stream=?",
                       {stored.stream}));
  return {};
}

base::Result<void> SearchProjection::forget(const std::string& stream, sql::Session& session) {
  MJ_CHECK(drop_text(stream, session));
  MJ_CHECK(session.run("DELETE FROM cases_search WHERE stream=?", {stream}));
  return {};
}

Search::Search(std::unique_ptr<sql::Session> session) : session_(std::move(session)) {}

base::Result<std::vector<Hit>> Search::find(std::string_view query, int limit) const {
  const auto words = words_of(query);
  if (words.empty()) return std::vector<Hit>{};
  std::string statement = "SELECT kind,stream,number FROM cases_search WHERE 1";
  sql::Values values;
  for (const auto& word : words) {
    const bool indexed = is_indexed(word);
    statement += indexed ? " AND id IN (SELECT rowid FROM cases_search_text WHERE words MATCH ?)"
                         : " AND instr(lower(" + std::string(kWords) + "),lower(?))>0";
    values.emplace_back(indexed ? quoted(word) : word);
  }
  values.emplace_back(std::int64_t{limit});
  const std::scoped_lock lock(mutex_);
  MJ_TRY(const auto rows, session_->rows(statement + " ORDER BY newest DESC LIMIT ?", values));
  std::vector<Hit> out;
  for (const auto& row : rows) {
    const std::string& number = row.text(2);
    const bool named =
        std::ranges::any_of(words, [&](const auto& word) { return number.find(word) != std::string::npos; });
    out.push_back(
        {.kind = row.text(0), .stream = base::StreamId(row.text(1)), .number = named ? number : ""});
  }
  return out;
}

}  // namespace cases
