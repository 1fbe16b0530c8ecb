#pragma once
// Published vectors (tests/vectors) as JSON. A member that is not there throws: the test fails, it does not
// pass for want of cases.

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "base/encoding.h"
#include "base/json.h"

namespace crypto::test {

inline base::json::Value vectors(const std::string& file) {
  std::ifstream in(std::string(MINGJING_SOURCE) + "/tests/vectors/" + file, std::ios::binary);
  if (!in) throw std::runtime_error("no vectors " + file);
  return boost::json::parse(std::string((std::istreambuf_iterator<char>(in)), {}));
}

inline const base::json::Array& list(const base::json::Value& value, const char* name) {
  return value.at(name).as_array();
}
inline std::string text(const base::json::Value& value, const char* name) {
  const auto& member = value.at(name).as_string();
  return {member.data(), member.size()};
}

inline base::Bytes bytes(const base::json::Value& value, const char* name) {
  return base::from_hex(text(value, name)).value();
}

}  // namespace crypto::test
