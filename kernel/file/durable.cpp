#include "file/durable.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <memory>

#include "system.h"

namespace file {

namespace {

/// A name no other writer of this or another process uses.
std::string temporary_name(const std::string& path) {
  static std::atomic<unsigned> count{0};
  return path + ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
}

base::Result<void> write_new(const std::string& path, std::string_view bytes, mode_t mode) {
  MJ_TRY(const auto opened, open_file(path, O_WRONLY | O_CREAT | O_EXCL, 0600));
  MJ_CHECK(write_all(opened.get(), bytes, path));
  if (::fchmod(opened.get(), mode) != 0) return system_failure(path);
  return flush(opened.get(), path);
}

}  // namespace

base::Result<void> write_file_durably(const std::string& path, std::string_view bytes, mode_t mode) {
  const std::string temporary = temporary_name(path);
  auto written = write_new(temporary, bytes, mode);
  if (written) written = rename_durably(temporary, path);
  if (!written) ::unlink(temporary.c_str());
  return written;
}

base::Result<base::Bytes> read_file(const std::string& path, std::uint64_t bytes_max) {
  MJ_TRY(const auto opened, open_file(path, O_RDONLY));
  return read_all(opened.get(), path, bytes_max);
}

base::Result<void> rename_durably(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return system_failure(from);
  return flush_directory_of(to);
}

base::Result<void> remove_durably(const std::string& path) {
  if (::unlink(path.c_str()) != 0) return system_failure(path);
  return flush_directory_of(path);
}

base::Result<void> flush_file(const std::string& path) {
  MJ_TRY(const auto opened, open_file(path, O_RDONLY));
  return flush(opened.get(), path);
}

base::Result<void> make_private_directory(const std::string& path) {
  for (std::size_t end = path.find('/', 1); true; end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    if (::mkdir(part.c_str(), 0700) == 0) {
      MJ_CHECK(flush_directory_of(part));
    } else if (errno != EEXIST) {
      return system_failure(part);
    }
    if (end == std::string::npos) break;
  }
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return system_failure(path);
  if (!S_ISDIR(found.st_mode)) return base::fail("storage_unavailable", path + ": not a directory");
  return {};
}

base::Result<std::vector<std::string>> list_directory(const std::string& path) {
  const auto close = [](DIR* directory) { ::closedir(directory); };
  const std::unique_ptr<DIR, decltype(close)> directory(::opendir(path.c_str()), close);
  if (!directory) return system_failure(path);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(directory.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
    errno = 0;
  }
  if (errno != 0) return system_failure(path);
  std::ranges::sort(names);
  return names;
}

base::Result<std::uint64_t> free_bytes(const std::string& path) {
  struct statvfs found {};
  if (::statvfs(path.c_str(), &found) != 0) return system_failure(path);
  return static_cast<std::uint64_t>(found.f_bavail) * found.f_frsize;
}

bool exists(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

}  // namespace file
