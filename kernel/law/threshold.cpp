#include "threshold.h"

namespace law {
namespace {

// "doc.penalty.*.fen" → values of member `fen` of doc.penalty.001 …; a plain name → that one value.
std::vector<const json::Value*> values_of(const json::Object& fields, std::string_view pattern) {
  std::vector<const json::Value*> values;
  const std::size_t star = pattern.find(".*.");
  if (star == std::string_view::npos) {
    if (const json::Value* value = fields.if_contains(pattern)) values.push_back(value);
    return values;
  }
  const std::string_view stem = pattern.substr(0, star + 1);
  const std::string_view member = pattern.substr(star + 3);
  for (const auto& field : fields) {
    if (!std::string_view(field.key()).starts_with(stem)) continue;
    if (const json::Value* value = json::find(field.value(), member)) values.push_back(value);
  }
  return values;
}

std::int64_t sum_of(const std::vector<const json::Value*>& values) {
  std::int64_t sum = 0;
  for (const json::Value* value : values) {
    if (value->is_int64() && value->as_int64() > 0) sum += value->as_int64();
  }
  return sum;
}

bool has_kind(const Threshold& threshold, const StepView& record) {
  if (threshold.kinds_field.empty()) return false;
  for (const json::Value* value : values_of(record.fields, threshold.kinds_field)) {
    if (threshold.kinds.contains(json::text_or_empty(value))) return true;
  }
  return false;
}

}  // namespace

Truth reached(const Threshold& threshold, const StepView& record) {
  if (has_kind(threshold, record)) return Truth::yes;
  std::int64_t bound = threshold.at_least;
  if (!threshold.party_field.empty()) {
    const json::Value* party = record.fields.if_contains(threshold.party_field);
    if (party == nullptr) return Truth::unknown;
    const auto own = threshold.at_least_by_party.find(json::text_or_empty(party));
    if (own != threshold.at_least_by_party.end()) bound = own->second;
  }
  if (sum_of(values_of(record.fields, threshold.field)) >= bound) return Truth::yes;  // P7: 以上 includes
  return record.complete ? Truth::no : Truth::unknown;
}

}  // namespace law
