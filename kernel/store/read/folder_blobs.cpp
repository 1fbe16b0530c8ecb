#include "store/folder_blobs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace store {

namespace {

class OpenFile {
 public:
  explicit OpenFile(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

std::unexpected<base::Error> failure(const base::Hash& sm3) {
  if (errno == ENOENT) return base::fail("unknown_blob", "没有这个文件：" + base::hex(sm3));
  return base::fail("storage_unavailable", base::hex(sm3) + ": " + std::system_category().message(errno));
}

}  // namespace

std::string blob_path(const std::string& folder, const base::Hash& sm3) {
  const std::string name = base::hex(sm3);
  return folder + "/" + name.substr(0, 2) + "/" + name.substr(2, 2) + "/" + name;
}

base::Result<std::uint64_t> FolderBlobReader::size(const base::Hash& sm3) const {
  struct stat found {};
  if (::stat(blob_path(folder_, sm3).c_str(), &found) != 0) return failure(sm3);
  return static_cast<std::uint64_t>(found.st_size);
}

base::Result<base::Bytes> FolderBlobReader::read(const base::Hash& sm3, std::uint64_t offset,
                                                 std::uint64_t length) const {
  const OpenFile file(blob_path(folder_, sm3));
  struct stat found {};
  if (file.get() < 0 || ::fstat(file.get(), &found) != 0) return failure(sm3);
  const auto size = static_cast<std::uint64_t>(found.st_size);
  base::Bytes bytes(std::min(length, size - std::min(offset, size)), '\0');
  for (std::size_t got = 0; got < bytes.size();) {
    const ssize_t n =
        ::pread(file.get(), bytes.data() + got, bytes.size() - got, static_cast<off_t>(offset + got));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failure(sm3);
    if (n == 0) return base::fail("storage_unavailable", base::hex(sm3) + ": shorter than it was");
    got += static_cast<std::size_t>(n);
  }
  return bytes;
}

}  // namespace store
