// Writes the inputs that replay.cpp starts from as files, for a fuzzer to start from. Usage: fuzz_seeds OUT
// FOLDER…

#include <cstdio>

#include "inputs.h"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: fuzz_seeds OUT FOLDER…\n");
    return 2;
  }
  const std::filesystem::path out = argv[1];
  std::filesystem::create_directories(out);
  const auto inputs = fuzz::collect({argv + 2, argv + argc});
  for (std::size_t i = 0; i < inputs.size(); ++i)
    std::ofstream(out / std::to_string(i), std::ios::binary) << inputs[i];
  std::printf("%zu inputs\n", inputs.size());
  return inputs.empty() ? 1 : 0;
}
