// mingjing-portal: follows the feed, verifies it, shows it.

#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <thread>

#include "base/signals.h"
#include "site.h"

namespace {

constexpr auto kPollEvery = std::chrono::seconds(1);

void look(portal::Following& following, const base::Clock& clock, std::string& last_error) {
  const auto changed = following.poll(clock);
  if (!changed && changed.error().text != last_error)
    spdlog::error("{}: {}", changed.error().code, changed.error().text);
  last_error = changed ? "" : changed.error().text;
  if (!changed || !*changed) return;
  const auto picture = following.picture();
  spdlog::info("feed {} lines, log {} entries, {} shown, {} refused, {} awaited{}{}", picture->feed_size,
               picture->log.checkpoint.size, picture->items.size(), picture->refused.size(),
               picture->awaiting, picture->feed_fault.empty() ? "" : ", feed: " + picture->feed_fault,
               picture->log_fault.empty() ? "" : ", log: " + picture->log_fault);
}

int run(const std::string& path) {
  const base::EndingSignals signals;
  auto config = portal::read_config(path);
  if (!config) {
    spdlog::error("{}", config.error().text);
    return 2;
  }
  const http::ServerOptions options{
      .address = config->address, .port = config->port, .headers = portal::Site::headers()};
  auto following = portal::Following::open(std::move(*config));
  if (!following) {
    spdlog::error("{}: {}", following.error().code, following.error().text);
    return 2;
  }
  const base::SystemClock clock;
  std::string last_error;
  look(**following, clock, last_error);
  portal::Site site(**following);
  http::Server server(options, site.router());
  const auto port = server.start();
  if (!port) {
    spdlog::error("{}: {}", port.error().code, port.error().text);
    return 2;
  }
  spdlog::info("http://{}:{}/", options.address, *port);
  while (!signals.wait_for(kPollEvery)) look(**following, clock, last_error);
  server.stop();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"明镜 public portal: follows a feed, verifies every item, serves the pages"};
  std::string config;
  app.add_option("--config", config, "configuration, a JSON file (see README.md)")
      ->required()
      ->check(CLI::ExistingFile);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return run(config);
}
