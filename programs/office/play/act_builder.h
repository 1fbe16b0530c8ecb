#pragma once
// From a journey's step to the act a client sends: the fields its form asks for, salted, signed.

#include <functional>

#include "law/lawbook.h"
#include "ledger/record.h"
#include "play/journey.h"

namespace office::play {

/// What the words of a journey mean here and now.
struct Surroundings {
  const law::Lawbook& lawbook;
  base::Instant now;
  std::filesystem::path files;  // attachments are found here
  std::function<base::Result<std::string>(const std::string& name)> holder_of;
  std::function<base::Result<std::string>(const base::Bytes& bytes)> upload;  // base64 SM3
};

/// A record about to be made.
struct Draft {
  std::vector<std::pair<std::string, json::Value>> fields;
  std::map<std::string, ledger::KeptText> texts;
};

/// The reserved fields of a client (transparency-log.md §3b) but `draft`, `seen` and `sig`.
[[nodiscard]] Draft begin_draft(const std::string& stream, const law::Step& step, const std::string& at,
                                const std::string& actor);

/// Adds the form's fields (nullptr: a step without form) as `written` gives them: names become holders,
/// "30000 元" fen, paragraphs a redactable text with [[…]] as atoms, paths uploaded files, a list the
/// numbered fields. Unknown names are passed on as they are: the office must refuse them. Error: `journey`.
[[nodiscard]] base::Result<void> add_form_fields(Draft& draft, const law::Form* form,
                                                 const json::Object& written, const Surroundings& around);

/// Paragraphs of plain text to a body: one line a paragraph, [[…]] one atom.
[[nodiscard]] json::Array body_of(std::string_view text);

/// Redactions of a journey ({text, hide, reason, label}) as units of the draft's texts. Error: `journey` when
/// a text does not contain what is to be hidden.
[[nodiscard]] base::Result<json::Array> redactions_of(const json::Array& wanted,
                                                      const std::map<std::string, ledger::KeptText>& texts);

}  // namespace office::play
