#include "base/signals.h"

#include <gtest/gtest.h>

namespace {

TEST(EndingSignals, wait_for_a_signal_and_do_not_end_the_process_before) {
  const base::EndingSignals signals;
  EXPECT_FALSE(signals.wait_for(std::chrono::milliseconds(1)));
  for (const int signal : {SIGINT, SIGTERM}) {
    raise(signal);
    EXPECT_TRUE(signals.wait_for(std::chrono::seconds(60)));
  }
  raise(SIGTERM);
  signals.wait();
}

}  // namespace
