#include "law.h"

namespace office::law_commands {

Commands::Commands(CLI::App& app, const std::string& lawbook) {
  options_.directory = lawbook;
  auto* law = app.add_subcommand("law", "the lawbook: what it says, and that it holds");
  law->require_subcommand(1);
  check_ = law->add_subcommand("check", "proves its properties over every reachable state");
  test_ = law->add_subcommand("test", "runs its stories");
  for (auto* command : {check_, test_}) {
    command->add_option("directory", options_.directory, "lawbook")->capture_default_str();
  }
  show_ = law->add_subcommand("show", "a procedure, step, clock or form in plain words");
  show_->add_option("--lawbook", options_.directory)->capture_default_str();
  show_->add_option("--as-of", options_.as_of, "day, as 2026-03-02; today if not said");
  show_->add_option("item", options_.item, "penalty.ordinary, decide_penalty, party_reply, D45 …")
      ->required();
}

std::optional<int> Commands::run() const {
  if (*check_) return check(options_.directory);
  if (*test_) return test(options_.directory);
  if (*show_) return show(options_);
  return {};
}

}  // namespace office::law_commands
