#include "rebuild.h"

#include <iostream>

#include "office.h"
#include "report.h"

namespace office {

int rebuild(const Layout& layout, const std::filesystem::path& lawbook) {
  auto office = Office::open(layout, lawbook);
  const auto done = office ? (*office)->registrar->rebuild() : std::unexpected(office.error());
  if (!done) return could_not_run(done.error());
  std::cout << (*office)->registrar->size() << " records, projections rebuilt\n";
  return 0;
}

}  // namespace office
