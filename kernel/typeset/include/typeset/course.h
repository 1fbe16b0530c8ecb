#pragma once
// The values of an official document: the draft, the course of the case, the bureau, number and date
// (transparency-log.md §3d: the course part is rendered from records, without free text). One function for
// sealer (PDF) and portal (HTML), so that both show the same words.

#include <string>
#include <vector>

#include "law/facts.h"
#include "typeset/compose.h"

namespace typeset {

struct DocumentSource {
  base::json::Object draft = {};  ///< fields of the draft by name; of a publication those that are shown
  /// Name → body of each redactable text; of a publication that of its published form.
  std::map<std::string, base::json::Array> texts = {};
  std::vector<law::StepView> steps = {};  ///< the case's records in order; hidden ones are passed over
  base::json::Value bureau = {};          ///< lawbook/bureau.yaml: {bureau.name} is its member `name`
  std::string no = {};                    ///< 文号
  std::string date = {};                  ///< YYYY-MM-DD
  View view = View::full;
};

/// `course.filed_on`, `course.notice_served_on`, `course.notice_way`, `course.hearing_right`,
/// `course.defence` (none, waived, stated), `course.defence_on`, `course.hearing_on`, `course.decided_on`; a
/// value is absent when its step is. Reads only steps and fields that the public may see, so that a
/// publication lacks none.
[[nodiscard]] base::json::Object course_values(const std::vector<law::StepView>& steps);

/// What compose() needs. A repeated field is one list: doc.evidence.001, … become doc.evidence. For the
/// sentences of a decision: doc.breach.title, doc.broken, doc.basis, doc.penalty.orders,
/// doc.penalty.fine_fen, doc.penalty.confiscated_fen, doc.penalty.correction and the text
/// doc.defence_answer, from the fields of form D45. Sums come from `fen` alone: the number the rules counted
/// is the number printed.
[[nodiscard]] Values document_values(const DocumentSource& source);

}  // namespace typeset
