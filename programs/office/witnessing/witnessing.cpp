#include "witnessing/witnessing.h"

#include <spdlog/spdlog.h>

#include "base/json.h"
#include "file/durable.h"
#include "http/address.h"

namespace office::witnessing {

namespace json = base::json;

namespace {

constexpr Pause kCadence = std::chrono::seconds(60);
constexpr Pause kReportSoon = std::chrono::seconds(1);
constexpr int kLooksMax = 30;                      // for one report; then the usual cadence
constexpr std::int64_t kFreshMs = 60 * 60 * 1000;  // an older cosignature is asked for anew (§7: hourly)
constexpr std::size_t kCarriedBytesMax = 64 * 1024, kAnswerBytesMax = 128 * 1024;
constexpr int kReportsBehindMax = 10'000;

base::Result<http::ClientResponse> get_report(http::Client& client, const std::string& path) {
  MJ_TRY(auto answer, client.get(path));
  if (answer.status == 200 || answer.status == 404) return answer;
  return base::fail("witness_report", "见证机关对报告的请求答 " + std::to_string(answer.status));
}

std::unexpected<base::Error> behind() {
  return base::fail("signing_stopped", "见证机关见过更长的日志：已停止签发总指纹，请先恢复缺失的记录");
}

}  // namespace

// --- stopping -------------------------------------------------------------------------------------------

/// The checkpoint that shows what a stop was about: the witness's own note, or, where only the book knew of
/// it, the one in our store that the witness cosigned. "" when there is none.
std::string Witnessing::shown_by(const json::Value& evidence, std::uint64_t claimed) const {
  const std::string note = json::text_or_empty(json::find(evidence, "note"));
  if (!note.empty()) return note;
  const std::string name = json::text_or_empty(json::find(evidence, "witness"));
  const auto stored = parts_.reader.checkpoint_up_to(claimed);
  const auto parsed = stored ? ledger::parse_note(*stored) : std::unexpected(stored.error());
  if (!parsed) return "";
  const bool cosigned = std::ranges::any_of(parts_.config.witnesses, [&](const Witness& witness) {
    if (witness.cosignature.name != name) return false;
    const auto found = ledger::check_cosignature(*parsed, witness.cosignature);
    return found && found->has_value();
  });
  return cosigned ? *stored : "";
}

/// Whether the records that the evidence shows to be missing are here again: then its note is one of ours.
bool Witnessing::restored(const std::string& evidence) const {
  const auto value = json::parse(evidence, {.bytes_max = 256 * 1024});
  if (!value) return false;
  const auto claimed = json::int_member(*value, "size");
  if (!claimed) return false;
  const auto verified = ledger::verify_checkpoint(shown_by(*value, static_cast<std::uint64_t>(*claimed)),
                                                  {.log = parts_.log, .witnesses = {}});
  if (!verified) return false;
  const std::uint64_t shown = verified->checkpoint.size;
  if (shown < static_cast<std::uint64_t>(*claimed) || shown > parts_.registrar.size()) return false;
  bool same = false;
  parts_.registrar.with_tree(
      [&](const ledger::Tree& tree) { same = tree.root_at(shown) == verified->checkpoint.root; });
  return same;
}

base::Result<void> Witnessing::start() {
  MJ_TRY(const std::string evidence, parts_.book.stopped());
  if (evidence.empty()) {
    for (const Witness& witness : parts_.config.witnesses)
      if (const std::uint64_t known = parts_.book.known(witness); known > parts_.registrar.size())
        MJ_CHECK(stop(witness, known, ""));
    return {};
  }
  if (restored(evidence)) {
    spdlog::info("witness: the missing records are back, signing goes on");
    return file::remove_durably(parts_.book.stop_file().string());
  }
  parts_.registrar.stop_signing();
  spdlog::critical("witness: signing is stopped, see {}", parts_.book.stop_file().string());
  return {};
}

base::Result<void> Witnessing::stop(const Witness& witness, std::uint64_t size, const std::string& note) {
  parts_.registrar.stop_signing();
  // Only what we signed ourselves is evidence against us.
  const bool signed_by_us = ledger::verify_checkpoint(note, {.log = parts_.log, .witnesses = {}}).has_value();
  const json::Object evidence{{"note", signed_by_us ? note : ""},
                              {"records", static_cast<std::int64_t>(parts_.registrar.size())},
                              {"size", static_cast<std::int64_t>(size)},
                              {"time", base::format(parts_.clock.now())},
                              {"witness", witness.cosignature.name}};
  // The first evidence stays: a later answer must not take the place of a signed note.
  MJ_TRY(const std::string before, parts_.book.stopped());
  if (before.empty() || (signed_by_us && before.find("\"note\":\"\"") != std::string::npos))
    MJ_CHECK(parts_.book.stop(json::canonical(evidence)));
  spdlog::critical(
      "witness {} has {} records of this log, we have {}: signing is stopped; restore the missing ones",
      witness.cosignature.name, size, parts_.registrar.size());
  return {};
}

// --- answers --------------------------------------------------------------------------------------------

base::Result<Answer> Witnessing::take_answer(const Witness& witness, std::uint64_t size,
                                             const ledger::WitnessAnswer& answer) {
  MJ_TRY(const std::string note, parts_.reader.checkpoint_up_to(size));
  const auto ours = checkpoint_of(note);
  if (!ours || ours->size != size) return base::fail("unknown_checkpoint", "本机关没有签发过这个总指纹");
  MJ_TRY(auto read, read_answer(answer, note, {witness}, parts_.registrar.size(), parts_.clock.now()));
  if (read.kind == Answer::Kind::other_size) MJ_CHECK(parts_.book.know(witness, read.size));
  if (read.kind != Answer::Kind::cosigned) return read;
  MJ_TRY(const std::string cosigned, parts_.registrar.add_signatures(size, read.lines));
  // An answer that was long on its way tells of the past only.
  if (size > parts_.book.known(witness)) MJ_CHECK(parts_.book.know(witness, size));
  parts_.book.take_note(size, cosigned);
  parts_.told();
  return read;
}

base::Result<feed::Report> Witnessing::checked_report(std::string_view note) const {
  std::vector<ledger::VerifierKey> keys;
  for (const Witness& witness : parts_.config.witnesses)
    if (witness.report) keys.push_back(*witness.report);
  auto report = feed::read_report(note, parts_.config.origin, keys);
  if (!report) return base::fail("witness_report", "报告核对不上：" + report.error().text);
  bool same = false;
  parts_.registrar.with_tree([&](const ledger::Tree& tree) {
    same = report->to <= tree.size() && tree.root_at(report->to) == report->root;
  });
  if (!same) return base::fail("witness_report", "报告说的不是本机关的这份日志");
  return report;
}

base::Result<void> Witnessing::take_report(std::string_view note) {
  MJ_TRY(const auto report, checked_report(note));
  if (report.to <= parts_.book.reported()) return {};
  MJ_CHECK(parts_.book.add_report(report));
  if (!report.unlawful.empty() || !report.missing.empty())
    spdlog::error("witness: the report up to {} lists {} unlawful and {} missing records", report.to,
                  report.unlawful.size(), report.missing.size());
  parts_.told();
  return {};
}

// --- online ---------------------------------------------------------------------------------------------

bool Witnessing::due(const Witness& witness, const std::string& note) const {
  // A cosignature in the store may be of before a restore: only the witness knows what it has seen since.
  if (!asked_.contains(witness.cosignature.name)) return true;
  const auto parsed = ledger::parse_note(note);
  if (!parsed) return false;
  const auto cosigned = ledger::check_cosignature(*parsed, witness.cosignature);
  if (!cosigned || !*cosigned) return true;
  return parts_.clock.now().ms - static_cast<std::int64_t>((*cosigned)->unix_seconds) * 1000 > kFreshMs;
}

base::Result<void> Witnessing::ask(const Witness& witness, http::Client& client, const std::string& prefix,
                                   const std::string& note) {
  MJ_TRY(const auto checkpoint, checkpoint_of(note));
  // The first answer may only teach us what the witness has.
  for (int attempt = 0; attempt < 2; ++attempt) {
    std::string body;
    parts_.registrar.with_tree([&](const ledger::Tree& tree) {
      const std::uint64_t old = std::min(parts_.book.known(witness), checkpoint.size);
      body = request_body(tree, old, checkpoint.size, note);
    });
    MJ_TRY(const auto answer,
           client.send({.method = http::Method::post, .target = prefix + "/add-checkpoint", .body = body}));
    MJ_TRY(const Answer taken, take_answer(witness, checkpoint.size, {answer.status, answer.body}));
    if (taken.kind == Answer::Kind::cosigned) {
      asked_.insert(witness.cosignature.name);
      return {};
    }
    if (taken.kind == Answer::Kind::behind) {
      const auto theirs =
          client.get(prefix + "/" + ledger::origin_directory(parts_.config.origin) + "/checkpoint");
      MJ_CHECK(stop(witness, taken.size, theirs && theirs->status == 200 ? theirs->body : ""));
      return behind();
    }
  }
  return base::fail("witness_refused", "见证机关两次说的条数不一样，稍后再试");
}

/// From the newest back to the one that continues ours.
base::Result<void> Witnessing::fetch_reports(http::Client& client, const std::string& prefix) {
  const std::string folder = prefix + "/" + ledger::origin_directory(parts_.config.origin) + "/report";
  std::vector<std::string> notes;
  std::string path = folder;
  while (notes.size() < kReportsBehindMax) {
    MJ_TRY(auto answer, get_report(client, path));
    if (answer.status == 404) break;
    MJ_TRY(const auto report, checked_report(answer.body));
    if (report.to <= parts_.book.reported()) break;
    notes.push_back(std::move(answer.body));
    if (report.from <= parts_.book.reported()) break;
    path = folder + "/" + std::to_string(report.from);
  }
  for (; !notes.empty(); notes.pop_back()) MJ_CHECK(take_report(notes.back()));
  return {};
}

base::Result<void> Witnessing::visit(const Witness& witness, const std::string& note) {
  MJ_TRY(const auto address, http::parse_address(witness.url));
  http::Client client(address.host, address.port,
                      {.timeout = std::chrono::seconds(15), .response_bytes_max = kAnswerBytesMax});
  if (due(witness, note)) MJ_CHECK(ask(witness, client, address.prefix, note));
  return witness.report ? fetch_reports(client, address.prefix) : base::Result<void>();
}

// --- carried --------------------------------------------------------------------------------------------

base::Result<void> Witnessing::read_carried(const Witness& witness, const std::filesystem::path& file) {
  MJ_TRY(const std::string bytes, file::read_file(file.string(), kCarriedBytesMax));
  if (file.extension() == ".report") return take_report(bytes);
  MJ_TRY(const std::uint64_t size, carried_size(file.filename().string(), parts_.config.origin));
  MJ_TRY(const auto answer, ledger::parse_carried_answer(bytes));
  MJ_TRY(const Answer taken, take_answer(witness, size, answer));
  if (taken.kind == Answer::Kind::behind) {
    MJ_CHECK(stop(witness, taken.size, ""));
    return behind();
  }
  return {};
}

/// Each file is read once; what it was worth is said in the log. A report that does not join on yet waits.
base::Result<void> Witnessing::read_inbox(const Witness& witness) {
  const std::filesystem::path inbox = parts_.book.inbox(witness);
  MJ_TRY(const auto names, file::list_directory(inbox.string()));
  base::Result<void> first;
  for (const std::string& name : names) {
    if (!name.ends_with(".resp") && !name.ends_with(".report")) continue;  // being written
    const auto taken = read_carried(witness, inbox / name);
    if (!taken && taken.error().code == "gap") continue;
    if (!taken && first) first = taken;
    MJ_CHECK(file::remove_durably((inbox / name).string()));
  }
  return first;
}

base::Result<Pause> Witnessing::round() {
  MJ_TRY(const std::string note, parts_.registrar.checkpoint());
  MJ_TRY(const auto checkpoint, checkpoint_of(note));
  base::Result<void> first;
  const auto remember = [&](base::Result<void> done) {
    if (!done && first) first = std::move(done);
  };
  bool report_coming = false;
  for (const Witness& witness : parts_.config.witnesses) {
    remember(read_inbox(witness));
    if (witness.url.empty() || checkpoint.size == 0) continue;
    remember(visit(witness, note));
    report_coming = report_coming || (witness.report && parts_.book.reported() < checkpoint.size);
  }
  if (!first) return std::unexpected(first.error());
  looks_ = awaited_ == checkpoint.size ? looks_ + 1 : 0;
  awaited_ = checkpoint.size;
  return report_coming && looks_ < kLooksMax ? kReportSoon : kCadence;
}

}  // namespace office::witnessing
