// Runs one fuzz target without a fuzzer: every input of the folders named, then changed ones, the same at
// every run. A target that finds something wrong aborts. Usage: <target>_replay FOLDER…

#include <cstdint>
#include <cstdio>
#include <random>

#include "inputs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int kChanged = 20'000;

void run(const std::string& input) {
  static_cast<void>(
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size()));
}

class Changes {
 public:
  explicit Changes(const std::vector<std::string>& inputs) : inputs_(inputs) {}
  std::string next() {
    std::string made = any();
    for (std::size_t left = 1 + below(4); left > 0; --left) change(made);
    return made;
  }

 private:
  // Not a standard distribution: those differ from library to library.
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }
  const std::string& any() { return inputs_[below(inputs_.size())]; }
  void change(std::string& made) {
    const std::size_t at = below(made.size() + 1);
    switch (below(6)) {
      case 0:
        if (at < made.size()) made[at] = static_cast<char>(made[at] ^ (1 << below(8)));
        break;
      case 1:
        made.insert(at, 1, static_cast<char>(below(256)));
        break;
      case 2:
        made.erase(at, 1 + below(8));
        break;
      case 3:
        made.resize(at);
        break;
      case 4:
        made.insert(at, made.substr(below(made.size() + 1), 1 + below(64)));
        break;
      default: {
        const std::string& other = any();
        made = made.substr(0, at) + other.substr(below(other.size() + 1));
      }
    }
  }
  const std::vector<std::string>& inputs_;
  std::mt19937_64 random_{20260722};
};

}  // namespace

int main(int argc, char** argv) {
  const auto inputs = fuzz::collect({argv + 1, argv + argc});
  if (inputs.empty()) {
    std::fprintf(stderr, "no input found\n");
    return 2;
  }
  run("");
  for (const std::string& input : inputs) run(input);
  Changes changes(inputs);
  for (int i = 0; i < kChanged; ++i) run(changes.next());
  std::printf("%zu inputs, %d changed\n", inputs.size(), kChanged);
  return 0;
}
