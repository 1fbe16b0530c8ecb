#include "ledger/chain_head.h"

#include <gtest/gtest.h>

#include "structure_vectors.h"

namespace ledger {
namespace {

using test::list;
using test::text;

KeyDirectory keys_for(const json::Value& chain) {
  const json::Value& source = json::find(chain, "keystreams") != nullptr ? chain : test::structure();
  return enrol_all(test::roots_of(test::structure()), test::key_streams_of(source, "keystreams")).value();
}

/// Code of the first record that fails when each is checked as it comes.
std::string follow(const json::Value& chain) {
  const KeyDirectory keys = keys_for(chain);
  ChainHead head;
  for (const ChainRecord& record : test::records_of(chain)) {
    const auto shown = read_shown(record, View::witness, test::rules_of_vectors());
    if (!shown) return shown.error().code;
    if (const auto next = head.check_next(*shown, test::rules_of_vectors(), keys); !next)
      return next.error().code;
    head.move_to(*shown);
  }
  return "ok";
}

TEST(ChainHead, record_by_record_a_chain_passes_or_fails_as_it_does_at_once) {
  int chains = 0;
  for (const json::Value& chain : list(test::structure(), "chains")) {
    if (text(chain, "view") == "portal") continue;
    EXPECT_EQ(follow(chain), text(chain, "reason")) << text(chain, "case");
    ++chains;
  }
  EXPECT_GT(chains, 5);
}

TEST(ChainHead, moves_to_a_record_whatever_was_found_of_it) {
  const json::Value& chain = list(test::structure(), "chains")[0];
  ChainHead head;
  EXPECT_EQ(head.pos(), -1);
  const auto record = read_shown(test::records_of(chain).front(), View::witness, test::rules_of_vectors());
  ASSERT_TRUE(record);
  head.move_to(*record);
  EXPECT_EQ(head.pos(), 0);
  EXPECT_EQ(head.index(), record->step.index);
  const auto again = head.check_next(*record, test::rules_of_vectors(), keys_for(chain));
  EXPECT_EQ(again.error().code, "pos");
}

}  // namespace
}  // namespace ledger
