#include "api/publication.h"

#include "disclosure/publication.h"

namespace office::api {
namespace {

namespace json = base::json;

/// The record of `stream` whose entry has the root `draft`, opened.
base::Result<ledger::OpenedRecord> draft_record(const Office& office, const std::string& stream,
                                                const std::string& draft) {
  MJ_TRY(const auto records, office.reader->stream(stream, 0));
  for (const auto& stored : records) {
    MJ_TRY(const auto revealed, ledger::verify_bundle(ledger::structure_bundle(stored)));
    if (base::base64(revealed.root) == draft)
      return ledger::open_record(stored, *office.data_keys, office.master);
  }
  return base::fail("unknown_record", "没有这份草案");
}

}  // namespace

std::vector<law::Refusal> publication_refusals(const Office& office, const ledger::Act& act) {
  json::Object fields;
  for (const auto& disclosure : act.disclosures) {
    auto field = ledger::decode_disclosure(disclosure);
    if (!field) return {};
    fields[field->name] = std::move(field->value);
  }
  const auto text = [&](const char* name) { return json::text_or_empty(fields.if_contains(name)); };
  if (text("step") != "publish_decision") return {};
  const auto draft = draft_record(office, text("stream"), text("draft"));
  if (!draft) return {};  // the rules refuse a draft that is none
  const json::Value* form_ref = draft->find("doc.form");
  const law::Form* form = form_ref == nullptr
                              ? nullptr
                              : office.lawbook->form(json::text_or_empty(json::find(*form_ref, "form")));
  return form == nullptr ? std::vector<law::Refusal>{} : disclosure::check_publication(*form, *draft, fields);
}

}  // namespace office::api
