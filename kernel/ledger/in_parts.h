#pragma once
// Independent work on the records of a long chain, on as many threads as the machine has cores, four at most.

#include <algorithm>
#include <future>
#include <thread>
#include <vector>

namespace ledger {

/// Calls `work(i)` once for every i below `count`, in any order; returns when all are done. What `work`
/// throws comes out here. Short chains stay on the caller's thread: a thread costs as much as some records.
template <class Work>
void in_parts(std::size_t count, const Work& work) {
  constexpr std::size_t kPartMin = 32;
  constexpr std::size_t kPartsMax = 4;
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t parts = std::clamp<std::size_t>(count / kPartMin, 1, std::min(cores, kPartsMax));
  const auto part = [&](std::size_t p) {
    for (std::size_t i = count * p / parts; i < count * (p + 1) / parts; ++i) work(i);
  };
  std::vector<std::future<void>> others;
  for (std::size_t p = 1; p < parts; ++p) others.push_back(std::async(std::launch::async, part, p));
  part(0);
  for (auto& other : others) other.get();
}

}  // namespace ledger
