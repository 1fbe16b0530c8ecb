// mingjing-witness: the supervising authority's program. Exit status 0 done, 1 refused, 2 could not run.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "carry.h"
#include "file/durable.h"
#include "serve.h"

namespace {

constexpr int kDone = 0, kRefused = 1, kCouldNotRun = 2;

int could_not_run(const base::Error& error) {
  fmt::print(stderr, "mingjing-witness: {} [{}]\n", error.text, error.code);
  return kCouldNotRun;
}

int init(const witness::Founding& founding) {
  if (const auto made = witness::make_installation(founding); !made) return could_not_run(made.error());
  const witness::Layout layout{founding.root};
  const auto keys = file::read_file(layout.public_keys());
  if (!keys) return could_not_run(keys.error());
  fmt::print("{}", *keys);
  return kDone;
}

int carry(const witness::Layout& layout, const std::string& medium) {
  const witness::WitnessClock clock;
  const auto opened = witness::Witness::open(layout, clock);
  if (!opened) return could_not_run(opened.error());
  const auto carried = witness::carry(**opened, medium);
  if (!carried) return could_not_run(carried.error());
  fmt::print("答复 {} 份请求，其中 {} 份已签名；写出 {} 份报告。\n", carried->answered, carried->cosigned,
             carried->reports);
  if (!carried->trouble.empty()) fmt::print(stderr, "mingjing-witness: 没有检查完：{}\n", carried->trouble);
  return carried->cosigned == carried->answered && carried->trouble.empty() ? kDone : kRefused;
}

int run(int count, char** arguments) {
  CLI::App app{"明镜 witness: cosigns a log that only grows, and reports what in it is unlawful"};
  app.require_subcommand(1);
  witness::Founding founding;
  std::string medium, address = "127.0.0.1";
  witness::Layout layout;
  std::uint16_t port = 8082;

  auto* make = app.add_subcommand("init", "makes keys and configuration, prints the public keys as JSON");
  make->add_option("directory", founding.root)->required();
  make->add_option("--origin", founding.origin, "origin of the log")->required();
  make->add_option("--log", founding.log, "verifier key of the log")->required();
  make->add_option("--roots", founding.roots_file, "JSON with the two root keys (keys.json, office.json)")
      ->required();
  make->add_option("--source", founding.source, "http://host:port/log, or none")->required();
  make->add_option("--lawbook", founding.lawbook, "a lawbook, or a directory of editions")->required();
  make->add_option("--token", founding.token_file, "file with the token for the source");
  make->add_option("--name", founding.name, "name of the keys (default witness/<origin>)");

  auto* serve = app.add_subcommand("serve", "answers over HTTP");
  serve->add_option("directory", layout.root)->required();
  serve->add_option("--port", port)->capture_default_str();
  serve->add_option("--address", address)->capture_default_str();

  auto* carried = app.add_subcommand("carry", "answers what lies on a medium");
  carried->add_option("medium", medium)->required();
  carried->add_option("--data", layout.root, "the witness's directory")->required();

  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kCouldNotRun;
  }
  if (*make) return init(founding);
  if (*carried) return carry(layout, medium);
  const auto served = witness::serve(layout, address, port);
  return served ? kDone : could_not_run(served.error());
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const std::exception& error) {
    fmt::print(stderr, "mingjing-witness: {}\n", error.what());
    return kCouldNotRun;
  }
}
