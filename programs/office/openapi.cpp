#include "openapi.h"

#include <filesystem>
#include <iostream>

#include "api/endpoint.h"
#include "crypto/cipher.h"
#include "report.h"

namespace office {

int print_openapi() {
  // The table of endpoints refers to an office and asks nothing of it until a request comes: an empty one
  // does.
  const auto path =
      std::filesystem::temp_directory_path() / ("mingjing-" + base::hex(crypto::random_bytes(8)));
  auto lock = file::FileLock::take(path.string());
  if (!lock) return could_not_run(lock.error());
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  Office nothing({}, {}, *std::move(lock));
  std::cout << base::json::canonical(api::openapi(api::all_endpoints(nothing))) << "\n";
  return kDone;
}

}  // namespace office
