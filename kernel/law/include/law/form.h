#pragma once
// A form: the fields of a step or document, as the lawbook gives them; the one place that says what a field
// may hold.

#include "law/procedure.h"

namespace law {

enum class FieldType {
  text,       // one line
  long_text,  // several lines
  rich_text,  // a redactable text: the value is its field value (redactable-text.md §2)
  date,
  instant,
  money,  // fen
  integer,
  boolean,
  choice,     // one of `options`
  uscc,       // 统一社会信用代码
  id_number,  // 公民身份号码
  holder,     // stream id of a person
  holders,    // array of them
  hash,       // base64 SM3
  strings,    // array of strings
  object,     // members in `members`
  files,      // [{"media","name","size","sm3"}]: each must be in the blob store
  texts,      // redactions chosen at publication: [{"at","l","n","r","text"}]
};

/// A condition on another field of the same form: its value is one of `is`, or that of field `same_as`.
struct FieldCondition {
  std::string field;
  std::set<std::string> is;
  std::string same_as;
};

enum class Visibility { course, open, closed };  // YAML: course | public | private

struct FormField {
  std::string
      name;  // `doc.facts`; of a repeated field the stem: `doc.evidence` stands for doc.evidence.001 …
  std::string title;
  std::string help;
  FieldType type = FieldType::text;
  Visibility visibility = Visibility::closed;
  bool required = false;
  std::vector<FieldCondition> required_when;  // required where any of these holds
  std::string differs_from;                   // the value must not contain that of this field
  bool repeated = false;
  bool publishable = false;  // of a draft: shown in the publication (its name goes into pub.fields)
  std::string substitute;    // name of the public substitute field, "" if none: doc.public.party.name
  std::map<std::string, std::string> options;  // value → Chinese
  std::vector<FormField> members;
  std::int64_t at_most = 0;  // characters, elements; 0 = the default of the type
  Sources source;
};

struct Form {
  std::string name;  // D45
  std::string title;
  std::vector<FormField> fields;
  std::string layout;  // name of its layout, "" if it is not printed
  std::size_t digests = 0;
  json::Value extra;  // number, seal, served, file …: as in the YAML
  Sources source;
  /// The definition that field `name` falls under (`doc.evidence.001` → `doc.evidence`).
  [[nodiscard]] const FormField* field(std::string_view name) const;
};

}  // namespace law
