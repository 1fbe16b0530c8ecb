#include <fmt/format.h>

#include <algorithm>

#include "check_parts.h"
#include "reserved.h"

namespace law {
namespace {

// Distinct persons named in `handlers`; nothing when it is no array of strings.
std::set<std::string> named_in(const json::Object& fields) {
  std::set<std::string> named;
  const json::Value* handlers = fields.if_contains(kHandlers);
  if (handlers == nullptr || !handlers->is_array()) return named;
  for (const json::Value& handler : handlers->as_array()) {
    if (handler.is_string() && !handler.as_string().empty()) named.insert(std::string(handler.as_string()));
  }
  return named;
}

Refusal not_handler(const Case& at, std::string say, Truth truth) {
  return {.code = "actor.not_handler",
          .say = std::move(say),
          .source = at.step.handlers ? at.step.handlers->source : at.step.source,
          .remedy = "请由本案办案人员办理，或者先由负责人指定。",
          .truth = truth};
}

void check_each(const Case& at, const HandlersRule& rule, const std::string& holder, Refusals& out) {
  static const Person unknown;
  const auto found = at.command.people.find(holder);
  const Person& person = found == at.command.people.end() ? unknown : found->second;
  const std::string& name = person.name.empty() ? holder : person.name;
  for (const std::string& condition : rule.each) {
    const bool certificate = condition == kCertificateValid;
    const Truth truth = certificate ? person.certificate_valid : negate(person.recused);
    if (truth == Truth::yes) continue;
    if (certificate) {
      out.push_back({.code = "handlers.certificate_invalid",
                     .say = fmt::format("{}当日没有有效的行政执法证件，不能参加执法。", name),
                     .source = rule.source,
                     .remedy = "请改由持有效执法证件的人员办理。",
                     .truth = truth});
    } else {
      out.push_back({.code = "handlers.recused",
                     .say = fmt::format("{}与本案有利害关系，应当回避。", name),
                     .source = {"行政处罚法 第四十三条"},
                     .remedy = "请另行指定办案人员。",
                     .truth = truth});
    }
  }
}

// A handler may not have reviewed or approved in this case, nor do so in this very step (程序规定 49).
void check_named_apart(const Case& at, const HandlersRule& rule, const std::string& holder, Refusals& out) {
  const auto person = at.command.people.find(holder);
  const std::string& name =
      person == at.command.people.end() || person->second.name.empty() ? holder : person->second.name;
  for (const std::string& capacity : rule.not_same_as) {
    const bool acts_now = at.step.role == capacity && at.command.holder == holder;
    const Truth apart = acts_now ? Truth::no : negate(acted(at.facts, capacity, holder));
    if (apart == Truth::yes) continue;
    out.push_back({.code = fmt::format("handlers.is_{}", capacity),
                   .say = fmt::format("{}已是本案的{}，不能参加“{}”。", name,
                                      title_of(at.procedure, capacity), at.step.title),
                   .source = rule.source,
                   .remedy = "请另行指定执法人员。",
                   .truth = apart});
  }
}

void check_among_handlers(const Case& at, Truth limited, Refusals& out) {
  const auto& holders = at.facts.holders;
  const auto handlers = holders.find(kCaseHandlers);
  const bool known = handlers != holders.end() && handlers->second.contains(at.command.holder);
  if (known && !at.command.holder.empty()) return;
  const bool doubtful = limited == Truth::unknown || at.facts.hidden_seen || at.command.holder.empty();
  out.push_back(not_handler(at, fmt::format("您不是本案的办案人员，不能办理“{}”。", at.step.title),
                            doubtful ? Truth::unknown : Truth::no));
}

}  // namespace

// Always, or while a fact holds.
Truth limited_to_handlers(const Facts& facts, const Step& step) {
  if (step.among_handlers) return Truth::yes;
  return step.among_handlers_since.empty() ? Truth::no : facts.flag(step.among_handlers_since);
}

void check_handlers(const Case& at, Refusals& out) {
  if (const Truth limited = limited_to_handlers(at.facts, at.step); limited != Truth::no) {
    check_among_handlers(at, limited, out);
  }
  if (!at.step.handlers) return;
  const HandlersRule& rule = *at.step.handlers;
  const std::set<std::string> named = named_in(at.command.fields);
  if (static_cast<int>(named.size()) < rule.at_least) {
    out.push_back({.code = "handlers.too_few",
                   .say = fmt::format("“{}”的执法人员不得少于{}人，现在只有{}人。", at.step.title,
                                      rule.at_least, named.size()),
                   .source = rule.source,
                   .remedy = "请补充持有效执法证件的执法人员。"});
  }
  for (const std::string& holder : named) {
    check_each(at, rule, holder, out);
    check_named_apart(at, rule, holder, out);
  }
  if (at.step.role == kHandlerRole && !named.contains(at.command.holder)) {
    const Truth truth = at.command.holder.empty() ? Truth::unknown : Truth::no;
    out.push_back(not_handler(at, "您不在本次办理人员之列。", truth));
  }
}

}  // namespace law
