#pragma once
// Published vectors (tests/vectors) as JSON. A member that is not there throws: the test fails, it does not
// pass for want of cases.

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "base/json.h"

namespace base::test {

inline json::Value vectors(const std::string& file) {
  std::ifstream in(std::string(MINGJING_SOURCE) + "/tests/vectors/" + file, std::ios::binary);
  if (!in) throw std::runtime_error("no vectors " + file);
  return boost::json::parse(std::string((std::istreambuf_iterator<char>(in)), {}));
}

inline const json::Array& list(const json::Value& value, const char* name) {
  return value.at(name).as_array();
}
inline std::string text(const json::Value& value, const char* name) {
  const auto& member = value.at(name).as_string();
  return {member.data(), member.size()};
}

/// Code of the error, empty where there is a value.
template <class T>
std::string code_of(const Result<T>& result) {
  return result ? std::string() : result.error().code;
}

}  // namespace base::test
