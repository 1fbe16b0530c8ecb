#pragma once
// Errors are values. `Result` is for what the world can do to us (bytes, disk, network);
// what the law forbids is a refusal (law/check.h); our own bugs are assertions.

#include <expected>
#include <string>
#include <utility>

namespace base {

/// `code` is stable, lower case, never reused or renamed; `text` says in plain words what happened.
struct Error {
  std::string code;
  std::string text;
  bool operator==(const Error&) const = default;
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(std::string code, std::string text = {}) {
  return std::unexpected(Error{std::move(code), std::move(text)});
}

}  // namespace base

/// Assigns the value of a Result to `target`, or returns its error from the enclosing function.
#define MJ_TRY_CONCAT_(a, b) a##b
#define MJ_TRY_NAME_(line) MJ_TRY_CONCAT_(mj_try_, line)
#define MJ_TRY(target, expression) MJ_TRY_IMPL_(MJ_TRY_NAME_(__LINE__), target, expression)
#define MJ_TRY_IMPL_(name, target, expression)                \
  auto name = (expression);                                   \
  if (!name) return std::unexpected(std::move(name).error()); \
  target = std::move(*name)
/// The same for a Result whose value is of no interest.
#define MJ_CHECK(expression)                                                                                \
  do {                                                                                                      \
    if (auto mj_checked = (expression); !mj_checked) return std::unexpected(std::move(mj_checked).error()); \
  } while (false)
