// mingjing-sealer: the gate's third check. Configuration, sockets, signals; the deciding is in sealer.h.

#include <fmt/format.h>

#include <cstdio>
#include <string_view>

#include "base/signals.h"
#include "config.h"
#include "server.h"

namespace {

constexpr std::string_view kUsage =
    "用法：mingjing-sealer --config FILE [--restored]\n"
    "  --config FILE  配置（programs/sealer/README.md）\n"
    "  --restored     状态目录是从备份恢复的：补交完毕、操作员恢复之前不盖章\n";

struct Options {
  std::string config;
  bool restored = false;
};

base::Result<Options> read_options(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--restored")
      options.restored = true;
    else if (argument == "--config" && i + 1 < count)
      options.config = arguments[++i];
    else
      return base::fail("usage", std::string(kUsage));
  }
  if (options.config.empty()) return base::fail("usage", std::string(kUsage));
  return options;
}

base::Result<void> run(const Options& options) {
  const base::EndingSignals signals;
  MJ_TRY(sealer::Config config, sealer::read_config(options.config));
  MJ_TRY(const law::Editions editions, sealer::read_editions(config.editions_directory));
  MJ_TRY(const crypto::Sm2Key act_key, sealer::read_act_key(config.act_key));
  MJ_TRY(const std::unique_ptr<sealer::Press> press, sealer::make_press(config));
  const base::SystemClock clock;
  MJ_TRY(const std::unique_ptr<sealer::Sealer> sealer,
         sealer::Sealer::open(config.settings,
                              {.editions = editions, .act_key = act_key, .press = *press, .clock = clock}));
  if (sealer->bytes_cut() > 0)
    fmt::print(stderr, "mingjing-sealer: cut off {} bytes of an unfinished line\n", sealer->bytes_cut());
  if (options.restored) MJ_CHECK(sealer->note_restored());
  sealer::Server server(*sealer);
  MJ_CHECK(server.open({.path = config.socket, .operator_door = false, .uids = config.office_uids}));
  MJ_CHECK(server.open({.path = config.operator_socket, .operator_door = true, .uids = {}}));
  fmt::print(stderr, "mingjing-sealer: {} at {}\n", config.settings.origin, config.socket);
  signals.wait();
  server.stop();
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  const auto options = read_options(count, arguments);
  const auto done = options ? run(*options) : std::unexpected(options.error());
  if (done) return 0;
  fmt::print(stderr, "mingjing-sealer: {}: {}\n", done.error().code, done.error().text);
  return 2;
}
