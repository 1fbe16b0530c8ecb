#include <fmt/format.h>

#include <algorithm>

#include "check_parts.h"
#include "ledger/reserved.h"
#include "reserved.h"

namespace law {
namespace {

bool holds(const Facts& facts, const std::string& capacity, const std::string& holder) {
  const auto found = facts.holders.find(capacity);
  return found != facts.holders.end() && found->second.contains(holder);
}

void check_time(const Case& at, base::Instant now, Refusals& out) {
  if (at.command.at.ms > now.ms + ledger::kClockTolerance_ms) {
    out.push_back({.code = "time.future",
                   .say = fmt::format("所填时间（{}）还没有到。", base::format(at.command.at)),
                   .source = at.step.source,
                   .remedy = "请填写实际发生的时间，并核对本机时钟。"});
  }
  if (at.facts.first_at && at.command.at < *at.facts.first_at) {
    out.push_back({.code = "time.before_first",
                   .say = fmt::format("所填时间早于第一步的时间（{}）。", base::format(*at.facts.first_at)),
                   .source = at.step.source,
                   .remedy = "请填写实际发生的时间。"});
  }
}

Refusal draft_unexpected(const Step& step) {
  return {.code = "draft.unexpected",
          .say = fmt::format("“{}”不针对某一份文书草案。", step.title),
          .source = step.source,
          .remedy = "请不要指定草案。"};
}

Refusal draft_missing(const Step& step) {
  return {.code = "draft.missing",
          .say = fmt::format("没有指明“{}”所针对的文书草案。", step.title),
          .source = step.source,
          .remedy = "请先选定草案。"};
}

Refusal draft_unknown(const Step& step, bool hidden) {
  return {.code = "draft.unknown",
          .say = "所指的草案不是本案的文书草案。",
          .source = step.source,
          .remedy = "请在本案的草案中选择。",
          .truth = hidden ? Truth::unknown : Truth::no};
}

}  // namespace

Truth acted(const Facts& facts, const std::string& capacity, const std::string& holder) {
  if (holder.empty()) return Truth::unknown;
  if (holds(facts, capacity, holder)) return Truth::yes;
  return facts.hidden_seen || holds(facts, capacity, "") ? Truth::unknown : Truth::no;
}

const std::string& title_of(const Procedure& procedure, const std::string& name) {
  const auto found = procedure.titles.find(name);
  return found == procedure.titles.end() ? name : found->second;
}

void check_actor(const Case& at, base::Instant now, Refusals& out) {
  const auto& [procedure, facts, step, command] = at;
  if (command.role != step.role) {
    out.push_back({.code = "role.wrong",
                   .say = fmt::format("“{}”由{}办理，{}不能办理。", step.title,
                                      title_of(procedure, step.role), title_of(procedure, command.role)),
                   .source = step.source,
                   .remedy = fmt::format("请由{}办理。", title_of(procedure, step.role))});
  }
  if (step.is_signed && !command.is_signed) {
    out.push_back({.code = "signature.missing",
                   .say = fmt::format("“{}”须由办理人本人签名。", step.title),
                   .source = step.source,
                   .remedy = "请用本人密钥签名后提交。"});
  }
  if ((step.seen || !command.seen.empty()) && command.seen != facts.head) {
    out.push_back({.code = "seen.stale",
                   .say = "您签名时看到的不是最新记录，其后又有新的记录。",
                   .source = step.source,
                   .remedy = "请刷新页面，看过最新记录后重新签名。"});
  }
  check_time(at, now, out);
}

void check_draft(const Case& at, Refusals& out) {
  const auto& [procedure, facts, step, command] = at;
  if (!step.draft || step.draft->makes) {
    if (!command.draft.empty()) out.push_back(draft_unexpected(step));
    return;
  }
  if (command.draft.empty()) {
    out.push_back(draft_missing(step));
    return;
  }
  if (!facts.draft_roots.contains(command.draft)) {
    out.push_back(draft_unknown(step, facts.draft_roots.contains(kUnseen)));
  }
  for (const std::string& mark : step.draft->same_as) {
    const auto found = facts.drafts.find(mark);
    if (found != facts.drafts.end() && found->second == command.draft) continue;
    const bool hidden = found != facts.drafts.end() && found->second == kUnseen;
    const Words& words = procedure.drafts.at(mark).other;
    out.push_back({.code = words.code,
                   .say = words.say,
                   .source = words.source,
                   .remedy = words.remedy,
                   .truth = hidden ? Truth::unknown : Truth::no});
  }
}

void check_separation(const Case& at, Refusals& out) {
  const auto& [procedure, facts, step, command] = at;
  const auto source = [&](const std::string& capacity) {
    const auto own = step.separation_source.find(capacity);
    return own == step.separation_source.end() ? step.source : own->second;
  };
  for (const std::string& capacity : step.not_same_as) {
    const Truth apart = negate(acted(facts, capacity, command.holder));
    if (apart == Truth::yes) continue;
    out.push_back(
        {.code = fmt::format("separation.{}_is_{}", step.role, capacity),
         .say = fmt::format("您已是本案的{}，不能再办理“{}”。", title_of(procedure, capacity), step.title),
         .source = source(capacity),
         .remedy = fmt::format("请由其他{}办理。", title_of(procedure, step.role)),
         .truth = apart});
  }
  for (const std::string& capacity : step.same_as) {
    const Truth same = acted(facts, capacity, command.holder);
    if (same == Truth::yes) continue;
    out.push_back({.code = fmt::format("actor.not_{}", capacity),
                   .say = fmt::format("“{}”只能由本案的{}办理。", step.title, title_of(procedure, capacity)),
                   .source = source(capacity),
                   .remedy = fmt::format("请由本案的{}办理。", title_of(procedure, capacity)),
                   .truth = same});
  }
}

}  // namespace law
