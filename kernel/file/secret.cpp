#include "file/secret.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "file/durable.h"
#include "system.h"

namespace file {
namespace {

constexpr std::uint64_t kSecretBytesMax = 1U << 20;
constexpr const char* kWhiteSpace = " \t\r\n";

std::string_view without_white_space_around(std::string_view text) {
  const auto first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhiteSpace) + 1 - first);
}

}  // namespace

base::Result<base::Bytes> read_secret(const std::string& path) {
  MJ_TRY(const Descriptor opened, open_file(path, O_RDONLY));
  struct stat found {};
  if (::fstat(opened.get(), &found) != 0) return system_failure(path);
  if ((found.st_mode & 0077) != 0)
    return base::fail("secret_mode", path + ": can be read by others; run `chmod 600` on it");
  return read_all(opened.get(), path, kSecretBytesMax);
}

base::Result<base::Bytes> read_hex_secret(const std::string& path) {
  MJ_TRY(const base::Bytes text, read_secret(path));
  auto bytes = base::from_hex(without_white_space_around(text));
  if (!bytes) return base::fail("secret_text", path + ": not one line of hex digits");
  return bytes;
}

base::Result<void> write_hex_secret(const std::string& path, std::string_view bytes) {
  return write_file_durably(path, base::hex(bytes) + "\n", 0600);
}

}  // namespace file
