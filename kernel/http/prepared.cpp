#include "http/prepared.h"

#include <brotli/encode.h>
#include <fmt/format.h>
#include <zlib.h>

#include <cstdint>
#include <cstring>

#include "ascii.h"

namespace http {
namespace {

constexpr std::size_t kWorthCompressing = 256;

std::optional<std::string> gzip_of(const std::string& body, int level) {
  constexpr int kGzipWindow = 15 + 16;
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    return std::nullopt;
  std::string out(deflateBound(&stream, body.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (!done) return std::nullopt;
  return out;
}

std::optional<std::string> brotli_of(const std::string& body, int quality) {
  std::size_t size = BrotliEncoderMaxCompressedSize(body.size());
  std::string out(size, '\0');
  if (size == 0 || BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, body.size(),
                                         reinterpret_cast<const std::uint8_t*>(body.data()), &size,
                                         reinterpret_cast<std::uint8_t*>(out.data())) != BROTLI_TRUE)
    return std::nullopt;
  out.resize(size);
  return out;
}

std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 31)) * 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 29)) * 0xBF58476D1CE4E5B9U;
  return value ^ (value >> 32);
}

/// 128 bits that differ when bodies differ, short of malice: only a publisher could choose two colliding
/// pages, and would gain that a browser keeps showing the first one.
std::string fingerprint(std::string_view body) {
  std::uint64_t a = mixed(body.size());
  std::uint64_t b = mixed(~a);
  for (std::size_t at = 0; at < body.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, body.data() + at, std::min<std::size_t>(8, body.size() - at));
    a = mixed(a ^ word);
    b = mixed(b + word) + a;
  }
  return fmt::format("{:016x}{:016x}", a, b);
}

struct Common {
  std::string_view content_type;
  std::string_view cache_control;
  std::string_view tag;
  bool varies;
};

Prepared::Form make_form(const Common& common, std::string body, std::string_view coding) {
  Prepared::Form form;
  form.etag =
      coding.empty() ? fmt::format("\"{}\"", common.tag) : fmt::format("\"{}-{}\"", common.tag, coding);
  std::string fields = fmt::format("ETag: {}\r\n", form.etag);
  if (!common.cache_control.empty()) fields += fmt::format("Cache-Control: {}\r\n", common.cache_control);
  if (common.varies) fields += "Vary: Accept-Encoding\r\n";
  form.not_modified = "HTTP/1.1 304 Not Modified\r\n" + fields;
  if (!coding.empty()) fields += fmt::format("Content-Encoding: {}\r\n", coding);
  form.head = fmt::format("HTTP/1.1 200 OK\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}",
                          common.content_type, body.size(), fields);
  form.body = std::move(body);
  return form;
}

/// Weight of `coding` in an Accept-Encoding field as far as it matters: is it more than zero?
bool accepts(std::string_view accept_encoding, std::string_view coding) {
  bool star = false;
  while (!accept_encoding.empty()) {
    std::string_view item = take(accept_encoding, ',');
    const std::string_view name = take(item, ';');
    const std::string_view weight = trimmed(item);
    const bool refused =
        weight.starts_with("q=0") && weight.find_first_of("123456789") == std::string_view::npos;
    if (same_text(name, coding)) return !refused;
    if (name == "*") star = !refused;
  }
  return star;
}

}  // namespace

const Prepared::Form& Prepared::pick(std::string_view accept_encoding) const {
  if (accept_encoding.empty()) return identity;
  if (brotli && accepts(accept_encoding, "br")) return *brotli;
  if (gzip && accepts(accept_encoding, "gzip")) return *gzip;
  return identity;
}

std::shared_ptr<const Prepared> prepare(std::string_view content_type, std::string body,
                                        const PrepareOptions& options) {
  std::optional<std::string> zipped;
  std::optional<std::string> pressed;
  if (body.size() >= kWorthCompressing) {
    zipped = gzip_of(body, options.smallest ? 9 : 6);
    pressed = brotli_of(body, options.smallest ? 11 : 5);
    const std::size_t worth = body.size() - body.size() / 16;
    if (zipped && zipped->size() > worth) zipped.reset();
    if (pressed && pressed->size() > worth) pressed.reset();
  }
  const std::string tag = options.tag.empty() ? fingerprint(body) : options.tag;
  const Common common{content_type, options.cache_control, tag, zipped || pressed};
  auto prepared = std::make_shared<Prepared>();
  prepared->content_type = content_type;
  prepared->cache_control = options.cache_control;
  if (zipped) prepared->gzip = make_form(common, std::move(*zipped), "gzip");
  if (pressed) prepared->brotli = make_form(common, std::move(*pressed), "br");
  prepared->identity = make_form(common, std::move(body), "");
  return prepared;
}

}  // namespace http
