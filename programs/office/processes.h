#pragma once
// Child processes of the demo, stopped with it.

#include <string>
#include <vector>

#include "base/result.h"

namespace office {

class Processes {
 public:
  Processes() = default;
  Processes(const Processes&) = delete;
  Processes& operator=(const Processes&) = delete;
  ~Processes();  // stops all, last started first, and waits

  /// Output goes to `log`. The child dies with this process. Error: `process`.
  [[nodiscard]] base::Result<void> start(const std::string& program,
                                         const std::vector<std::string>& arguments, const std::string& log);
  /// Runs a program to its end. Error: `process` when its exit status is not 0.
  [[nodiscard]] static base::Result<void> run(const std::string& program,
                                              const std::vector<std::string>& arguments,
                                              const std::string& log);
  /// The name of a child that has ended, "" while all run.
  [[nodiscard]] std::string ended();

 private:
  struct Child {
    int pid = 0;
    std::string name;
  };
  std::vector<Child> children_;
};

}  // namespace office
