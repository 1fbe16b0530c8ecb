#pragma once
// The office's parts, joined once. Handlers and workers get this; nothing else holds more than it needs.

#include <array>
#include <memory>
#include <mutex>

#include "cases/agenda.h"
#include "cases/course.h"
#include "cases/docket.h"
#include "cases/search.h"
#include "clock.h"
#include "config.h"
#include "documents/issued.h"
#include "documents/waiting.h"
#include "events.h"
#include "file/lock.h"
#include "people/credentials.h"
#include "people/roster.h"
#include "people/sessions.h"
#include "registrar/registrar.h"
#include "review/rounds.h"
#include "store/folder_blob_writer.h"
#include "store/folder_blobs.h"
#include "store/sqlite_appender.h"
#include "store/sqlite_reader.h"

namespace office {
namespace witnessing {
class Desk;
}

/// How much room uploads may take before they are records' attachments.
struct UploadLimits {
  std::uint64_t free_floor_bytes = 1ULL << 30;  // the ledger shares this disk: never its last gigabyte
  std::size_t unfinished_max = 32;              // of one person
};

struct Office {
  Office(Layout where, Config chosen, file::FileLock held)
      : layout(std::move(where)), config(std::move(chosen)), lock(std::move(held)) {}

  Layout layout;
  Config config;
  file::FileLock lock;
  base::SystemClock system_clock;
  DemoClock demo_clock;

  std::unique_ptr<store::SqliteRecordAppender> appender;
  std::unique_ptr<store::SqliteRecordReader> reader;
  std::unique_ptr<store::SqliteDataKeyReader> data_keys;
  std::unique_ptr<store::FolderBlobReader> blobs;
  std::unique_ptr<store::FolderBlobWriter> blob_writer;

  law::Editions editions;
  std::shared_ptr<const law::Lawbook> lawbook;
  std::optional<crypto::Sm2Key> log_key;
  ledger::MasterKey master;
  std::string witness_token;  // hex; empty: no witness may read structure

  people::RosterProjection roster_projection;
  cases::CourseProjection course_projection;
  cases::DocketProjection docket_projection;
  cases::AgendaProjection agenda_projection;
  cases::SearchProjection search_projection;
  review::RoundsProjection rounds_projection;
  documents::IssuedProjection issued_projection;
  std::unique_ptr<people::Roster> roster;
  std::unique_ptr<people::Credentials> credentials;
  std::unique_ptr<cases::Course> course;
  std::unique_ptr<cases::Docket> docket;
  std::unique_ptr<cases::Agenda> agenda;
  std::unique_ptr<cases::Search> search;
  std::unique_ptr<review::Rounds> rounds;
  std::unique_ptr<documents::Issued> issued;
  documents::Waiting waiting;
  people::Sessions sessions;
  Events events;
  std::unique_ptr<const registrar::FurtherChecks> further;
  UploadLimits upload_limits;
  std::array<std::mutex, 64> upload_locks;  // by the upload's id: its pieces come one at a time
  std::unique_ptr<registrar::Registrar> registrar;
  witnessing::Desk* witness_desk = nullptr;  // lent by who serves, for as long as he serves

  [[nodiscard]] const base::Clock& clock() const;

  /// Opens the installation: one process at a time. Errors carry what to do.
  [[nodiscard]] static base::Result<std::unique_ptr<Office>> open(
      const Layout& layout, const std::filesystem::path& lawbook_directory);
};

}  // namespace office
