#include "ledger/keys.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/act.h"
#include "structure_vectors.h"

namespace ledger {
namespace {

using test::list;
using test::text;
using Stream = std::vector<KeyDirectory::KeyRecord>;

const json::Value& enrolment(std::string_view name) {
  for (const json::Value& item : list(test::structure(), "enrolments"))
    if (text(item, "case") == name) return item;
  throw std::runtime_error("no such case");
}

base::Result<KeyDirectory> enrolled(const json::Value& item) {
  return enrol_all(test::roots_of(item), test::key_streams_of(item, "streams"));
}

TEST(Keys, published_enrolments_pass_or_fail_as_stated) {
  for (const json::Value& item : list(test::structure(), "enrolments")) {
    const auto result = enrolled(item);
    EXPECT_EQ(result ? "ok" : result.error().code, text(item, "reason")) << text(item, "case");
  }
}

TEST(Keys, every_published_key_is_enrolled_by_its_records) {
  const auto keys =
      enrol_all(test::roots_of(test::structure()), test::key_streams_of(test::structure(), "keystreams"));
  ASSERT_TRUE(keys) << keys.error().text;
  for (const Stream& stream : test::key_streams_of(test::structure(), "keystreams")) {
    const std::string id = json::text_or_empty(stream[0].revealed.find("key.id"));
    EXPECT_EQ(keys->good_at(id, stream[1].index), nullptr) << "good for records after the confirmation";
    ASSERT_NE(keys->good_at(id, stream[1].index + 1), nullptr);
    EXPECT_FALSE(keys->granted(id, "key_keeper", stream[1].index + 1));
  }
  EXPECT_EQ(keys->all().size(), 2 + list(test::structure(), "keystreams").size());
}

TEST(Keys, a_retired_key_is_good_up_to_its_retirement) {
  const json::Value& item = enrolment("enrolled, confirmed, retired by one key keeper");
  const auto stream = test::key_stream_of(list(item, "streams")[0]);
  const auto keys = enrolled(item).value();
  const std::string id = json::text_or_empty(stream[0].revealed.find("key.id"));
  EXPECT_NE(keys.good_at(id, stream[2].index), nullptr);
  EXPECT_EQ(keys.good_at(id, stream[2].index + 1), nullptr);
}

TEST(Keys, streams_may_come_in_any_order) {
  const json::Value& item = enrolment("three keys, the second confirmed by the first new one");
  auto streams = test::key_streams_of(item, "streams");
  std::ranges::reverse(streams);
  EXPECT_TRUE(enrol_all(test::roots_of(item), streams).has_value());
}

TEST(Keys, an_enrolment_read_again_changes_nothing_and_a_failed_one_leaves_nothing) {
  const json::Value& item = enrolment("retired by somebody who is no key keeper");
  KeyDirectory keys(test::roots_of(item));
  const auto streams = test::key_streams_of(item, "streams");
  ASSERT_TRUE(keys.enrol(streams[0]));
  ASSERT_TRUE(keys.enrol(streams[0]));
  ASSERT_EQ(keys.all().size(), 3U);
  ASSERT_FALSE(keys.enrol(streams[1]));
  EXPECT_EQ(keys.all().size(), 3U);
}

TEST(Keys, a_key_is_not_enrolled_twice_by_different_records) {
  const json::Value& item = enrolment("enrolled, confirmed, retired by one key keeper");
  auto stream = test::key_stream_of(list(item, "streams")[0]);
  stream.pop_back();
  KeyDirectory keys(test::roots_of(item));
  ASSERT_TRUE(keys.enrol(stream));
  stream[1].index += 7;
  EXPECT_EQ(keys.enrol(stream).error().code, "key");
}

TEST(Keys, a_withheld_reserved_name_is_refused) {
  const json::Value& item = enrolment("enrolled, confirmed, retired by one key keeper");
  for (const std::string name : {"recorded", "sig", "role", "key.proof", "key.roles"}) {
    auto stream = test::key_stream_of(list(item, "streams")[0]);
    Revealed& revealed = stream[0].revealed;
    const auto place = std::ranges::find(revealed.fields, name, &Field::name) - revealed.fields.begin();
    revealed.fields.erase(revealed.fields.begin() + place);
    revealed.digests.erase(revealed.digests.begin() + place);
    EXPECT_EQ(enrol_all(test::roots_of(item), {stream}).error().code, "key") << name;
  }
}

TEST(Keys, root_keys_are_written_as_they_are_read) {
  for (const json::Value& root : list(test::structure(), "roots"))
    EXPECT_EQ(to_json(root_key_from_json(root).value()), root);
}

TEST(Keys, a_root_key_whose_id_is_another_is_refused) {
  json::Value root = list(test::structure(), "roots")[0];
  root.at("id") = list(test::structure(), "roots")[1].at("id");
  EXPECT_EQ(root_key_from_json(root).error().code, "root_key");
}

}  // namespace
}  // namespace ledger
