// The publication file: texts with the bundles that commit them (redactable-text.md §3, §4).

#include <algorithm>

#include "crypto/hash.h"
#include "ledger/disclosure.h"
#include "ledger/redactable_text.h"
#include "redactable_text_parts.h"

namespace ledger {
namespace {

base::Result<Revealed> verify_record(const json::Value& bundle) {
  auto read = bundle_from_json(bundle);
  if (!read) return base::fail("record", read.error().text);
  auto revealed = verify_bundle(*read);
  if (!revealed) return base::fail("record", revealed.error().text);
  return std::move(*revealed);
}

base::Result<void> check_members(const json::Value& file) {
  const bool members = json::find(file, "by") != nullptr
                           ? json::has_exactly(file, {"by", "record", "t", "texts", "v"})
                           : json::has_exactly(file, {"record", "t", "texts", "v"});
  if (!members || json::text_or_empty(json::find(file, "t")) != "publication" ||
      json::int_member(file, "v") != 1)
    return base::fail("member", "a publication has other members, type or version");
  const auto texts = json::object_member(file, "texts");
  if (!texts || (*texts)->empty()) return base::fail("member", "a publication has at least one text");
  return {};
}

base::Result<void> check_texts(const json::Object& texts, const Revealed& record) {
  std::vector<std::string> names;
  for (const auto& text : texts) names.emplace_back(text.key());
  std::ranges::sort(names);
  for (const std::string& name : names) {
    const json::Value& form = texts.at(name);
    MJ_CHECK(verify_published_text(form));
    const json::Value* committed = record.find(name);
    if (committed == nullptr || *committed != field_of_published(form))
      return base::fail("field", "the record does not commit this text as " + name);
  }
  return {};
}

base::Result<std::string> check_labels(const json::Value* by, const json::Object& texts) {
  if (by == nullptr) return "ok, labels not authenticated";
  MJ_TRY(const Revealed record, verify_record(*by));
  const std::string digest = base::base64(crypto::sm3(json::canonical(texts)));
  if (json::text_or_empty(record.find("pub.texts")) != digest)
    return base::fail("labels", "the record of the publication does not name these texts");
  return "ok";
}

}  // namespace

base::Result<std::string> verify_publication(std::string_view bytes) {
  if (bytes.size() > kPublishedBytesMax) return base::fail("limit", "a publication has at most 8 MiB");
  const auto file = json::parse_canonical(bytes, {.bytes_max = kPublishedBytesMax});
  if (!file) return base::fail("canonical", file.error().text);
  MJ_CHECK(check_members(*file));
  MJ_TRY(const Revealed record, verify_record(file->at("record")));
  const json::Object& texts = file->at("texts").get_object();
  MJ_CHECK(check_texts(texts, record));
  return check_labels(json::find(*file, "by"), texts);
}

}  // namespace ledger
