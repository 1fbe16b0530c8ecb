#include "source.h"

#include "file/durable.h"
#include "ledger/tiles.h"
#include "ledger/witness_exchange.h"

namespace witness {
namespace {

constexpr std::size_t kFileBytesMax = std::size_t{64} << 20;
constexpr int kOk = 200, kNotFound = 404;

std::unexpected<base::Error> no_source(const std::string& what) {
  return base::fail("source", what);
}

class HttpSource final : public Source {
 public:
  HttpSource(http::Address address, std::string token)
      : prefix_(std::move(address.prefix)),
        token_(std::move(token)),
        client_(std::move(address.host), address.port, {.response_bytes_max = kFileBytesMax}) {}

  base::Result<Bytes> entries(std::uint64_t index, int width) override {
    MJ_TRY(auto answer, get(ledger::bundle_path(index, width), {}));
    if (answer.status != kOk) return refused(ledger::bundle_path(index, width), answer.status);
    return std::move(answer.body);
  }
  base::Result<std::optional<Bytes>> structure(std::uint64_t index, int width) override {
    const std::string path = ledger::structure_path(index, width);
    MJ_TRY(auto answer, get(path, {{"Authorization", "Bearer " + token_}}));
    if (answer.status == kNotFound) return std::optional<Bytes>();
    if (answer.status != kOk) return refused(path, answer.status);
    return std::optional(std::move(answer.body));
  }

 private:
  base::Result<http::ClientResponse> get(const std::string& path,
                                         std::vector<std::pair<std::string, std::string>> headers) {
    auto answer = client_.send({.target = prefix_ + "/" + path, .headers = std::move(headers), .body = {}});
    if (!answer) return no_source("取不到 " + path + "：" + answer.error().text);
    return answer;
  }
  static std::unexpected<base::Error> refused(const std::string& path, int status) {
    return no_source("取不到 " + path + "：对方答 " + std::to_string(status));
  }
  std::string prefix_, token_;
  http::Client client_;
};

class CarriedSource final : public Source {
 public:
  explicit CarriedSource(std::string directory) : directory_(std::move(directory)) {}
  base::Result<Bytes> entries(std::uint64_t index, int width) override {
    return read(ledger::bundle_path(index, width));
  }
  base::Result<std::optional<Bytes>> structure(std::uint64_t index, int width) override {
    const std::string path = ledger::structure_path(index, width);
    if (!file::exists(directory_ + "/" + path)) return std::optional<Bytes>();
    MJ_TRY(Bytes bytes, read(path));
    return std::optional(std::move(bytes));
  }

 private:
  base::Result<Bytes> read(const std::string& path) {
    auto bytes = file::read_file(directory_ + "/" + ledger::carried_path(path), kFileBytesMax);
    if (!bytes) return no_source("介质上没有 " + ledger::carried_path(path));
    return bytes;
  }
  std::string directory_;
};

}  // namespace

std::unique_ptr<Source> http_source(http::Address address, std::string token) {
  return std::make_unique<HttpSource>(std::move(address), std::move(token));
}

std::unique_ptr<Source> carried_source(std::string directory) {
  return std::make_unique<CarriedSource>(std::move(directory));
}

}  // namespace witness
