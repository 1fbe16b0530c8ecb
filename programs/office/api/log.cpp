// The main log as files (transparency-log.md §6, §7): checkpoint, tiles and entry bundles are public by
// nature, structure is for the witness alone. And a cosignature on request, for a draw in the room.

#include "api/endpoint.h"
#include "api/problem.h"
#include "ledger/log_files.h"
#include "witnessing/desk.h"

namespace office::api {
namespace {

constexpr const char* kForEver = "public, max-age=31536000, immutable";

http::Response unknown_file(const http::Request& request) {
  return problem(404, "unknown_file", "日志没有这个文件", request);
}

http::Response show_checkpoint(const Office& office, const http::Request& request) {
  const auto note = office.reader->newest_checkpoint();
  if (!note) return problem(note.error(), request);
  if (note->empty()) return unknown_file(request);
  return http::Response::text(*note).with("Cache-Control", "no-cache");
}

http::Response show_tile(const Office& office, const http::Request& request) {
  const auto id = ledger::parse_tile_path("tile/" + request.param("file"));
  if (!id || !ledger::has_tile(office.registrar->size(), *id)) return unknown_file(request);
  base::Bytes bytes;
  office.registrar->with_tree([&](const ledger::Tree& tree) { bytes = ledger::tile_bytes(tree, *id); });
  return http::Response::bytes("application/octet-stream", std::move(bytes)).with("Cache-Control", kForEver);
}

/// Entries or structure of the records that the captured number and width mean.
http::Response show_bundle(const Office& office, const http::Request& request,
                           base::Result<base::Bytes> (*make)(const ledger::RecordReader&, std::uint64_t, int),
                           const char* cache) {
  const auto id = ledger::parse_bundle_number(request.param("file"));
  if (!id || !ledger::has_tile(office.registrar->size(), *id)) return unknown_file(request);
  auto bytes = make(*office.reader, id->index, id->width);
  if (!bytes) return problem(bytes.error(), request);
  return http::Response::bytes("application/octet-stream", std::move(*bytes)).with("Cache-Control", cache);
}

json::Object to_json(const witnessing::Witnessed& witnessed) {
  const auto instant = [](std::uint64_t unix_seconds) {
    return base::format(base::Instant{static_cast<std::int64_t>(unix_seconds) * 1000});
  };
  json::Array by;
  for (const auto& cosignature : witnessed.by)
    by.push_back(json::Object{{"name", cosignature.name}, {"time", instant(cosignature.unix_seconds)}});
  return {{"note", witnessed.note},
          {"size", static_cast<std::int64_t>(witnessed.size)},
          {"time", instant(witnessed.unix_seconds)},
          {"witnesses", std::move(by)}};
}

/// {} or {"size": so many records are to be covered}; without it all that are recorded now.
base::Result<std::uint64_t> wanted_size(const Office& office, const std::string& body) {
  MJ_TRY(const json::Value value, json::parse(body));
  if (json::has_exactly(value, {})) return office.registrar->size();
  if (!json::has_exactly(value, {"size"})) return base::fail("malformed", "只可以写明 size 一项");
  MJ_TRY(const std::int64_t size, json::int_member(value, "size"));
  if (size < 0) return base::fail("malformed", "size 不是条数");
  return static_cast<std::uint64_t>(size);
}

http::Response obtain_cosignature(const Office& office, const http::Request& request) {
  const auto size = wanted_size(office, request.body);
  if (!size) return problem(400, "malformed", size.error().text, request);
  if (office.witness_desk == nullptr) return problem(503, "starting", "办案平台还没有就绪", request);
  const auto witnessed = office.witness_desk->obtain(*size);
  return witnessed ? ok(to_json(*witnessed)) : problem(witnessed.error(), request);
}

}  // namespace

Endpoints log_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {
      {Method::get, "/log/checkpoint", Access::anyone, Cost::slow, "日志最近一次签名的总指纹", "", "", 200,
       [&](const Request& r) { return show_checkpoint(office, r); }},
      {Method::get, "/log/tile/{file*}", Access::anyone, Cost::slow, "日志的哈希块（tlog-tiles）", "", "",
       200, [&](const Request& r) { return show_tile(office, r); }},
      {Method::get, "/log/tile/entries/{file*}", Access::anyone, Cost::slow, "日志的条目（tlog-tiles）", "",
       "", 200, [&](const Request& r) { return show_bundle(office, r, ledger::entry_bundle, kForEver); }},
      {Method::post, "/api/log/cosignature", Access::business, Cost::slow,
       "请见证机关立即见证（例如抽取之前），最多等十秒", "CosignatureWanted", "Cosignature", 200,
       [&](const Request& r) { return obtain_cosignature(office, r); }},
      {Method::get, "/log/structure/{file*}", Access::witness, Cost::slow,
       "每条记录的办理结构，供见证机关检查", "", "", 200,
       [&](const Request& r) { return show_bundle(office, r, ledger::structure_file, "no-store"); }},
  };
}

}  // namespace office::api
