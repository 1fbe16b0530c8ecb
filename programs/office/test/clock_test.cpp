// The clock of a demo.

#include <gtest/gtest.h>

#include "installation.h"

namespace office::test {
namespace {

TEST(DemoClock, goes_on_from_the_newest_record_after_a_restart) {
  Installation installation;
  const base::Instant ahead = *base::parse_instant("2031-05-06T09:00:00+08:00");
  installation.office->demo_clock.stand_at(ahead);
  installation.adopt();
  installation.reopen();
  EXPECT_GE(installation.office->clock().now(), ahead);
  installation.adopt();
}

}  // namespace
}  // namespace office::test
