#include "load.h"

namespace law {
namespace {

std::vector<std::string> need_words(Table& table, const std::string& key) {
  std::vector<std::string> words = table.words(key);
  if (words.empty()) table.problem("缺少“" + key + "”");
  return words;
}

Proof::Review load_review(const LawFile& file, const YAML::Node& node) {
  Table table(file, node);
  Proof::Review review{.passed_by = need_words(table, "passed_by"),
                       .returned_by = table.words("returned_by"),
                       .reopened_by = table.words("reopened_by"),
                       .source = table.need_sources()};
  table.end();
  return review;
}

Proof::Hearing load_hearing(const LawFile& file, const YAML::Node& node) {
  Table table(file, node);
  Proof::Hearing hearing{.right = table.need_text("right"),
                         .when = table.text("when"),
                         .clock = table.need_text("clock"),
                         .before = need_words(table, "before"),
                         .told_by = need_words(table, "told_by"),
                         .waived_by = table.words("waived_by"),
                         .spoken_by = need_words(table, "spoken_by"),
                         .answered_by = need_words(table, "answered_by"),
                         .source = table.need_sources()};
  table.end();
  return hearing;
}

Proof::Publication load_publication(const LawFile& file, const YAML::Node& node) {
  Table table(file, node);
  Proof::Publication publication{.served_by = need_words(table, "served_by"),
                                 .published_by = need_words(table, "published_by"),
                                 .withdrawn_by = need_words(table, "withdrawn_by"),
                                 .source = table.need_sources()};
  table.end();
  return publication;
}

Proof::Term load_term(const LawFile& file, const YAML::Node& node) {
  Table table(file, node);
  Proof::Term term{.measure = table.need_text("measure"),
                   .clock = table.need_text("clock"),
                   .imposed_by = need_words(table, "imposed_by"),
                   .ended_by = need_words(table, "ended_by"),
                   .after_term = need_words(table, "after_term"),
                   .source = table.need_sources()};
  table.end();
  return term;
}

}  // namespace

Proof load_proof(const LawFile& file, const YAML::Node& node) {
  Proof proof;
  if (!node.IsDefined()) return proof;
  Table table(file, node);
  if (const YAML::Node review = table.take("review"); review.IsDefined()) {
    proof.review = load_review(file, review);
  }
  for (const YAML::Node& element : list(file, table.take("heard"))) {
    proof.heard.push_back(load_hearing(file, element));
  }
  for (const YAML::Node& element : list(file, table.take("terms"))) {
    proof.terms.push_back(load_term(file, element));
  }
  if (const YAML::Node unheard = table.take("unheard"); unheard.IsDefined()) {
    Table steps(file, unheard);
    proof.unheard = need_words(steps, "steps");
    static_cast<void>(steps.need_sources());
    steps.end();
  }
  if (const YAML::Node published = table.take("published"); published.IsDefined()) {
    proof.published = load_publication(file, published);
  }
  proof.final_facts = table.words("final");
  proof.endless = table.text("endless");
  if (proof.final_facts.empty() == proof.endless.empty()) table.problem("应当写明 final 或者 endless 之一");
  table.end();
  return proof;
}

}  // namespace law
