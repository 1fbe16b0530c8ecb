// mingjing: the bureau's program. Exit status 0 done, 1 refused, 2 could not run.

#include <CLI/CLI.hpp>
#include <iostream>

#include "demo.h"
#include "file/durable.h"
#include "init.h"
#include "law/law.h"
#include "numbers.h"
#include "openapi.h"
#include "rebuild.h"
#include "report.h"
#include "serve.h"
#include "web_pages.h"
#include "witnessing/carry.h"

namespace {

int joined(const office::Layout& layout, const std::string& name, const std::string& url,
           const std::string& keys) {
  const auto text = file::read_file(keys);
  const auto done = text ? office::join_witness(layout, name, url, *text) : std::unexpected(text.error());
  if (!done) return office::could_not_run(done.error());
  std::cout << "已加入。给见证机关的令牌：" << layout.secret("witness.token").string() << "\n";
  return office::kDone;
}

int run(int count, char** arguments) {
  CLI::App app{"明镜 Mingjing: enforcement that is open, recorded and lawful"};
  app.require_subcommand(1);

  std::string data = "data";
  std::string lawbook = (office::home() / "lawbook").string();
  std::string web = office::web_folder().string();
  std::uint16_t port = 8080;
  std::vector<std::string> files;
  bool seed_only = false;

  auto* demo =
      app.add_subcommand("demo", "office, sealer, witness and portal with a fictional bureau, on loopback");
  demo->add_option("--data", data, "data directory")->capture_default_str();
  demo->add_option("--port-base", port, "office here, portal and witness on the next two")
      ->capture_default_str();
  demo->add_flag("--seed-only", seed_only, "found the town, play its journeys, stop");

  auto* init = app.add_subcommand("init", "an installation for real");
  std::string config;
  init->add_option("--data", data, "where it shall lie")->required();
  init->add_option("--config", config, "what was decided, JSON (docs/install.md)")->required();
  init->add_option("--lawbook", lawbook)->capture_default_str();

  auto* key = app.add_subcommand("key", "keys of persons");
  key->require_subcommand(1);
  office::KeyOptions wanted_key;
  auto* make_key = key->add_subcommand("make", "a new key, wrapped under a passphrase that is asked for");
  make_key->add_option("--login", wanted_key.login)->required();
  make_key->add_option("--role", wanted_key.roles, "once for each role")->required();
  make_key->add_option("--out", wanted_key.out, "file, not overwritten")->required();

  auto* serve = app.add_subcommand("serve", "the office");
  serve->add_option("--data", data)->capture_default_str();
  serve->add_option("--port", port)->capture_default_str();
  serve->add_option("--lawbook", lawbook)->capture_default_str();
  serve->add_option("--web", web, "folder of the built pages")->capture_default_str();

  auto* play = app.add_subcommand("play", "plays journeys against a running demo");
  play->add_option("--port", port)->capture_default_str();
  play->add_option("journeys", files, "YAML files")->required();

  auto* rebuild =
      app.add_subcommand("rebuild", "drops every projection and derives it again from the records");
  rebuild->add_option("--data", data)->capture_default_str();
  rebuild->add_option("--lawbook", lawbook)->capture_default_str();

  auto* openapi = app.add_subcommand("openapi", "the description of the office's API");

  int year = 0;
  auto* numbers = app.add_subcommand("numbers", "every number of a year and what became of it");
  numbers->add_option("--data", data)->capture_default_str();
  numbers->add_option("year", year)->required()->check(CLI::Range(2000, 9999));
  office::witnessing::CarryOptions carry;
  const auto carrying = [&](const char* name, const char* about) {
    auto* command = app.add_subcommand(name, about);
    command->add_option("medium", carry.medium, "folder on what is carried")->required();
    command->add_option("--data", data)->capture_default_str();
    command->add_option("--witness", carry.witness, "its name in office.json, where there are several");
    return command;
  };
  const auto* carry_out = carrying("carry-out", "writes the request to a witness that no wire reaches");
  const auto* carry_in = carrying("carry-in", "takes in what the witness answered");

  std::string name, url, keys;
  auto* join = app.add_subcommand("join-witness", "a witness of this log, from the next start on");
  join->add_option("name", name, "of the authority")->required();
  join->add_option("keys", keys, "file with the public keys that mingjing-witness init printed")->required();
  join->add_option("--url", url, "http://host:port; without it, files are carried");
  join->add_option("--data", data)->capture_default_str();

  const office::law_commands::Commands law(app, lawbook);

  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (*demo)
    return office::demo({.data = std::filesystem::absolute(data), .port_base = port, .seed_only = seed_only});
  if (*init)
    return office::init({.layout = {std::filesystem::absolute(data)}, .config = config, .lawbook = lawbook});
  if (*make_key) return office::make_key(wanted_key);
  if (*openapi) return office::print_openapi();
  if (*serve)
    return office::serve(
        {.layout = {std::filesystem::absolute(data)}, .lawbook = lawbook, .port = port, .web = web});
  carry.layout = {std::filesystem::absolute(data)};
  if (*join) return joined(carry.layout, name, url, keys);
  if (*carry_out) return office::witnessing::carry_out(carry);
  if (*carry_in) return office::witnessing::carry_in(carry);
  if (*play) return office::play_files({.journeys = {files.begin(), files.end()}, .port = port});
  if (*numbers) return office::print_numbers({std::filesystem::absolute(data)}, year);
  if (const auto done = law.run()) return *done;
  return office::rebuild({std::filesystem::absolute(data)}, lawbook);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const std::exception& error) {
    std::cerr << "mingjing: " << error.what() << "\n";
    return 2;
  }
}
