#pragma once
// What a publication shows of a draft: computed by the publisher's client, checked before it is recorded,
// computed again for the feed. Nobody types what is shown.

#include "law/check.h"
#include "ledger/record.h"
#include "ledger/redactable_text.h"

namespace disclosure {

namespace json = base::json;

/// A redaction of one of the draft's texts, as the field `pub.redactions` holds it.
struct TextRedaction {
  std::string text;  // doc.facts
  ledger::Redaction redaction;
};
/// [{"at","l","n","r","text"}…]. Error: `redaction`.
[[nodiscard]] base::Result<std::vector<TextRedaction>> redactions_from_json(const json::Value& value);

struct Publication {
  std::vector<std::string> fields;           // names of the draft's fields shown, ascending: pub.fields
  std::map<std::string, json::Value> texts;  // published forms
  std::string texts_hash;                    // base64 SM3(JCS(texts)): pub.texts
};

/// Names of the draft's fields that its form publishes; a substitute stands in for what it covers
/// (disclosure.md §7).
[[nodiscard]] std::vector<std::string> shown_fields(const law::Form& form,
                                                    const std::vector<std::string>& names);

/// Errors: `redaction`.
[[nodiscard]] base::Result<Publication> prepare(const law::Form& form, const ledger::OpenedRecord& draft,
                                                const std::vector<TextRedaction>& redactions);

/// Refusals for a `publish_decision` whose fields do not say what `prepare` gives: something private would be
/// shown, something compulsory hidden, or the texts are others than signed.
[[nodiscard]] std::vector<law::Refusal> check_publication(const law::Form& form,
                                                          const ledger::OpenedRecord& draft,
                                                          const json::Object& fields);

}  // namespace disclosure
