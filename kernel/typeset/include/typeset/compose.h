#pragma once
// Form + values → document. The form's look is law data (lawbook/layouts/*.yaml, handed over as JSON), the
// values come from records and drafts. Pure: equal arguments give equal documents in office, sealer and
// portal.

#include <map>
#include <string>

#include "base/json.h"
#include "typeset/document.h"

namespace typeset {

enum class View {
  full,      ///< what is served on the party: a missing field is an error
  published  ///< what the public sees: a missing field is a bar where the layout says `hidden`
};

struct Values {
  /// Name → value: strings, integers (sums in fen), lists of strings or of objects. "doc.party.name",
  /// "doc.no", "course.filed_on", "bureau.name" … Days as "2026-03-02", instants as
  /// "2026-03-02T09:27:51+08:00".
  base::json::Object fields;
  /// Name → body of a redactable text (redactable-text.md §1; of a published form also §3).
  std::map<std::string, base::json::Array> texts;
  View view = View::full;
};

/// Fills `layout` with `values`. In the published view `doc.public.<name>` goes before `doc.<name>`.
/// Errors, all with a Chinese text that names the paragraph of the layout: `layout` (not a layout, unknown
/// member, paragraph without source), `field_missing`, `field_form` (a value that cannot be shown so), `item`
/// (a text body that is none).
[[nodiscard]] base::Result<Document> compose(const base::json::Value& layout, const Values& values);

}  // namespace typeset
