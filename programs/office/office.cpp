#include "office.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "file/durable.h"
#include "file/secret.h"
#include "further_checks.h"
#include "law/explore.h"

namespace office {
namespace {

constexpr std::size_t kMidBytes = 4;

base::Result<ledger::MasterKey> load_master(const Layout& layout) {
  MJ_TRY(const base::Bytes bytes, file::read_hex_secret(layout.secret("master.key")));
  if (bytes.size() != kMidBytes + 32) return base::fail("config", "private/master.key has a wrong length");
  return ledger::MasterKey{bytes.substr(0, kMidBytes), bytes.substr(kMidBytes)};
}

/// Every edition ever used is kept: each record is folded under its own (transparency-log.md §3b). The gate's
/// first time: none is used that is not proven.
base::Result<void> load_editions(Office& office, const std::filesystem::path& lawbook_directory) {
  MJ_TRY(office.lawbook, law::Lawbook::from_directory(lawbook_directory.string()));
  MJ_CHECK(law::require_proof(*office.lawbook));
  MJ_TRY(const base::Bytes hash, base::from_base64(office.lawbook->rules()));
  const auto path = office.layout.editions() / (base::hex(hash) + ".json");
  std::filesystem::create_directories(office.layout.editions());
  if (!std::filesystem::exists(path))
    MJ_CHECK(file::write_file_durably(path, office.lawbook->edition(), 0644));
  for (const auto& entry : std::filesystem::directory_iterator(office.layout.editions())) {
    MJ_TRY(const std::string bytes, file::read_file(entry.path()));
    MJ_TRY(auto edition, law::Lawbook::from_edition(bytes));
    if (edition->rules() != office.lawbook->rules()) MJ_CHECK(law::require_proof(*edition));
    office.editions.add(std::move(edition));
  }
  return {};
}

base::Result<void> open_stores(Office& office) {
  const Layout& layout = office.layout;
  MJ_TRY(office.appender,
         store::SqliteRecordAppender::open(layout.records().string(), layout.data_keys().string()));
  MJ_TRY(office.reader, store::SqliteRecordReader::open(layout.records().string()));
  MJ_TRY(office.data_keys, store::SqliteDataKeyReader::open(layout.data_keys().string()));
  MJ_TRY(office.blob_writer, store::FolderBlobWriter::open(layout.blobs().string()));
  office.blobs = std::make_unique<store::FolderBlobReader>(layout.blobs().string());
  return {};
}

base::Result<void> open_domain(Office& office) {
  const std::string records = office.layout.records().string();
  MJ_TRY(auto roster, sql::open_sqlite(records, sql::Access::read_only));
  office.roster = std::make_unique<people::Roster>(std::move(roster));
  MJ_TRY(auto course, sql::open_sqlite(records, sql::Access::read_only));
  office.course = std::make_unique<cases::Course>(std::move(course));
  MJ_TRY(auto docket, sql::open_sqlite(records, sql::Access::read_only));
  office.docket = std::make_unique<cases::Docket>(std::move(docket));
  MJ_TRY(auto agenda, sql::open_sqlite(records, sql::Access::read_only));
  office.agenda = std::make_unique<cases::Agenda>(std::move(agenda), office.lawbook);
  MJ_TRY(auto search, sql::open_sqlite(records, sql::Access::read_only));
  office.search = std::make_unique<cases::Search>(std::move(search));
  MJ_TRY(auto rounds, sql::open_sqlite(records, sql::Access::read_only));
  office.rounds = std::make_unique<review::Rounds>(std::move(rounds));
  MJ_TRY(auto issued, sql::open_sqlite(records, sql::Access::read_only));
  office.issued = std::make_unique<documents::Issued>(std::move(issued));
  MJ_TRY(office.credentials, people::Credentials::open(office.layout.credentials().string()));
  return {};
}

base::Result<void> open_registrar(Office& office) {
  office.further = std::make_unique<FurtherChecks>(office);
  MJ_TRY(office.registrar,
         registrar::Registrar::open(
             {.reader = *office.reader,
              .data_keys = *office.data_keys,
              .blobs = *office.blobs,
              .appender = *office.appender,
              .clock = office.clock(),
              .people = *office.roster,
              .further = office.further.get(),
              .master = office.master,
              .roots = office.config.roots,
              .editions = office.editions,
              .current = office.lawbook,
              .origin = office.config.origin,
              .log_key = *office.log_key,
              .projections = {&office.roster_projection, &office.course_projection, &office.docket_projection,
                              &office.agenda_projection, &office.search_projection, &office.rounds_projection,
                              &office.issued_projection}}));
  for (const std::string& line : office.registrar->distrusted())
    spdlog::warn("nobody entitled signed this, it means nothing: {}", line);
  return {};
}

/// A demo whose clock was moved ahead goes on from its newest record: behind it nothing could be recorded.
base::Result<void> resume_demo_clock(Office& office) {
  const std::uint64_t size = office.registrar->size();
  if (!office.config.demo() || size == 0) return {};
  ledger::StoredRecord newest;
  MJ_CHECK(office.reader->scan(size - 1, size, [&](const ledger::StoredRecord& record) {
    newest = record;
    return true;
  }));
  MJ_TRY(const auto fields, ledger::structure_fields(newest));
  const auto recorded = std::ranges::find(fields, "recorded", &ledger::Field::name);
  if (recorded == fields.end()) return {};
  MJ_TRY(const auto at, base::parse_instant(base::json::text_or_empty(&recorded->value)));
  office.demo_clock.stand_at(at);
  office.demo_clock.run();
  return {};
}

}  // namespace

const base::Clock& Office::clock() const {
  if (config.demo()) return demo_clock;
  return system_clock;
}

base::Result<std::unique_ptr<Office>> Office::open(const Layout& layout,
                                                   const std::filesystem::path& lawbook_directory) {
  MJ_TRY(auto config, load_config(layout));
  MJ_TRY(auto lock, file::FileLock::take(layout.root / "office.lock"));
  auto office = std::make_unique<Office>(layout, std::move(config), std::move(lock));
  MJ_CHECK(load_editions(*office, lawbook_directory));
  MJ_TRY(office->master, load_master(layout));
  MJ_TRY(auto log_key, load_sm2_key(layout.secret("log.key")));
  office->log_key = std::move(log_key);
  if (std::filesystem::exists(layout.secret("witness.token"))) {
    MJ_TRY(const base::Bytes token, file::read_hex_secret(layout.secret("witness.token")));
    office->witness_token = base::hex(token);
  }
  MJ_CHECK(open_stores(*office));
  MJ_CHECK(open_domain(*office));
  MJ_CHECK(open_registrar(*office));
  MJ_CHECK(resume_demo_clock(*office));
  return office;
}

}  // namespace office
