#include "disk.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "file/descriptor.h"
#include "file/durable.h"

namespace feed::disk {

namespace fs = std::filesystem;

namespace {

constexpr mode_t kForAll = 0644;

}  // namespace

base::Result<void> make_directories(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return base::fail("storage_unavailable", path.string() + ": " + error.message());
  return {};
}

base::Result<void> write_durably(const fs::path& path, std::string_view bytes) {
  MJ_CHECK(make_directories(path.parent_path()));
  return file::write_file_durably(path.string(), bytes, kForAll);
}

base::Result<void> write_soon(const fs::path& path, std::string_view bytes) {
  MJ_CHECK(make_directories(path.parent_path()));
  const fs::path beside = path.string() + ".new";
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return base::fail("storage_unavailable", beside.string());
  std::error_code error;
  fs::rename(beside, path, error);
  if (error) return base::fail("storage_unavailable", path.string() + ": " + error.message());
  return {};
}

base::Result<void> sync_all(const fs::path& folder) {
  const file::Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.open() || ::syncfs(directory.get()) != 0)
    return base::fail("storage_unavailable", folder.string() + ": " + std::strerror(errno));
  return {};
}

std::optional<std::string> read(const fs::path& path, std::size_t bytes_max) {
  auto bytes = file::read_file(path.string(), bytes_max);
  return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

base::Result<void> remove_durably(const fs::path& path) {
  auto removed = file::remove_durably(path.string());
  if (!removed && removed.error().code == "not_found") return {};
  return removed;
}

void each_file(const fs::path& directory, const std::function<void(const fs::path&)>& take) {
  std::error_code error;
  for (auto it = fs::recursive_directory_iterator(directory, error); !error && it != fs::end(it);
       it.increment(error))
    if (it->is_regular_file(error)) take(it->path());
}

}  // namespace feed::disk
