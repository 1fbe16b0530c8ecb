#include "typeset/compose.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "fields.h"
#include "rich.h"
#include "template.h"

namespace typeset {
namespace {

using base::json::Value;

/// One paragraph of the layout, checked.
struct Line {
  std::string block;
  std::string text;
  std::string of;
  std::string as = "p";
  const Value* when = nullptr;
  std::optional<Bar> hidden;
};

base::Result<void> only_members(const Value& object, std::initializer_list<std::string_view> allowed) {
  for (const auto& member : object.get_object())
    if (std::find(allowed.begin(), allowed.end(), member.key()) == allowed.end())
      return base::fail("layout", fmt::format("不认识“{}”", std::string_view(member.key())));
  return {};
}

bool binds(std::string_view block) {
  constexpr std::array kOrnaments = {"org", "h1", "no", "date", "h2", "h3", "c", "r"};
  return std::find(kOrnaments.begin(), kOrnaments.end(), block) == kOrnaments.end();
}

base::Result<std::optional<Bar>> hidden_of(const Value& spec) {
  const Value* hidden = base::json::find(spec, "hidden");
  if (hidden == nullptr) return std::nullopt;
  if (!base::json::has_exactly(*hidden, {"label", "reason"}))
    return base::fail("layout", "hidden 应写成 {label: 说明, reason: 代码}");
  MJ_TRY(std::string label, base::json::string_member(*hidden, "label"));
  MJ_TRY(std::string reason, base::json::string_member(*hidden, "reason"));
  return Bar{std::move(label), std::move(reason)};
}

/// A block that takes its content from a list or a text needs `of`; the others and `each` need `text`.
base::Result<void> is_whole(const Line& line, const Value& spec) {
  const bool list = line.block == "each" || line.block == "rich";
  if (!list && line.block != "p" && kind_of(line.block) == Kind::paragraph)
    return base::fail("layout", fmt::format("没有“{}”这种段落", line.block));
  if (list != !line.of.empty()) return base::fail("layout", "each、rich 须写 of，其他段落不写");
  if ((line.block == "rich") != line.text.empty())
    return base::fail("layout", "缺少 text，或者 rich 多写了 text");
  if (binds(line.block) && base::json::find(spec, "source") == nullptr)
    return base::fail("layout", "缺少 source（依据的条文）");
  return {};
}

base::Result<Line> parse_line(const Value& spec) {
  if (!spec.is_object()) return base::fail("layout", "不是段落");
  MJ_CHECK(only_members(spec, {"block", "text", "of", "as", "when", "hidden", "source"}));
  Line line;
  MJ_TRY(line.block, base::json::string_member(spec, "block"));
  line.text = base::json::text_or_empty(base::json::find(spec, "text"));
  line.of = base::json::text_or_empty(base::json::find(spec, "of"));
  if (const Value* as = base::json::find(spec, "as")) line.as = base::json::text_or_empty(as);
  line.when = base::json::find(spec, "when");
  MJ_TRY(line.hidden, hidden_of(spec));
  MJ_CHECK(is_whole(line, spec));
  return line;
}

class Composer {
 public:
  explicit Composer(const Values& values) : scope_(values) {}

  base::Result<void> add(const Line& line) {
    if (line.when != nullptr) {
      MJ_TRY(const bool wanted, holds(*line.when, scope_));
      if (!wanted) return {};
    }
    if (!is_numbered(line.text)) number_ = 0;
    if (line.block == "rich") return add_text(line);
    if (line.block == "each") return add_list(line);
    return add_block(line, kind_of(line.block), scope_);
  }

  std::vector<Part> take() { return std::move(parts_); }

 private:
  base::Result<void> add_block(const Line& line, Kind kind, const Scope& scope) {
    if (is_numbered(line.text)) ++number_;
    MJ_TRY(Inlines content, fill(line.text, scope, number_, line.hidden));
    parts_.push_back(Block{kind, std::move(content)});
    return {};
  }

  base::Result<void> add_missing(const Line& line) {
    if (!scope_.published() || !line.hidden)
      return base::fail("field_missing", fmt::format("缺少“{}”", line.of));
    parts_.push_back(Block{kind_of(line.as), {*line.hidden}});
    return {};
  }

  base::Result<void> add_text(const Line& line) {
    const base::json::Array* body = scope_.find_text(line.of);
    if (body == nullptr) return add_missing(line);
    MJ_TRY(std::vector<Part> parts, rich_parts(*body, scope_));
    std::move(parts.begin(), parts.end(), std::back_inserter(parts_));
    return {};
  }

  base::Result<void> add_list(const Line& line) {
    const Value* list = scope_.find(line.of);
    if (list == nullptr) return add_missing(line);
    if (!list->is_array()) return base::fail("field_form", fmt::format("“{}”不是列表", line.of));
    for (const Value& item : list->get_array())
      MJ_CHECK(add_block(line, kind_of(line.as), scope_.with_item(item)));
    return {};
  }

  Scope scope_;
  std::int64_t number_ = 0;  // runs on through neighbouring paragraphs that show {n}
  std::vector<Part> parts_;
};

/// Puts the place in the layout before what went wrong, so that a lawyer finds the line.
base::Error at_line(std::size_t index, const Value& spec, base::Error error) {
  std::string what = base::json::text_or_empty(base::json::find(spec, "block"));
  std::string text = base::json::text_or_empty(base::json::find(spec, "text"));
  if (text.empty()) text = base::json::text_or_empty(base::json::find(spec, "of"));
  error.text = fmt::format("版式第{}段（{}：{}）：{}", index + 1, what, text, error.text);
  return error;
}

base::Result<std::string> title_of(const Value& layout, const Values& values) {
  MJ_TRY(const std::string sentence, base::json::string_member(layout, "title"));
  MJ_TRY(const Inlines filled, fill(sentence, Scope(values), 0, std::nullopt));
  std::string title;
  for (const Inline& part : filled)
    if (const auto* shown = std::get_if<Text>(&part)) title += shown->utf8;
  return title;
}

}  // namespace

base::Result<Document> compose(const Value& layout, const Values& values) {
  if (!layout.is_object()) return base::fail("layout", "版式不是对象");
  MJ_CHECK(only_members(layout, {"layout", "title", "form", "edition", "blocks"}));
  Document document;
  MJ_TRY(document.title, title_of(layout, values));
  MJ_TRY(const base::json::Array* blocks, base::json::array_member(layout, "blocks"));
  Composer composer(values);
  for (std::size_t i = 0; i < blocks->size(); ++i) {
    const Value& spec = (*blocks)[i];
    auto line = parse_line(spec);
    if (!line) return std::unexpected(at_line(i, spec, line.error()));
    if (auto added = composer.add(*line); !added) return std::unexpected(at_line(i, spec, added.error()));
  }
  document.parts = composer.take();
  return document;
}

}  // namespace typeset
