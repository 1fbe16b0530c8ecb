#include "ledger/record.h"

#include <algorithm>

namespace ledger {
namespace {

/// A record's texts are redactable texts of up to 2^20 units, far beyond an entry's 64 KiB.
constexpr json::Limits kBlobLimits{.bytes_max = std::size_t{256} << 20, .depth_max = 16};

json::Array base64_array(const std::vector<Bytes>& items) {
  json::Array array;
  array.reserve(items.size());
  for (const Bytes& item : items) array.emplace_back(base::base64(item));
  return array;
}

base::Result<std::map<std::string, KeptText>> kept_texts(const json::Object& object) {
  std::map<std::string, KeptText> texts;
  for (const auto& member : object) {
    MJ_TRY(const auto* body, json::array_member(member.value(), "body"));
    MJ_TRY(const auto seed, json::string_member(member.value(), "seed"));
    MJ_TRY(auto bytes, base::from_base64(seed));
    texts.emplace(member.key(), KeptText{.body = *body, .seed = std::move(bytes)});
  }
  return texts;
}

base::Result<void> read_plain(std::string_view plain, OpenedRecord& record) {
  MJ_TRY(const auto value, json::parse_canonical(plain, kBlobLimits));
  MJ_TRY(const auto* decoys, json::array_member(value, "decoys"));
  MJ_TRY(const auto* disclosures, json::array_member(value, "disclosures"));
  MJ_TRY(const auto* texts, json::object_member(value, "texts"));
  MJ_TRY(const auto encoded, json::strings(*decoys));
  for (const std::string& text : encoded) {
    MJ_TRY(auto preimage, base::from_base64(text));
    record.decoys.push_back(std::move(preimage));
  }
  MJ_TRY(auto sealed, json::strings(*disclosures));
  std::ranges::move(sealed, std::back_inserter(record.disclosures));
  MJ_TRY(record.texts, kept_texts(*texts));
  return {};
}

}  // namespace

const json::Value* OpenedRecord::find(std::string_view name) const {
  const auto field = std::ranges::find(fields, name, &Field::name);
  return field == fields.end() ? nullptr : &field->value;
}

Bytes blob_plain(const std::vector<std::string>& disclosures, const std::vector<Bytes>& decoys,
                 const std::map<std::string, KeptText>& texts) {
  json::Object kept;
  for (const auto& [name, text] : texts)
    kept.emplace(name, json::Object{{"body", text.body}, {"seed", base::base64(text.seed)}});
  return json::canonical(json::Object{{"decoys", base64_array(decoys)},
                                      {"disclosures", json::string_array(disclosures)},
                                      {"texts", std::move(kept)}});
}

base::Result<std::vector<Field>> structure_fields(const StoredRecord& record) {
  std::vector<Field> fields;
  fields.reserve(record.structure.size());
  for (const std::string& disclosure : record.structure) {
    MJ_TRY(auto field, decode_disclosure(disclosure));
    fields.push_back(std::move(field));
  }
  return fields;
}

base::Result<OpenedRecord> open_record(const StoredRecord& record, const DataKeyReader& keys,
                                       const MasterKey& master) {
  OpenedRecord opened;
  opened.disclosures = record.structure;
  MJ_TRY(const Bytes kid, blob_kid(record.sealed));
  MJ_TRY(const Bytes wrapped, keys.wrapped(kid));
  MJ_TRY(const Bytes plain, open_blob(record.sealed, wrapped, record.leaf, master));
  // The tag fits, so these are the bytes that were sealed: another form means another program sealed them.
  if (auto read = read_plain(plain, opened); !read)
    return base::fail("blob", "the sealed values are malformed: " + read.error().text);
  opened.fields.reserve(opened.disclosures.size());
  for (const std::string& disclosure : opened.disclosures) {
    MJ_TRY(auto field, decode_disclosure(disclosure));
    opened.fields.push_back(std::move(field));
  }
  return opened;
}

Bundle bundle_revealing(const StoredRecord& record, const std::vector<std::string>& disclosures) {
  Bundle bundle{.alg = HashAlg::sm3,
                .entry = record.entry,
                .digests = record.digests,
                .disclosures = record.structure,
                .proof = {}};
  for (const std::string& disclosure : disclosures) {
    if (std::ranges::find(record.structure, disclosure) == record.structure.end())
      bundle.disclosures.push_back(disclosure);
  }
  return bundle;
}

Bundle structure_bundle(const StoredRecord& record) {
  return bundle_revealing(record, {});
}

}  // namespace ledger
