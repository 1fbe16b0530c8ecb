#include "processes.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace office {
namespace {

/// In the child: own output, no blocked signals, gone when the parent is.
[[noreturn]] void become(const std::string& program, std::vector<char*>& arguments, const std::string& log) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  setpgid(0, 0);  // Ctrl-C is for the parent, which then stops its children in order
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (out >= 0) {
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
  }
  execv(program.c_str(), arguments.data());
  _exit(127);
}

/// The child's number.
base::Result<int> spawn(const std::string& program, const std::vector<std::string>& arguments,
                        const std::string& log) {
  std::vector<std::string> owned{program};
  owned.insert(owned.end(), arguments.begin(), arguments.end());
  std::vector<char*> raw;
  for (auto& argument : owned) raw.push_back(argument.data());
  raw.push_back(nullptr);
  const int pid = fork();
  if (pid < 0) return base::fail("process", "cannot start " + program);
  if (pid == 0) become(program, raw, log);
  return pid;
}

}  // namespace

Processes::~Processes() {
  while (!children_.empty()) {
    const Child child = children_.back();
    children_.pop_back();
    if (kill(child.pid, SIGTERM) == 0) waitpid(child.pid, nullptr, 0);
  }
}

base::Result<void> Processes::start(const std::string& program, const std::vector<std::string>& arguments,
                                    const std::string& log) {
  MJ_TRY(const int pid, spawn(program, arguments, log));
  children_.push_back({pid, program.substr(program.rfind('/') + 1)});
  return {};
}

base::Result<void> Processes::run(const std::string& program, const std::vector<std::string>& arguments,
                                  const std::string& log) {
  MJ_TRY(const int pid, spawn(program, arguments, log));
  int status = 0;
  if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return base::fail("process", program + " could not do its work; see " + log);
  return {};
}

std::string Processes::ended() {
  for (auto child = children_.begin(); child != children_.end(); ++child)
    if (waitpid(child->pid, nullptr, WNOHANG) == child->pid) {
      std::string name = child->name;
      children_.erase(child);
      return name;
    }
  return {};
}

}  // namespace office
