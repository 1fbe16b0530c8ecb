// Uploads by tus 1.0 (core and creation) and reading of attachments. A finished upload is known by its SM3
// only.

#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "api/endpoint.h"
#include "api/problem.h"
#include "crypto/cipher.h"
#include "crypto/hash.h"
#include "file/durable.h"

namespace office::api {
namespace {

constexpr std::uint64_t kUploadMax = 4ULL << 30;
constexpr std::size_t kPieceMax = 8 << 20;
constexpr std::chrono::hours kUnfinishedMax{24};

struct Upload {
  std::filesystem::path data, length_file;
  std::uint64_t length = 0, offset = 0;
};

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

bool is_upload_id(std::string_view id) {
  return id.size() == 32 && id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Names of a person's uploads begin so. A login is whatever the administrator typed: never a path.
std::string owned_by(const std::string& login) {
  return base::hex(base::view(crypto::sm3(login))) + "-";
}

base::Result<Upload> find_upload(const Office& office, const http::Request& request) {
  const std::string id = request.param("upload");
  if (!is_upload_id(id)) return base::fail("unknown_blob", "没有这个上传");
  Upload out;
  out.data = office.layout.uploads() / (owned_by(who(request).login) + id);
  out.length_file = out.data.string() + ".length";
  if (!std::filesystem::exists(out.length_file))
    return base::fail("unknown_blob", "没有这个上传，或已经完成");
  MJ_TRY(const std::string text, file::read_file(out.length_file));
  out.length = number(text).value_or(0);
  std::error_code missing;
  out.offset = std::filesystem::file_size(out.data, missing);
  if (missing) out.offset = 0;
  return out;
}

/// Unfinished uploads of `login`, after those nobody went on with for a day are gone.
std::size_t unfinished(const Office& office, const std::string& login) {
  std::size_t count = 0;
  std::error_code ignored;
  const std::string owned = owned_by(login);
  const auto now = std::filesystem::file_time_type::clock::now();
  for (const auto& entry : std::filesystem::directory_iterator(office.layout.uploads(), ignored)) {
    if (now - entry.last_write_time(ignored) > kUnfinishedMax) {
      std::filesystem::remove(entry.path(), ignored);
    } else if (entry.path().filename().string().starts_with(owned) && entry.path().extension() == ".length") {
      ++count;
    }
  }
  return count;
}

http::Response create_upload(Office& office, const http::Request& request) {
  const auto length = number(request.header("Upload-Length"));
  if (!length || *length == 0) return problem(400, "malformed", "缺少 Upload-Length", request);
  if (*length > kUploadMax) return problem(413, "too_large", "单个文件不超过 4 GiB", request);
  const auto free = file::free_bytes(office.layout.uploads().string());
  if (!free || *free < *length + office.upload_limits.free_floor_bytes)
    return problem(507, "storage_full", "磁盘空间不足，不能上传", request);
  if (unfinished(office, who(request).login) >= office.upload_limits.unfinished_max)
    return problem(429, "too_many_uploads", "未完成的上传太多，请先完成或等待其过期", request);
  const std::string id = base::hex(crypto::random_bytes(16));
  const auto data = office.layout.uploads() / (owned_by(who(request).login) + id);
  if (auto made = file::write_file_durably(data.string() + ".length", std::to_string(*length), 0600); !made)
    return problem(made.error(), request);
  http::Response created;
  created.status = 201;
  return std::move(created).with("Location", "/files/uploads/" + id).with("Tus-Resumable", "1.0.0");
}

http::Response upload_state(Office& office, const http::Request& request) {
  const auto upload = find_upload(office, request);
  if (!upload) return problem(upload.error(), request);
  http::Response state;
  return std::move(state)
      .with("Upload-Offset", std::to_string(upload->offset))
      .with("Upload-Length", std::to_string(upload->length))
      .with("Cache-Control", "no-store")
      .with("Tus-Resumable", "1.0.0");
}

base::Result<void> append_piece(const Upload& upload, std::string_view piece) {
  std::ofstream out(upload.data, std::ios::binary | std::ios::app);
  out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
  out.flush();
  if (!out) return base::fail("storage_unavailable", "写入失败，请稍后再试");
  return {};
}

http::Response upload_piece(Office& office, const http::Request& request) {
  // Checked and appended under one lock, so that a repeated piece finds the offset moved.
  const std::size_t place = std::hash<std::string>()(request.param("upload")) % office.upload_locks.size();
  const std::scoped_lock lock(office.upload_locks[place]);
  const auto upload = find_upload(office, request);
  if (!upload) return problem(upload.error(), request);
  if (request.header("Content-Type") != "application/offset+octet-stream")
    return problem(415, "malformed", "请用 application/offset+octet-stream", request);
  if (number(request.header("Upload-Offset")) != upload->offset)
    return problem(409, "upload_offset", "续传位置不对，应从 " + std::to_string(upload->offset) + " 开始",
                   request);
  if (upload->offset + request.body.size() > upload->length)
    return problem(413, "too_large", "超过了声明的长度", request);
  if (auto written = append_piece(*upload, request.body); !written) return problem(written.error(), request);
  const std::uint64_t offset = upload->offset + request.body.size();
  http::Response done;
  done.status = 204;
  done.with("Upload-Offset", std::to_string(offset)).with("Tus-Resumable", "1.0.0");
  if (offset < upload->length) return done;
  const auto sm3 = office.blob_writer->adopt(upload->data.string());
  if (!sm3) return problem(sm3.error(), request);
  std::filesystem::remove(upload->length_file);
  return std::move(done).with("Mingjing-SM3", base::base64(*sm3));
}

http::Response read_file(Office& office, const http::Request& request) {
  const auto bytes = base::from_hex(request.param("sm3"));
  const auto hash = bytes ? base::to_hash(*bytes) : base::Result<base::Hash>(base::fail("unknown_blob"));
  if (!hash) return problem(404, "unknown_blob", "没有这个文件", request);
  const auto size = office.blobs->size(*hash);
  if (!size) return problem(size.error(), request);
  return http::Response::file("application/octet-stream",
                              {.path = store::blob_path(office.layout.blobs().string(), *hash)})
      .with("Content-Disposition", "attachment")
      .with("Cache-Control", "private, max-age=31536000, immutable");
}

}  // namespace

Endpoints file_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {
      {Method::post, "/files", Access::business, Cost::slow, "开始上传（tus）", "", "", 201,
       [&](const Request& r) { return create_upload(office, r); }},
      {Method::get, "/files/uploads/{upload}", Access::business, Cost::slow, "上传到哪里了（tus，HEAD）", "",
       "", 200, [&](const Request& r) { return upload_state(office, r); }},
      {Method::patch, "/files/uploads/{upload}", Access::business, Cost::slow, "续传（tus）", "", "", 204,
       [&](const Request& r) { return upload_piece(office, r); }, kPieceMax},
      {Method::get, "/files/{sm3}", Access::business, Cost::slow, "附件、文书、录像", "", "", 200,
       [&](const Request& r) { return read_file(office, r); }},
  };
}

}  // namespace office::api
