#include <fmt/format.h>

#include <algorithm>

#include "check_parts.h"
#include "reserved.h"

namespace law {
namespace {

const std::set<std::string, std::less<>>& holders_of(const Facts& facts, const std::string& capacity) {
  static const std::set<std::string, std::less<>> none;
  const auto found = facts.holders.find(capacity);
  return found == facts.holders.end() ? none : found->second;
}

// `yes` when nobody holds both; `no` when somebody certainly does.
Truth are_apart(const Facts& facts, const std::string& one, const std::string& other) {
  const auto& first = holders_of(facts, one);
  const auto& second = holders_of(facts, other);
  const bool both = std::ranges::any_of(
      first, [&](const std::string& holder) { return !holder.empty() && second.contains(holder); });
  if (both) return Truth::no;
  return facts.hidden_seen || first.contains("") || second.contains("") ? Truth::unknown : Truth::yes;
}

}  // namespace

bool is_open_to(const Facts& facts, const Step& step, std::string_view stream, const std::string& holder) {
  const auto is = [&](const std::string& capacity, Truth truth) {
    return acted(facts, capacity, holder) == truth;
  };
  if (step.own_stream && holder != stream) return false;
  if (limited_to_handlers(facts, step) != Truth::no && !is(std::string(kCaseHandlers), Truth::yes))
    return false;
  for (std::size_t i = 0; i < step.apart.size(); ++i)
    for (std::size_t k = i + 1; k < step.apart.size(); ++k)
      if (are_apart(facts, step.apart[i], step.apart[k]) != Truth::yes) return false;
  return std::ranges::all_of(step.not_same_as, [&](const auto& other) { return is(other, Truth::no); }) &&
         std::ranges::all_of(step.same_as, [&](const auto& own) { return is(own, Truth::yes); });
}

void check_apart(const Case& at, Refusals& out) {
  const auto& [procedure, facts, step, command] = at;
  if (step.own_stream && command.holder != command.stream) {
    out.push_back({.code = "actor.not_self",
                   .say = fmt::format("“{}”只能由本人办理。", step.title),
                   .source = step.source,
                   .remedy = "请由本人签名办理。",
                   .truth = command.holder.empty() ? Truth::unknown : Truth::no});
  }
  for (std::size_t i = 0; i < step.apart.size(); ++i) {
    for (std::size_t k = i + 1; k < step.apart.size(); ++k) {
      const Truth apart = are_apart(facts, step.apart[i], step.apart[k]);
      if (apart == Truth::yes) continue;
      out.push_back(
          {.code = fmt::format("separation.{}_and_{}", step.apart[i], step.apart[k]),
           .say = fmt::format("本案有人既是{}又是{}，不能办理“{}”。", title_of(procedure, step.apart[i]),
                              title_of(procedure, step.apart[k]), step.title),
           .source = step.source,
           .remedy = "请报市场监督管理部门负责人研究处理。",
           .truth = apart});
    }
  }
}

}  // namespace law
