#include "bestfit/signal/timing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "bestfit/base/error.h"

namespace bestfit::signal {
namespace {

using Triggers = std::vector<Trigger>;
using Events = std::vector<Happened>;

Triggers two() {
  return {{.weight = 0.8, .half_life_days = 30.0}, {.weight = 0.4, .half_life_days = 90.0}};
}

/// By hand: 0.8 / 2 after 30 days, 0.4 / 4 after 180.
TEST(Timing, AddsWhatIsLeftOfEachTrigger) {
  const Events events = {{.trigger = 0, .day = 970}, {.trigger = 1, .day = 820}};
  const Timing found = timing(two(), events, 1000);
  EXPECT_NEAR(found.score, 0.5, 1e-12);
  EXPECT_EQ(found.level, 4);
  ASSERT_EQ(found.parts.size(), 2U);
  EXPECT_EQ(found.parts[0].trigger, 0U);
  EXPECT_EQ(found.parts[0].age_days, 30);
  EXPECT_NEAR(found.parts[1].adds, 0.1, 1e-12);
}

TEST(Timing, CountsTheNewestEventUpToTheDay) {
  const Events events = {{.trigger = 0, .day = 700},
                         {.trigger = 0, .day = 1000},
                         {.trigger = 0, .day = 990},
                         {.trigger = 0, .day = 1001}};
  const Timing found = timing(two(), events, 1000);
  ASSERT_EQ(found.parts.size(), 1U);
  EXPECT_EQ(found.parts[0].day, 1000);
  EXPECT_NEAR(found.score, 0.8, 1e-12);
}

/// Levels of the heaviest trigger fall by its half-lives: 4 up to one, 3 up to two, 2 up to four.
TEST(Timing, FallsByHalfLives) {
  const auto level = [](int age) {
    return timing(two(), Events{{.trigger = 0, .day = 1000 - age}}, 1000).level;
  };
  EXPECT_EQ(level(0), 4);
  EXPECT_EQ(level(30), 4);
  EXPECT_EQ(level(31), 3);
  EXPECT_EQ(level(60), 3);
  EXPECT_EQ(level(61), 2);
  EXPECT_EQ(level(120), 2);
  EXPECT_EQ(level(121), 1);
  EXPECT_EQ(timing(two(), Events{}, 1000).level, 1);
}

TEST(Timing, RefusesWhatIsNoTrigger) {
  EXPECT_THROW(timing(Triggers{}, Events{}, 1000), Bug);
  EXPECT_THROW(timing(Triggers{{.weight = 0.0, .half_life_days = 30.0}}, Events{}, 1000), Bug);
  EXPECT_THROW(timing(two(), Events{{.trigger = 2, .day = 1}}, 1000), Bug);
}

}  // namespace
}  // namespace bestfit::signal
