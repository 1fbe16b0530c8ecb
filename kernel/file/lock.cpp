#include "file/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "file/durable.h"
#include "system.h"

namespace file {

base::Result<FileLock> FileLock::take(const std::string& path) {
  MJ_TRY(auto opened, open_file(path, O_RDWR | O_CREAT, 0600));
  if (::flock(opened.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return system_failure(path);
    const auto holder = read_file(path, 64).value_or("");
    return base::fail("locked", path + ": this data directory is in use by another process" +
                                    (holder.empty() ? "" : " (number " + holder + ")") + "; stop it first");
  }
  // For the message above only; the lock itself is the kernel's.
  const std::string number = std::to_string(::getpid());
  if (::ftruncate(opened.get(), 0) != 0) return system_failure(path);
  MJ_CHECK(write_all(opened.get(), number, path));
  return FileLock(std::move(opened));
}

}  // namespace file
