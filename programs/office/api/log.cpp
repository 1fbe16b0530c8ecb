// The main log as files (transparency-log.md §6, §7): checkpoint, tiles and entry bundles are public by
// nature, structure is for the witness alone.

#include "api/endpoint.h"
#include "api/problem.h"
#include "ledger/log_files.h"

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
      {Method::get, "/log/structure/{file*}", Access::witness, Cost::slow,
       "每条记录的办理结构，供见证机关检查", "", "", 200,
       [&](const Request& r) { return show_bundle(office, r, ledger::structure_file, "no-store"); }},
  };
}

}  // namespace office::api
