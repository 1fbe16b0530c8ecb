#include "witness.h"

namespace witness {
namespace {

constexpr int kCosigned = 200;

}  // namespace

base::Instant WitnessClock::now() const {
  const std::int64_t stands = stands_ms_;
  return stands == kRuns ? base::SystemClock().now() : base::Instant{stands};
}

void WitnessClock::stand(std::optional<base::Instant> at) {
  stands_ms_ = at ? at->ms : kRuns;
}

struct Witness::Parts {
  law::Editions editions;
  file::FileLock lock;
  Cosigner cosigner;
  Reporter reporter;
  CosignedStore store;
  Evidence evidence;
  StandstillStore standstill;
  ReportShelf reports;
  Replica replica;
};

Witness::Witness(Layout layout, Config config, Parts parts, const base::Clock& clock)
    : layout_(std::move(layout)),
      config_(std::move(config)),
      editions_(std::move(parts.editions)),
      lock_(std::move(parts.lock)),
      cosigner_(std::move(parts.cosigner)),
      reporter_(std::move(parts.reporter)),
      clock_(clock),
      store_(std::move(parts.store)),
      evidence_(std::move(parts.evidence)),
      standstill_(std::move(parts.standstill)),
      reports_(std::move(parts.reports)),
      follower_(std::move(parts.replica), editions_, config_.roots,
                {.origin = config_.origin(),
                 .reporter = reporter_,
                 .reports = reports_,
                 .clock = clock_,
                 .followed =
                     [this](const Hash& leaf) {
                       const std::scoped_lock lock(cosigning_);
                       leaves_.append(leaf);
                     },
                 .publish = [this](feed::Report report) { return publish(std::move(report)); }}) {}

base::Result<std::unique_ptr<Witness>> Witness::open(const Layout& layout, const base::Clock& clock) {
  MJ_TRY(Config config, load_config(layout));
  MJ_TRY(file::FileLock lock, file::FileLock::take(layout.lock()));
  MJ_TRY(law::Editions editions, load_editions(layout.editions()));
  MJ_TRY(crypto::Sm2Key a, load_key(layout.cosignature_key()));
  MJ_TRY(crypto::Sm2Key b, load_key(layout.procedure_key()));
  Cosigner cosigner{config.log, config.name, std::move(a)};
  Reporter reporter{config.procedure_name(), std::move(b)};
  MJ_TRY(CosignedStore store, CosignedStore::open(layout.journal(), cosigner));
  MJ_TRY(Evidence evidence, Evidence::open(layout.evidence()));
  MJ_TRY(StandstillStore standstill, StandstillStore::open(layout.standstill()));
  MJ_TRY(ReportShelf reports, ReportShelf::open(layout.reports(), config.origin(), reporter.vkey()));
  if (reports.reported() > store.newest().checkpoint.size)
    return base::fail("journal", layout.journal() + "：报告已经超出见证过的条数，请恢复较新的数据");
  MJ_TRY(Replica replica, Replica::open(layout.replica()));
  Parts parts{std::move(editions),   std::move(lock),    std::move(cosigner),
              std::move(reporter),   std::move(store),   std::move(evidence),
              std::move(standstill), std::move(reports), std::move(replica)};
  return std::unique_ptr<Witness>(new Witness(layout, std::move(config), std::move(parts), clock));
}

base::Result<Processed> Witness::add_checkpoint(std::string_view body) {
  const std::scoped_lock lock(cosigning_);
  Processed processed = witness::add_checkpoint(body, store_.newest(), leaves_, cosigner_, clock_.now());
  MJ_CHECK(remember(body, processed));
  return processed;
}

base::Result<void> Witness::remember(std::string_view body, Processed& processed) {
  if (processed.fork) {
    MJ_TRY(const bool is_new, evidence_.keep(body, *processed.fork));
    if (!is_new) processed.fork.reset();
  }
  if (processed.next) MJ_CHECK(store_.put(*processed.next));
  if (processed.answer.status == kCosigned) return standstill_.end();
  return processed.unjoined ? standstill_.begin({*processed.unjoined, clock_.now()}) : base::Result<void>();
}

base::Result<void> Witness::follow(Source* source) {
  ledger::Checkpoint cosigned;
  {
    const std::scoped_lock lock(cosigning_);
    cosigned = store_.newest().checkpoint;
  }
  auto followed = follower_.follow(cosigned, source);
  const std::scoped_lock lock(reporting_);
  trouble_ = followed ? "" : followed.error().text;
  unknown_editions_ = follower_.examiner().unknown_editions();
  unread_ = follower_.examiner().missing();
  return followed;
}

base::Result<void> Witness::publish(feed::Report report) {
  const std::scoped_lock lock(reporting_);
  return reports_.add(std::move(report));
}

Standing Witness::standing() const {
  Standing standing;
  {
    const std::scoped_lock lock(cosigning_);
    standing.cosigned = store_.newest();
    standing.forks = evidence_.forks();
    standing.standstill = standstill_.current();
  }
  const std::scoped_lock lock(reporting_);
  standing.reported = reports_.reported();
  if (const feed::Report* newest = reports_.newest()) standing.reported_at = newest->time;
  standing.unlawful = reports_.unlawful();
  standing.missing = reports_.missing();
  standing.unknown_editions = unknown_editions_;
  standing.unread = unread_;
  standing.trouble = trouble_;
  return standing;
}

std::string Witness::cosigned_note() const {
  const std::scoped_lock lock(cosigning_);
  return store_.newest().note;
}

std::string Witness::newest_report() const {
  const std::scoped_lock lock(reporting_);
  const feed::Report* report = reports_.newest();
  return report == nullptr ? "" : report->note;
}

std::string Witness::report(std::uint64_t to) const {
  const std::scoped_lock lock(reporting_);
  const feed::Report* report = reports_.ending_at(to);
  return report == nullptr ? "" : report->note;
}

std::vector<std::pair<std::uint64_t, std::string>> Witness::reports_since(std::uint64_t from) const {
  const std::scoped_lock lock(reporting_);
  std::vector<std::pair<std::uint64_t, std::string>> reports;
  for (const feed::Report* report : reports_.since(from)) reports.emplace_back(report->to, report->note);
  return reports;
}

base::Result<std::unique_ptr<Source>> Witness::source() const {
  if (!config_.source) return nullptr;
  MJ_TRY(std::string token, load_token(layout_.source_token()));
  return http_source(*config_.source, std::move(token));
}

}  // namespace witness
