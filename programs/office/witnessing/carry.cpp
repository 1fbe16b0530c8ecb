#include "witnessing/carry.h"

#include <algorithm>
#include <iostream>

#include "file/durable.h"
#include "ledger/log_files.h"
#include "report.h"
#include "store/sqlite_reader.h"
#include "witnessing/book.h"

namespace office::witnessing {
namespace {

constexpr std::size_t kCarriedBytesMax = 64 * 1024;

/// What both ways need: the witness, the book, the records, without taking the office's lock.
struct Bench {
  Config config;
  Witness witness;
  std::unique_ptr<store::SqliteRecordReader> reader;
  std::unique_ptr<Book> book;
};

base::Result<Witness> chosen(const Config& config, const std::string& name) {
  if (config.witnesses.empty()) return base::fail("no_witness", "office.json 里没有见证机关");
  if (name.empty() && config.witnesses.size() == 1) return config.witnesses.front();
  const auto found = std::ranges::find(config.witnesses, name, &Witness::name);
  if (found == config.witnesses.end())
    return base::fail("no_witness", "请用 --witness 写明 office.json 里的一个见证机关");
  return *found;
}

base::Result<std::unique_ptr<Bench>> set_up(const CarryOptions& options) {
  auto bench = std::make_unique<Bench>();
  MJ_TRY(bench->config, load_config(options.layout));
  MJ_TRY(bench->witness, chosen(bench->config, options.witness));
  MJ_TRY(bench->reader, store::SqliteRecordReader::open(options.layout.records().string()));
  MJ_TRY(bench->book, Book::open(options.layout.witnessing(), bench->config, *bench->reader));
  return bench;
}

base::Result<ledger::Tree> tree_of(const ledger::RecordReader& reader, std::uint64_t size) {
  ledger::Tree tree;
  MJ_CHECK(reader.scan(0, size, [&](const ledger::StoredRecord& record) {
    tree.append(record.leaf);
    return true;
  }));
  if (tree.size() != size) return base::fail("log_damaged", "记录比签发过的总指纹少");
  return tree;
}

base::Result<void> write_files(const std::filesystem::path& medium,
                               const std::vector<ledger::NamedFile>& files) {
  for (const auto& [path, bytes] : files) {
    const std::filesystem::path place = medium / ledger::carried_path(path);
    std::error_code error;
    std::filesystem::create_directories(place.parent_path(), error);
    MJ_CHECK(file::write_file_durably(place.string(), bytes, 0644));
  }
  return {};
}

/// What the report is made from: records since the last report, which may lie behind the last cosignature.
base::Result<void> write_records(const Bench& bench, const ledger::Tree& tree, std::uint64_t since,
                                 std::uint64_t size, const std::filesystem::path& medium) {
  MJ_CHECK(write_files(medium, ledger::tile_files(tree, since, size)));
  MJ_TRY(const auto bundles, ledger::bundle_files(*bench.reader, since, size));
  MJ_CHECK(write_files(medium, bundles));
  MJ_TRY(const auto structure, ledger::structure_files(*bench.reader, since, size));
  return write_files(medium, structure);
}

/// The size that the request covers.
base::Result<std::uint64_t> write_request(const Bench& bench, const std::filesystem::path& medium) {
  MJ_TRY(const std::string note, bench.reader->newest_checkpoint());
  if (note.empty()) return base::fail("no_checkpoint", "还没有签发过总指纹：请先启动办案平台");
  MJ_TRY(const auto checkpoint, checkpoint_of(note));
  MJ_TRY(const ledger::Tree tree, tree_of(*bench.reader, checkpoint.size));
  const std::uint64_t old = std::min(bench.book->known(bench.witness), checkpoint.size);
  if (bench.witness.report)
    MJ_CHECK(write_records(bench, tree, std::min(old, bench.book->reported()), checkpoint.size, medium));
  // Last: a request without its files would be answered without a report.
  const std::string name = ledger::carried_name(bench.config.origin, checkpoint.size) + ".req";
  MJ_CHECK(file::write_file_durably((medium / name).string(), request_body(tree, old, checkpoint.size, note),
                                    0644));
  return checkpoint.size;
}

/// Untrusted: what the office would refuse is refused here, where somebody reads why.
base::Result<void> check_carried(const Bench& bench, const std::string& name, const std::string& bytes) {
  if (name.ends_with(".report")) {
    std::vector<ledger::VerifierKey> keys;
    if (bench.witness.report) keys.push_back(*bench.witness.report);
    MJ_TRY(const auto report, feed::read_report(bytes, bench.config.origin, keys));
    return {};
  }
  MJ_TRY(const std::uint64_t size, carried_size(name, bench.config.origin));
  MJ_TRY(const auto answer, ledger::parse_carried_answer(bytes));
  MJ_TRY(const std::string note, bench.reader->checkpoint_up_to(size));
  const auto ours = checkpoint_of(note);
  if (!ours || ours->size != size) return base::fail("unknown_checkpoint", "本机关没有签发过这个总指纹");
  MJ_TRY(const std::uint64_t records, bench.reader->size());
  MJ_TRY(const auto read, read_answer(answer, note, {bench.witness}, records, base::SystemClock().now()));
  if (read.kind == Answer::Kind::behind)
    std::cerr << "mingjing: 见证机关见过 " << read.size << " 条，本机关只有 " << records
              << " 条：办案平台将停止签发总指纹\n";
  return {};
}

base::Result<void> take_in(const Bench& bench, const std::filesystem::path& from) {
  MJ_TRY(const std::string bytes, file::read_file(from.string(), kCarriedBytesMax));
  MJ_CHECK(check_carried(bench, from.filename().string(), bytes));
  return file::write_file_durably((bench.book->inbox(bench.witness) / from.filename()).string(), bytes);
}

}  // namespace

int carry_out(const CarryOptions& options) {
  const auto bench = set_up(options);
  if (!bench) return could_not_run(bench.error());
  const auto size = write_request(**bench, options.medium);
  if (!size) return could_not_run(size.error());
  std::cout << "已写出到第 " << *size << " 条为止的请求。请把 " << options.medium.string() << " 带到"
            << (*bench)->witness.name << "。\n";
  return kDone;
}

int carry_in(const CarryOptions& options) {
  const auto bench = set_up(options);
  if (!bench) return could_not_run(bench.error());
  const auto names = file::list_directory(options.medium.string());
  if (!names) return could_not_run(names.error());
  int taken = 0, refused = 0;
  for (const std::string& name : *names) {
    if (!name.ends_with(".resp") && !name.ends_with(".report")) continue;
    const auto done = take_in(**bench, options.medium / name);
    if (!done)
      std::cerr << "mingjing: " << name << "：" << done.error().text << " [" << done.error().code << "]\n";
    ++(done ? taken : refused);
  }
  std::cout << "收下 " << taken << " 个文件，拒绝 " << refused << " 个。办案平台运行时在一分钟内并入。\n";
  return refused == 0 ? kDone : kRefused;
}

}  // namespace office::witnessing
