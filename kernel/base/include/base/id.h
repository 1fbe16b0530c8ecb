#pragma once
// Names that must not be taken for one another. Each is a text; its type says of what.

#include <fmt/format.h>

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace base {

/// Made and opened explicitly, so that no plain text and no other kind of id takes its place. Empty: none.
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  auto operator<=>(const Id&) const = default;

 private:
  std::string text_;
};

/// A stream of records: a case, an officer, an account, a key (transparency-log.md §2: 22 characters).
using StreamId = Id<struct StreamTag>;
/// A person: the id of the officer's own stream, where it stands for the person rather than for the stream.
/// The holder of a key and of an account.
using PersonId = Id<struct PersonTag>;
/// An enrolled key: ledger::key_id of its public half.
using KeyId = Id<struct KeyTag>;

}  // namespace base

template <class Tag>
struct std::hash<base::Id<Tag>> {
  std::size_t operator()(const base::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};

template <class Tag>
struct fmt::formatter<base::Id<Tag>> : fmt::formatter<std::string> {
  auto format(const base::Id<Tag>& id, fmt::format_context& context) const {
    return fmt::formatter<std::string>::format(id.text(), context);
  }
};
