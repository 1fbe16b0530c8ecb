#include "feed/manifest.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "crypto/cipher.h"
#include "crypto/hash.h"

namespace feed {

namespace json = base::json;

namespace {

constexpr std::array<std::string_view, 10> kKinds = {"decision", "list",  "lawbook", "key",     "structure",
                                                     "file",     "token", "remove",  "replace", "other"};
constexpr std::array<std::string_view, 5> kCauses = {"unlawful", "expired", "repaired", "corrected",
                                                     "superseded"};
constexpr std::string_view kHeader = "mingjing-payload/v1 ";
constexpr std::size_t kSaltLetters = 22;

std::unexpected<base::Error> broken(std::uint64_t index, std::string_view why) {
  return base::fail("noncanonical", "line " + std::to_string(index) + ": " + std::string(why));
}

Kind kind_of(std::string_view text) {
  const auto* end = kKinds.end() - 1;  // the word "other" itself is no kind of ours
  const auto* found = std::find(kKinds.begin(), end, text);
  return static_cast<Kind>(found - kKinds.begin());
}

std::vector<std::string_view> members_of(Kind kind, bool with_payload) {
  std::vector<std::string_view> names = {"at", "k", "t", "v"};
  if (kind == Kind::remove || kind == Kind::replace) names.push_back("of");
  if (kind == Kind::remove) names.push_back("cause");
  if (kind == Kind::replace) names.push_back("by");
  if (kind == Kind::decision) names.push_back("until");
  if (with_payload) names.insert(names.end(), {"h", "n"});
  return names;
}

bool has_members(const json::Object& object, const std::vector<std::string_view>& names) {
  return object.size() == names.size() &&
         std::all_of(names.begin(), names.end(), [&](auto n) { return object.contains(n); });
}

base::Result<void> read_payload(const json::Value& value, Line& line) {
  MJ_TRY(const std::string text, json::string_member(value, "h"));
  MJ_TRY(const Hash hash, base::hash_from_base64(text));
  MJ_TRY(line.bytes, json::int_member(value, "n"));
  if (line.bytes <= 0) return base::fail("member", "n");
  line.payload = hash;
  return {};
}

base::Result<void> read_until(const json::Value& value, Line& line) {
  const json::Value* until = json::find(value, "until");
  if (until->is_null()) return {};
  MJ_TRY(const base::Date day, base::parse_date(json::text_or_empty(until)));
  line.until = day;
  return {};
}

base::Result<std::uint64_t> earlier(const json::Value& value, std::uint64_t index) {
  if (!value.is_int64() || value.get_int64() < 0) return base::fail("member", "of");
  const auto at = static_cast<std::uint64_t>(value.get_int64());
  if (at >= index) return base::fail("member", "names a later line");
  return at;
}

base::Result<void> read_of(const json::Value& value, Line& line) {
  MJ_TRY(const json::Array* list, json::array_member(value, "of"));
  for (const json::Value& item : *list) {
    MJ_TRY(const std::uint64_t at, earlier(item, line.index));
    if (!line.of.empty() && line.of.back() >= at) return base::fail("member", "of is not ascending");
    line.of.push_back(at);
  }
  if (line.of.empty()) return base::fail("member", "of is empty");
  return {};
}

base::Result<void> read_cause(const json::Value& value, Line& line) {
  MJ_TRY(const std::string text, json::string_member(value, "cause"));
  const auto* found = std::find(kCauses.begin(), kCauses.end(), text);
  if (found == kCauses.end()) return base::fail("member", "cause");
  line.cause = static_cast<Cause>(found - kCauses.begin());
  return {};
}

base::Result<void> read_by(const json::Value& value, Line& line) {
  const json::Value* by = json::find(value, "by");
  if (by == nullptr) return base::fail("member", "by");
  MJ_TRY(line.by, earlier(*by, line.index));
  return {};
}

base::Result<void> read_known(const json::Value& value, Line& line) {
  const bool reference = line.kind == Kind::remove || line.kind == Kind::replace;
  if (line.kind == Kind::remove) MJ_CHECK(read_cause(value, line));
  const bool with_payload = !reference || line.cause == Cause::unlawful;
  if (!has_members(value.get_object(), members_of(line.kind, with_payload)))
    return base::fail("member", "other members than the kind has");
  MJ_TRY(const std::string at, json::string_member(value, "at"));
  MJ_TRY(line.at, base::parse_instant(at));
  if (reference) MJ_CHECK(read_of(value, line));
  if (line.kind == Kind::replace) MJ_CHECK(read_by(value, line));
  if (line.kind == Kind::decision) MJ_CHECK(read_until(value, line));
  if (with_payload) MJ_CHECK(read_payload(value, line));
  return {};
}

// A kind of a later edition: what it shares with ours is taken, the rest is left alone.
void read_other(const json::Value& value, Line& line) {
  if (auto at = base::parse_instant(json::text_or_empty(json::find(value, "at")))) line.at = *at;
  if (!read_payload(value, line)) line.payload.reset();
}

}  // namespace

std::string_view name(Kind kind) {
  return kKinds.at(static_cast<std::size_t>(kind));
}

std::string_view name(Cause cause) {
  return kCauses.at(static_cast<std::size_t>(cause));
}

Bytes encode(const Line& line) {
  json::Object object = {{"at", base::format(line.at)}, {"k", name(line.kind)}, {"t", "feed"}, {"v", 1}};
  if (line.payload) {
    object["h"] = base::base64(*line.payload);
    object["n"] = line.bytes;
  }
  if (line.kind == Kind::decision)
    object["until"] = line.until ? json::Value(base::format(*line.until)) : json::Value(nullptr);
  if (!line.of.empty()) {
    json::Array of;
    for (const std::uint64_t index : line.of) of.emplace_back(static_cast<std::int64_t>(index));
    object["of"] = std::move(of);
  }
  if (line.by) object["by"] = static_cast<std::int64_t>(*line.by);
  if (line.cause) object["cause"] = name(*line.cause);
  return json::canonical(object);
}

base::Result<Line> parse_line(std::string_view entry, std::uint64_t index) {
  auto value = json::parse_canonical(entry, {.bytes_max = kLineBytesMax});
  if (!value) return broken(index, value.error().code);
  const auto version = json::int_member(*value, "v");
  const json::Value* kind = json::find(*value, "k");
  if (json::text_or_empty(json::find(*value, "t")) != "feed" || !version || *version != 1 || !kind ||
      !kind->is_string())
    return broken(index, "not a line of a feed");
  Line line{.index = index,
            .kind = kind_of(json::text_or_empty(kind)),
            .at = {},
            .payload = {},
            .until = {},
            .of = {},
            .by = {},
            .cause = {}};
  if (line.kind == Kind::other) {
    read_other(*value, line);
    return line;
  }
  if (auto read = read_known(*value, line); !read)
    return broken(index, read.error().code + " " + read.error().text);
  return line;
}

Bytes wrap_payload(std::string_view content) {
  return std::string(kHeader) + base::base64url(crypto::random_bytes(16)) + "\n" + std::string(content);
}

base::Result<std::string_view> unwrap_payload(std::string_view file) {
  const std::size_t header = kHeader.size() + kSaltLetters + 1;
  if (file.size() < header || !file.starts_with(kHeader) || file[header - 1] != '\n')
    return base::fail("payload", "no payload header");
  const auto salt = base::from_base64url(file.substr(kHeader.size(), kSaltLetters));
  if (!salt || salt->size() != 16) return base::fail("payload", "the header's salt is not one");
  return file.substr(header);
}

base::Result<std::string_view> check_payload(const Line& line, std::string_view file) {
  const std::int64_t limit = line.kind == Kind::decision ? kDecisionBytesMax : kPayloadBytesMax;
  if (line.bytes > limit) return base::fail("payload", "larger than its kind may be");
  if (static_cast<std::int64_t>(file.size()) != line.bytes) return base::fail("payload", "size differs");
  if (!line.payload || crypto::sm3(file) != *line.payload) return base::fail("payload", "hash differs");
  return unwrap_payload(file);
}

std::string payload_path(const Hash& sm3) {
  const std::string name = base::hex(sm3);
  return "payload/" + name.substr(0, 2) + "/" + name.substr(2, 2) + "/" + name;
}

}  // namespace feed
