#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <set>

#include "base/json.h"

namespace base::json {
namespace {

using boost::json::error_code;
using boost::json::string_view;

constexpr std::int64_t kIntegerMax =
    9007199254740991;  // 2^53 − 1, the largest that every reader keeps exactly

/// Builds the value while it refuses what the log profile forbids. Names of the members of every open object
/// are kept because Boost.JSON itself silently lets the last of two equal members win.
struct Handler {
  static constexpr std::size_t max_object_size = 1 << 20;
  static constexpr std::size_t max_array_size = 1 << 22;
  static constexpr std::size_t max_key_size = 1 << 16;
  static constexpr std::size_t max_string_size = 64 << 20;

  boost::json::value_stack stack;
  std::vector<std::set<std::string>> open_objects;
  std::string key;
  const char* refused = nullptr;

  bool refuse(const char* code, error_code& ec) {
    refused = code;
    ec = boost::json::error::syntax;
    return false;
  }

  bool on_document_begin(error_code&) {
    stack.reset();
    return true;
  }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    open_objects.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t n, error_code&) {
    open_objects.pop_back();
    stack.push_object(n);
    return true;
  }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t n, error_code&) {
    stack.push_array(n);
    return true;
  }
  bool on_key_part(string_view part, std::size_t, error_code&) {
    key.append(part.data(), part.size());
    stack.push_chars(part);
    return true;
  }
  bool on_key(string_view part, std::size_t, error_code& ec) {
    key.append(part.data(), part.size());
    if (!open_objects.back().insert(key).second) return refuse("duplicate_member", ec);
    key.clear();
    stack.push_key(part);
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_string(string_view part, std::size_t, error_code&) {
    stack.push_string(part);
    return true;
  }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t i, string_view text, error_code& ec) {
    if (i > kIntegerMax || i < -kIntegerMax || (i == 0 && text.front() == '-'))
      return refuse("not_integer", ec);
    stack.push_int64(i);
    return true;
  }
  bool on_uint64(std::uint64_t, string_view, error_code& ec) { return refuse("not_integer", ec); }
  bool on_double(double, string_view, error_code& ec) { return refuse("not_integer", ec); }
  bool on_bool(bool b, error_code&) {
    stack.push_bool(b);
    return true;
  }
  bool on_null(error_code&) {
    stack.push_null();
    return true;
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }
};

}  // namespace

Result<Value> parse(std::string_view text, Limits limits) {
  if (text.size() > limits.bytes_max) return fail("too_large", "JSON text beyond its limit");
  boost::json::parse_options options;
  options.max_depth = limits.depth_max;
  boost::json::basic_parser<Handler> parser(options);
  error_code ec;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  if (ec) {
    if (parser.handler().refused != nullptr) return fail(parser.handler().refused, "outside the log profile");
    if (ec == boost::json::error::too_deep) return fail("too_deep", "JSON nested too deeply");
    return fail("not_json", ec.message());
  }
  if (used != text.size()) return fail("not_json", "bytes after the end");
  return parser.handler().stack.release();
}

Result<Value> parse_canonical(std::string_view text, Limits limits) {
  MJ_TRY(Value value, parse(text, limits));
  if (canonical(value) != text) return fail("not_canonical", "not in canonical form (RFC 8785)");
  return value;
}

}  // namespace base::json
