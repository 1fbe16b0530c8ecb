#include "system.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace file {

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

std::unexpected<base::Error> system_failure(const std::string& path) {
  const int error = errno;
  const std::string text = path + ": " + std::system_category().message(error);
  if (error == ENOENT) return base::fail("not_found", text);
  if (error == ENOSPC || error == EDQUOT) return base::fail("storage_full", text);
  return base::fail("storage_unavailable", text);
}

base::Result<Descriptor> open_file(const std::string& path, int flags, unsigned mode) {
  while (true) {
    const int fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    if (fd >= 0) return Descriptor(fd);
    if (errno != EINTR) return system_failure(path);
  }
}

base::Result<void> write_all(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return system_failure(path);
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

base::Result<base::Bytes> read_all(int fd, const std::string& path, std::uint64_t bytes_max) {
  base::Bytes bytes;
  std::array<char, 64 * 1024> buffer{};
  while (true) {
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure(path);
    if (got == 0) return bytes;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    if (bytes.size() > bytes_max)
      return base::fail("too_large", path + ": more than " + std::to_string(bytes_max) + " bytes");
  }
}

base::Result<void> flush(int fd, const std::string& path) {
  // Not repeated on error: after a failed fsync the kernel may have dropped the pages it could not write.
  if (::fsync(fd) != 0) return system_failure(path);
  return {};
}

base::Result<void> flush_directory_of(const std::string& path) {
  const auto slash = path.rfind('/');
  const std::string directory = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  MJ_TRY(const auto opened, open_file(directory, O_RDONLY | O_DIRECTORY));
  return flush(opened.get(), directory);
}

}  // namespace file
