#include "rich.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/encoding.h"
#include "template.h"

namespace typeset {
namespace {

using base::json::Value;

constexpr std::array<std::pair<std::string_view, Kind>, 11> kKinds = {{{"org", Kind::organ},
                                                                       {"h1", Kind::title},
                                                                       {"no", Kind::number},
                                                                       {"date", Kind::date},
                                                                       {"h2", Kind::heading},
                                                                       {"h3", Kind::subheading},
                                                                       {"p", Kind::paragraph},
                                                                       {"p0", Kind::flush},
                                                                       {"li", Kind::item},
                                                                       {"c", Kind::centred},
                                                                       {"r", Kind::right}}};

class RichText {
 public:
  explicit RichText(const Scope& scope) : scope_(scope) {}

  base::Result<void> add(const Value& item) {
    if (!item.is_object()) return base::fail("item", "正文的一项不是对象");
    const auto& object = item.get_object();
    if (object.size() == 1) {
      if (auto text = base::json::string_member(item, "t")) return show(*text);
      if (auto atom = base::json::string_member(item, "a")) return show(*atom);
      if (auto mark = base::json::string_member(item, "b")) return begin(*mark);
    }
    if (base::json::has_exactly(item, {"l", "n", "r"})) return hide(item);
    return base::fail("item", "正文中有不认识的项");
  }

  std::vector<Part> take() { return std::move(parts_); }

 private:
  base::Result<void> show(const std::string& utf8) {
    if (!base::valid_utf8(utf8)) return base::fail("item", "正文不是有效的 UTF-8");
    Inlines& here = current();
    if (!here.empty() && std::holds_alternative<Text>(here.back()))
      std::get<Text>(here.back()).utf8 += utf8;
    else
      here.push_back(Text{utf8});
    return {};
  }

  base::Result<void> hide(const Value& item) {
    MJ_TRY(const std::string label, base::json::string_member(item, "l"));
    MJ_TRY(const std::string reason, base::json::string_member(item, "r"));
    if (!base::valid_utf8(label)) return base::fail("item", "遮蔽说明不是有效的 UTF-8");
    current().push_back(Bar{label, reason});
    return {};
  }

  base::Result<void> begin(std::string_view mark) {
    if (mark == "br" || mark == "te" || mark == "tr" || mark == "td" || mark == "th") {
      inner(mark);
      return {};
    }
    const Kind kind = kind_of(mark);
    block(kind);
    if (kind == Kind::number || kind == Kind::date) {
      MJ_TRY(const std::string given, value_words(kind == Kind::number ? "doc.no" : "doc.date", scope_));
      current().push_back(Text{given});
    }
    return {};
  }

  void inner(std::string_view mark) {
    if (mark == "br") current().push_back(LineBreak{});
    if (mark == "te") in_table_ = open_ = false;
    if (mark == "tr") row();
    if (mark == "td" || mark == "th") cell(mark == "th");
  }

  void block(Kind kind) {
    in_table_ = false;
    parts_.push_back(Block{kind, {}});
    open_ = true;
  }

  void row() {
    if (!in_table_) parts_.push_back(Table{});
    in_table_ = true;
    std::get<Table>(parts_.back()).rows.emplace_back();
  }

  void cell(bool head) {
    if (!in_table_) row();
    std::get<Table>(parts_.back()).rows.back().push_back(Cell{head, {}});
  }

  Inlines& current() {
    if (in_table_) {
      Row& last = std::get<Table>(parts_.back()).rows.back();
      if (last.empty()) last.emplace_back();
      return last.back().content;
    }
    if (!open_) block(Kind::paragraph);
    return std::get<Block>(parts_.back()).content;
  }

  const Scope& scope_;
  std::vector<Part> parts_;
  bool in_table_ = false;
  bool open_ = false;  // a block takes text
};

}  // namespace

Kind kind_of(std::string_view mark) {
  for (const auto& [name, kind] : kKinds)
    if (name == mark) return kind;
  return Kind::paragraph;
}

base::Result<std::vector<Part>> rich_parts(const base::json::Array& body, const Scope& scope) {
  RichText rich(scope);
  for (const Value& item : body) MJ_CHECK(rich.add(item));
  return rich.take();
}

}  // namespace typeset
