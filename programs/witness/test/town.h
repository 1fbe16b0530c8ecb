#pragma once
// A witness with a house of its own, over the fictional bureau's log (tests/fixtures/bureau.h).

#include <gtest/gtest.h>

#include "fixtures/bureau.h"
#include "witness.h"

namespace witness::test {

/// The bureau's log as a source; leaves out or changes what the test says.
class LogSource final : public Source {
 public:
  explicit LogSource(const town::Bureau& bureau) : bureau_(bureau) {}
  base::Result<Bytes> entries(std::uint64_t index, int width) override;
  base::Result<std::optional<Bytes>> structure(std::uint64_t index, int width) override;
  [[nodiscard]] Bytes structure_of(std::uint64_t index) const;

  std::set<std::uint64_t> withheld;            // structure that is not given
  std::map<std::uint64_t, Bytes> other_entry;  // entries that are not those of the tree
  bool reachable = true;

 private:
  const town::Bureau& bureau_;
};

class House {
 public:
  explicit House(town::Bureau& bureau);
  ~House();
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  /// Ends the witness, as a crash does, and starts it again.
  void restart();
  /// Body of add-checkpoint for the first `size` records, from what was cosigned last.
  [[nodiscard]] std::string request(std::uint64_t size) const;
  Processed ask(const std::string& body);
  /// Cosigns the whole log and follows it; the newest report.
  feed::Report cosign_and_follow();
  [[nodiscard]] std::vector<feed::Report> reports() const;
  [[nodiscard]] feed::Report read(const std::string& note) const;
  [[nodiscard]] Layout layout() const { return {directory + "/witness"}; }
  [[nodiscard]] Founding founding() const;

  town::Bureau& bureau;
  std::string directory;
  LogSource source;
  std::unique_ptr<Witness> witness;
};

/// Writes files of the log to a medium, as the office does.
void write_medium(const House& house, const std::string& medium, std::uint64_t since, std::uint64_t size);
void put(const std::string& path, std::string_view bytes);

}  // namespace witness::test
