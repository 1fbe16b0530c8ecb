#include "store/folder_blob_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "crypto/hash.h"
#include "file/descriptor.h"
#include "file/durable.h"
#include "store/folder_blobs.h"

namespace store {

namespace {

constexpr mode_t kMode = 0440;  // content is immutable: its name is its hash

constexpr std::size_t kPieceBytes = 256 * 1024;

struct Hashed {
  base::Hash sm3{};
  std::uint64_t size = 0;
};

std::unexpected<base::Error> failure(const std::string& path) {
  return base::fail(errno == ENOENT ? "not_found" : "storage_unavailable",
                    path + ": " + std::system_category().message(errno));
}

/// In pieces: recordings are larger than memory.
base::Result<Hashed> hash_file(const std::string& path) {
  const file::Descriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened.open()) return failure(path);
  crypto::Sm3 sm3;
  Hashed hashed;
  std::string piece(kPieceBytes, '\0');
  while (true) {
    const ssize_t got = ::read(opened.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(path);
    if (got == 0) break;
    sm3.update(std::string_view(piece).substr(0, static_cast<std::size_t>(got)));
    hashed.size += static_cast<std::uint64_t>(got);
  }
  hashed.sm3 = sm3.finish();
  return hashed;
}

/// A file of another size under this name is what a failing disk left: it is written anew.
bool stands(const std::string& path, std::uint64_t size) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 && static_cast<std::uint64_t>(found.st_size) == size;
}

}  // namespace

base::Result<std::unique_ptr<FolderBlobWriter>> FolderBlobWriter::open(std::string folder) {
  MJ_CHECK(file::make_private_directory(folder));
  return std::unique_ptr<FolderBlobWriter>(new FolderBlobWriter(std::move(folder)));
}

base::Result<std::string> FolderBlobWriter::place(const base::Hash& sm3) const {
  std::string path = blob_path(folder_, sm3);
  MJ_CHECK(file::make_private_directory(path.substr(0, path.rfind('/'))));
  return path;
}

base::Result<base::Hash> FolderBlobWriter::store(std::string_view bytes) {
  const base::Hash sm3 = crypto::sm3(bytes);
  MJ_TRY(const auto path, place(sm3));
  if (!stands(path, bytes.size())) MJ_CHECK(file::write_file_durably(path, bytes, kMode));
  return sm3;
}

base::Result<base::Hash> FolderBlobWriter::adopt(const std::string& path) {
  MJ_TRY(const Hashed hashed, hash_file(path));
  MJ_TRY(const auto to, place(hashed.sm3));
  if (stands(to, hashed.size)) {
    MJ_CHECK(file::remove_durably(path));
    return hashed.sm3;
  }
  MJ_CHECK(file::flush_file(path));
  if (::chmod(path.c_str(), kMode) != 0) return failure(path);
  MJ_CHECK(file::rename_durably(path, to));
  return hashed.sm3;
}

}  // namespace store
