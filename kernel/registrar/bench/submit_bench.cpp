// Records a second through the whole write path, unsigned, each submitter waiting for its receipt. Not a
// test: read the ratios. Usage: submit_bench [seconds]

#include <chrono>
#include <cstdio>
#include <thread>

#include "../test/house.h"

namespace {

using namespace registrar_test;

class Bench : public House {
 public:
  void TestBody() override {}
  void measure(int submitters, double seconds) {
    const auto before = registrar_->size();
    const int groups_before = gate_->groups;
    const auto start = std::chrono::steady_clock::now();
    const auto passed = [&] {
      return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < submitters; ++i) {
      threads.emplace_back([&] {
        const std::string stream = new_id();
        static_cast<void>(registrar_->submit(begin(stream)));
        while (passed() < seconds) static_cast<void>(registrar_->submit(note(stream, "现场检查情况")));
      });
    }
    for (auto& thread : threads) thread.join();
    const auto records = static_cast<double>(registrar_->size() - before);
    std::printf("%4d submitters: %7.0f records/s, %5.1f a group\n", submitters, records / passed(),
                records / (gate_->groups - groups_before));
  }
};

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 3.0;
  Bench bench;
  for (const int submitters : {1, 16, 128}) bench.measure(submitters, seconds);
}
