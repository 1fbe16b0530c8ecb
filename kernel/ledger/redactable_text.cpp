#include "ledger/redactable_text.h"

#include "crypto/cipher.h"
#include "disclosure_parts.h"
#include "redactable_text_parts.h"

namespace ledger {
namespace {

constexpr std::size_t kSeedBytes = 32;

json::Value field_value(std::string_view alg, std::int64_t n, std::string_view root) {
  return json::Object{{"alg", alg}, {"n", n}, {"root", root}, {"t", "rtext"}, {"v", 1}};
}

base::Result<ReadBody> read_full(const json::Array& body) {
  MJ_TRY(auto read, read_body(body, false));
  if (read.units > kUnitsMax) return base::fail("limit", "more than 1048576 units");
  return read;
}

base::Result<Hash> seed_of(std::string_view seed) {
  const auto hash = base::to_hash(seed);
  if (!hash) return base::fail("seed", "a seed has 32 bytes");
  return *hash;
}

/// Which units the redactions hide. They come ascending and disjoint, or not at all.
base::Result<std::vector<bool>> hidden_by(const std::vector<Redaction>& redactions, std::size_t units) {
  std::vector<bool> hidden(units);
  std::int64_t free_from = 0;
  const auto end = static_cast<std::int64_t>(units);
  for (const Redaction& redaction : redactions) {
    if (redaction.at < free_from || redaction.n < 1 || redaction.at > end || redaction.n > end - redaction.at)
      return base::fail("redaction", "redactions overlap or lie outside the text");
    if (const auto form = check_redaction(redaction.label, redaction.reason); !form)
      return base::fail("redaction", form.error().text);
    free_from = redaction.at + redaction.n;
    for (std::int64_t i = redaction.at; i < free_from; ++i) hidden[static_cast<std::size_t>(i)] = true;
  }
  return hidden;
}

/// Collects the published body; shown characters in a row become one item.
class BodyWriter {
 public:
  void show(const Unit& unit) {
    if (unit.kind == UnitKind::character) {
      text_ += unit.bytes;
      return;
    }
    end_text();
    body_.emplace_back(json::Object{{unit.kind == UnitKind::atom ? "a" : "b", unit.bytes}});
  }
  void hide(const Redaction& redaction) {
    end_text();
    body_.emplace_back(json::Object{{"l", redaction.label}, {"n", redaction.n}, {"r", redaction.reason}});
  }
  json::Array finish() {
    end_text();
    return std::move(body_);
  }

 private:
  void end_text() {
    if (!text_.empty()) body_.emplace_back(json::Object{{"t", text_}});
    text_.clear();
  }
  json::Array body_;
  std::string text_;
};

json::Array redacted_body(const std::vector<Unit>& units, const std::vector<Redaction>& redactions) {
  BodyWriter writer;
  auto next = redactions.begin();
  for (std::size_t i = 0; i < units.size();) {
    if (next != redactions.end() && static_cast<std::size_t>(next->at) == i) {
      writer.hide(*next);
      i += static_cast<std::size_t>(next->n);
      ++next;
    } else {
      writer.show(units[i++]);
    }
  }
  return writer.finish();
}

/// The members of a published form, once their types are right.
struct PublishedForm {
  HashAlg alg;
  std::int64_t n;
  const json::Array* body;
  std::string root, seeds, hashes;
};

base::Result<PublishedForm> read_members(const json::Value& form, bool sha256_allowed) {
  if (!json::has_exactly(form, {"alg", "body", "hashes", "n", "root", "seeds", "t", "v"}))
    return base::fail("member", "a published text has exactly eight members");
  const auto alg = alg_named(json::text_or_empty(json::find(form, "alg")), sha256_allowed);
  if (!alg || json::text_or_empty(json::find(form, "t")) != "rtext" || json::int_member(form, "v") != 1)
    return base::fail("member", "hash, type or version of a published text is unknown");
  const auto n = json::int_member(form, "n");
  if (!n || *n < 0 || *n > kUnitsMax) return base::fail("member", "n is no number of units");
  const auto body = json::array_member(form, "body");
  const auto root = json::string_member(form, "root");
  const auto seeds = json::string_member(form, "seeds");
  const auto hashes = json::string_member(form, "hashes");
  if (!body || !root || !seeds || !hashes) return base::fail("member", "a member has another type");
  return PublishedForm{*alg, *n, *body, *root, *seeds, *hashes};
}

base::Result<Cover> read_cover(const PublishedForm& form) {
  auto seeds = base::from_base64(form.seeds);
  auto hashes = base::from_base64(form.hashes);
  if (!seeds || !hashes || seeds->size() % kSeedBytes != 0 || hashes->size() % kSeedBytes != 0)
    return base::fail("base64", "seeds or hashes are not base64 of 32-byte values");
  return Cover{std::move(*seeds), std::move(*hashes)};
}

base::Result<void> verify_form(const json::Value& value, bool sha256_allowed) {
  MJ_TRY(const auto form, read_members(value, sha256_allowed));
  MJ_TRY(const auto body, read_body(*form.body, true));
  if (body.units != form.n) return base::fail("count", "the units of the body are not n");
  const auto root = base::hash_from_base64(form.root);
  if (!root) return base::fail("base64", "the root is not base64 of 32 bytes");
  MJ_TRY(const auto cover, read_cover(form));
  const std::vector<Unit> units = expand(body);
  MJ_TRY(const Hash proven, TextTree(units, form.alg).proven_root(cover));
  if (proven != *root) return base::fail("root", "the text is not the committed one");
  return {};
}

}  // namespace

base::Result<json::Value> text_field(const json::Array& body, std::string_view seed, HashAlg alg) {
  MJ_TRY(const auto read, read_full(body));
  MJ_TRY(const Hash top_seed, seed_of(seed));
  const std::vector<Unit> units = expand(read);
  return field_value(alg_name(alg), read.units, base::base64(TextTree(units, alg).root(top_seed)));
}

base::Result<CommittedText> commit_text(json::Array body) {
  Bytes seed = crypto::random_bytes(kSeedBytes);
  MJ_TRY(auto field, text_field(body, seed));
  return CommittedText{std::move(body), std::move(seed), std::move(field)};
}

base::Result<json::Value> publish_text(const json::Array& body, std::string_view seed,
                                       const std::vector<Redaction>& redactions, HashAlg alg) {
  MJ_TRY(const auto read, read_full(body));
  MJ_TRY(const Hash top_seed, seed_of(seed));
  const std::vector<Unit> units = expand(read);
  MJ_TRY(const auto hidden, hidden_by(redactions, units.size()));
  Cover cover;
  const Hash root = TextTree(units, alg).root_and_cover(top_seed, hidden, cover);
  json::Value form = field_value(alg_name(alg), read.units, base::base64(root));
  form.get_object()["body"] = redacted_body(units, redactions);
  form.get_object()["seeds"] = base::base64(cover.seeds);
  form.get_object()["hashes"] = base::base64(cover.hashes);
  return form;
}

base::Result<json::Value> verify_published_text(std::string_view bytes, bool sha256_allowed) {
  if (bytes.size() > kPublishedBytesMax) return base::fail("limit", "a published text has at most 8 MiB");
  auto form = json::parse_canonical(bytes, {.bytes_max = kPublishedBytesMax});
  if (!form) return base::fail("canonical", form.error().text);
  MJ_CHECK(verify_form(*form, sha256_allowed));
  return std::move(*form);
}

base::Result<void> verify_published_text(const json::Value& form, bool sha256_allowed) {
  if (json::canonical(form).size() > kPublishedBytesMax)
    return base::fail("limit", "a published text has at most 8 MiB");
  return verify_form(form, sha256_allowed);
}

json::Value field_of_published(const json::Value& form) {
  json::Object out;
  for (const std::string_view name : {"alg", "n", "root", "t", "v"})
    if (const json::Value* member = json::find(form, name)) out[name] = *member;
  return out;
}

}  // namespace ledger
