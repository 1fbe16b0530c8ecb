#include <array>

#include "pages.h"

namespace witness {
namespace {

struct Pair {
  std::string_view code, words;
};

constexpr auto kOwn = std::to_array<Pair>({{"chain.stream", "不属于这一件的记录。"},
                                           {"chain.pos", "缺少它前面的记录。"},
                                           {"chain.prev", "与前一条记录不衔接。"},
                                           {"chain.replay", "重复使用了以前记录的内容。"},
                                           {"chain.order", "时间先后不对。"},
                                           {"chain.actor", "签名人没有登记、已经停用，或者没有这项职责。"},
                                           {"chain.sig", "签名与内容不符。"},
                                           {"chain.seen", "签名人签名时看到的不是前一条记录。"},
                                           {"chain.rules", "所依据的规则版本没有可适用的程序。"},
                                           {"chain.superseded", "所依据的规则版本已经被后来采用的版本取代。"},
                                           {"chain.fork", "同一位置上有两条记录。"},
                                           {"missing.none", "没有送来办理结构，补送后自动检查。"},
                                           {"missing.signature", "这一步须由本人签名，记录上没有签名。"},
                                           {"missing.structure", "办理结构不完整，或者与记录不符。"},
                                           {"missing.edition", "所依据的规则版本没有安装。"}});

const std::string* said_by(const law::Procedure& procedure, std::string_view code) {
  const auto says = [&](const law::Words& words) { return words.code == code ? &words.say : nullptr; };
  for (const auto& [name, fact] : procedure.facts)
    for (const law::Words* words : {&fact.missing, &fact.present})
      if (const auto* say = says(*words)) return say;
  for (const auto& [mark, draft] : procedure.drafts)
    if (const auto* say = says(draft.other)) return say;
  for (const law::Lock& lock : procedure.locks)
    if (const auto* say = says(lock.words)) return say;
  for (const law::Step& step : procedure.steps)
    for (const law::Repeat& repeat : step.repeats)
      if (const auto* say = says(repeat.words)) return say;
  return nullptr;
}

}  // namespace

std::string title_of(std::string_view step, const std::string& rules, const law::Editions& editions) {
  const auto lawbook = editions.find(rules);
  if (lawbook == nullptr) return {};
  for (const law::Procedure& procedure : lawbook->procedures())
    if (const law::Step* known = procedure.step(step)) return known->title;
  return {};
}

std::string words_of(std::string_view guard, const law::Editions& editions) {
  for (const Pair& pair : kOwn)
    if (pair.code == guard) return std::string(pair.words);
  for (const auto& [rules, lawbook] : editions.all())
    for (const law::Procedure& procedure : lawbook->procedures())
      if (const std::string* say = said_by(procedure, guard)) return *say;
  return {};
}

}  // namespace witness
