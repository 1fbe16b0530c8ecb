#include "unit_tree.h"

#include <algorithm>
#include <map>
#include <set>

namespace office {
namespace {

namespace json = base::json;

const people::Unit* find(const std::vector<people::Unit>& units, const base::StreamId& id) {
  const auto found = std::ranges::find(units, id, &people::Unit::id);
  return found == units.end() ? nullptr : &*found;
}

/// The unit above, where one stands and the way up does not come back to this unit.
base::StreamId above(const std::vector<people::Unit>& units, const people::Unit& unit) {
  if (find(units, unit.parent) == nullptr || is_within(units, unit.parent, unit.id)) return {};
  return unit.parent;
}

json::Array people_in(const std::vector<people::Person>& people, const auto& belongs) {
  json::Array out;
  for (const auto& person : people)
    if (belongs(person))
      out.push_back(
          json::Object{{"holder", person.holder.text()}, {"name", person.name}, {"post", person.post}});
  return out;
}

class Tree {
 public:
  Tree(const std::vector<people::Unit>& units, const std::vector<people::Person>& people)
      : units_(units), people_(people) {
    for (const auto& unit : units) below_[above(units, unit)].push_back(&unit);
  }

  json::Array under(const base::StreamId& id) const {
    json::Array out;
    const auto found = below_.find(id);
    if (found == below_.end()) return out;
    for (const people::Unit* unit : found->second)
      out.push_back(json::Object{
          {"id", unit->id.text()},
          {"name", unit->name},
          {"people", people_in(people_, [&](const auto& person) { return person.unit_id == unit->id; })},
          {"units", under(unit->id)}});
    return out;
  }

  /// Those whose unit does not stand, by the name it had.
  json::Array others() const {
    std::set<std::string> names;
    const auto is_other = [&](const people::Person& person) {
      return find(units_, person.unit_id) == nullptr;
    };
    for (const auto& person : people_)
      if (is_other(person)) names.insert(person.unit);
    json::Array out;
    for (const auto& name : names) {
      const auto belongs = [&](const auto& person) { return is_other(person) && person.unit == name; };
      out.push_back(json::Object{
          {"id", ""}, {"name", name}, {"people", people_in(people_, belongs)}, {"units", json::Array()}});
    }
    return out;
  }

 private:
  const std::vector<people::Unit>& units_;
  const std::vector<people::Person>& people_;
  std::map<base::StreamId, std::vector<const people::Unit*>> below_;
};

}  // namespace

bool is_within(const std::vector<people::Unit>& units, const base::StreamId& unit,
               const base::StreamId& other) {
  const people::Unit* at = find(units, unit);
  for (std::size_t steps = 0; at != nullptr && steps <= units.size(); ++steps) {
    if (at->id == other) return true;
    at = find(units, at->parent);
  }
  return false;
}

json::Array unit_tree(const std::vector<people::Unit>& units, const std::vector<people::Person>& people) {
  const Tree tree(units, people);
  json::Array out = tree.under({});
  for (auto& other : tree.others()) out.push_back(std::move(other));
  return out;
}

}  // namespace office
