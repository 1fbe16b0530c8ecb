#pragma once
// The demo as a stranger starts it: a child process on ports of its own, and what it answers.

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <regex>
#include <string>
#include <thread>
#include <vector>

#include "http/client.h"

namespace house_test {

namespace fs = std::filesystem;

/// Whether nothing else listens on this port of the loopback.
inline bool is_free(std::uint16_t port) {
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const bool free = bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(probe);
  return free;
}

/// The first of three neighbouring free ports, for the office, the portal and the witness. Below the ports
/// that the system gives out by itself, so that no passing connection takes one between this look and the
/// start of the demo.
inline std::uint16_t free_ports() {
  constexpr int kFirst = 20'000, kSpan = 4'000;
  for (int i = 0; i < kSpan; ++i) {
    const auto port = static_cast<std::uint16_t>(kFirst + 3 * ((getpid() + i) % kSpan));
    if (is_free(port) && is_free(static_cast<std::uint16_t>(port + 1)) &&
        is_free(static_cast<std::uint16_t>(port + 2)))
      return port;
  }
  return 0;
}

/// Whether `holds` becomes true before a minute is over.
template <class Holds>
bool within_a_minute(Holds holds) {
  for (int i = 0; i < 600; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

struct Ran {
  int status = -1;
  std::string output;
};

/// Runs a program to its end; standard output and error together.
inline Ran run(const std::string& command) {
  Ran out;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return out;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    out.output.append(buffer.data(), n);
  out.status = WEXITSTATUS(pclose(pipe));
  return out;
}

inline std::string binary(const char* name) {
  return (fs::path(MINGJING_BIN) / name).string();
}

/// Founds the town and plays its journeys to their end.
inline Ran seed(const fs::path& data, std::uint16_t port_base) {
  return run(binary("mingjing") + " demo --seed-only --data " + data.string() + " --port-base " +
             std::to_string(port_base));
}

/// A program as a child process; stopped with its owner, as by Ctrl-C.
class Child {
 public:
  /// Output is added to `log`.
  Child(const std::string& program, const std::vector<std::string>& arguments, const std::string& log) {
    std::vector<char*> raw{const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments) raw.push_back(const_cast<char*>(argument.c_str()));
    raw.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
      if (freopen(log.c_str(), "a", stdout) != nullptr) dup2(STDOUT_FILENO, STDERR_FILENO);
      execv(program.c_str(), raw.data());
      _exit(127);
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { stop(); }
  /// The exit status after SIGINT; −1 when it did not end by itself.
  int stop() {
    if (pid_ <= 0) return -1;
    kill(pid_, SIGINT);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  /// Whether it ended without being told to, within a minute.
  [[nodiscard]] bool ends() {
    for (int i = 0; i < 600 && pid_ > 0; ++i) {
      if (waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = -1;
      if (pid_ > 0) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return pid_ <= 0;
  }

 private:
  pid_t pid_ = -1;
};

/// The demo as a child process.
class Demo {
 public:
  Demo(const fs::path& data, std::uint16_t port_base)
      : port_base_(port_base),
        child_(binary("mingjing"),
               {"demo", "--data", data.string(), "--port-base", std::to_string(port_base)},
               data.string() + ".demo.log") {}
  int stop() { return child_.stop(); }

  /// Address of the office, without a slash at its end.
  [[nodiscard]] std::string office() const { return "http://127.0.0.1:" + std::to_string(port_base_); }
  /// Address of a page of the portal.
  [[nodiscard]] std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_base_ + 1) + path;
  }
  /// A page of the portal, or why there is none.
  [[nodiscard]] std::string page(const std::string& path) const { return page_at(1, path); }
  /// A page of the witness.
  [[nodiscard]] std::string witness_page(const std::string& path) const { return page_at(2, path); }
  /// Waits until `path` of the portal contains `text`; false after a minute.
  [[nodiscard]] bool appears(const std::string& path, const std::string& text) const {
    return within_a_minute([&] { return page(path).find(text) != std::string::npos; });
  }
  /// Waits until the witness's page says so; false after a minute.
  [[nodiscard]] bool witness_appears(const std::string& text) const {
    return within_a_minute([&] { return witness_page("/").find(text) != std::string::npos; });
  }
  /// Whether it ended without being told to, within a minute.
  [[nodiscard]] bool ends() { return child_.ends(); }
  /// The id in the address of the first decision that a search finds; "" when it finds none.
  [[nodiscard]] std::string decision(const std::string& encoded_search) const {
    std::smatch link;
    const std::string list = page("/jueding?q=" + encoded_search);
    const bool found =
        std::regex_search(list, link, std::regex(R"re(href="/jueding/([A-Za-z0-9_-]{22})")re"));
    return found ? link[1].str() : "";
  }

 private:
  [[nodiscard]] std::string page_at(int offset, const std::string& path) const {
    const auto answer = http::Client("127.0.0.1", static_cast<std::uint16_t>(port_base_ + offset)).get(path);
    return answer ? answer->body : "no answer: " + answer.error().text;
  }
  std::uint16_t port_base_;
  Child child_;
};

}  // namespace house_test
