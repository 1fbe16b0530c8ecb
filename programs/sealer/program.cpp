#include "program.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "ask.h"
#include "base/signals.h"
#include "config.h"
#include "server.h"

namespace sealer {
namespace {

constexpr std::string_view kUsage =
    "用法：mingjing-sealer --config FILE [--restored]\n"
    "      mingjing-sealer ask DIR QUESTION…\n"
    "  --config FILE  配置（programs/sealer/README.md）\n"
    "  --restored     状态目录是从备份恢复的：补交完毕、操作员恢复之前不盖章\n";

struct Options {
  std::string config;
  bool restored = false;
};

base::Result<Options> read_options(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--restored")
      options.restored = true;
    else if (arguments[i] == "--config" && i + 1 < arguments.size())
      options.config = arguments[++i];
    else
      return base::fail("usage", std::string(kUsage) + std::string(kQuestions));
  }
  if (options.config.empty()) return base::fail("usage", std::string(kUsage) + std::string(kQuestions));
  return options;
}

base::Result<void> serve(const Options& options, const AtPoint& at_point) {
  const base::EndingSignals signals;
  MJ_TRY(Config config, read_config(options.config));
  MJ_TRY(const law::Editions editions, read_editions(config.editions_directory));
  MJ_TRY(const crypto::Sm2Key act_key, read_act_key(config.act_key));
  MJ_TRY(const std::unique_ptr<Press> press, make_press(config));
  const base::SystemClock clock;
  MJ_TRY(
      const std::unique_ptr<Sealer> sealer,
      Sealer::open(
          config.settings,
          {.editions = editions, .act_key = act_key, .press = *press, .clock = clock, .at_point = at_point}));
  if (sealer->bytes_cut() > 0)
    fmt::print(stderr, "mingjing-sealer: cut off {} bytes of an unfinished line\n", sealer->bytes_cut());
  if (options.restored) MJ_CHECK(sealer->note_restored());
  Server server(*sealer, at_point);
  MJ_CHECK(server.open({.path = config.socket, .operator_door = false, .uids = config.office_uids}));
  MJ_CHECK(server.open(
      {.path = operator_socket(config.settings.state_directory), .operator_door = true, .uids = {}}));
  fmt::print(stderr, "mingjing-sealer: {} at {}\n", config.settings.origin, config.socket);
  signals.wait();
  server.stop();
  return {};
}

}  // namespace

int run_program(int count, char** arguments, const AtPoint& at_point) {
  const std::vector<std::string> words(arguments + std::min(count, 1), arguments + count);
  base::Result<bool> done = true;
  if (!words.empty() && words.front() == "ask") {
    done = ask({words.begin() + 1, words.end()});
  } else {
    const auto options = read_options(words);
    const auto served = options ? serve(*options, at_point) : std::unexpected(options.error());
    if (!served) done = std::unexpected(served.error());
  }
  if (done) return *done ? 0 : 1;
  fmt::print(stderr, "mingjing-sealer: {}: {}\n", done.error().code, done.error().text);
  return 2;
}

}  // namespace sealer
