#include "bestfit/signal/half_life.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/random.h"

namespace bestfit::signal {
namespace {

/// Lags of an excess that halves in `days` and of an even background.
std::vector<int> draw(base::Random& random, int excess, int background, double days) {
  std::vector<int> lags;
  while (static_cast<int>(lags.size()) < excess) {
    const double lag = random.exponential() * days / std::log(2.0);
    if (lag < 180.0) lags.push_back(1 + static_cast<int>(lag));
  }
  for (int i = 0; i < background; ++i) lags.push_back(1 + static_cast<int>(random.below(180)));
  return lags;
}

/// Geometric lags without background: the likeliest half-life has a closed form but for the cut at
/// the window, which is far away here: the mean of lag - 1 is keep / (1 - keep).
TEST(HalfLife, AgreesWithTheClosedForm) {
  base::Random random(3);
  const std::vector<int> lags = draw(random, 2000, 0, 15.0);
  double mean = 0.0;
  for (const int lag : lags) mean += (lag - 1) / 2000.0;
  const double wanted = -1.0 / std::log2(mean / (1.0 + mean));
  const HalfLife found = half_life(lags, 0.0, {.floor_days = 2.0});
  EXPECT_TRUE(found.told);
  EXPECT_NEAR(found.days / wanted, 1.0, 0.03);  // the grid's step
  EXPECT_LT(found.low, 15.0);
  EXPECT_GT(found.high, 15.0);
}

TEST(HalfLife, SaysWhenItCannotBeTold) {
  const std::vector<int> few(9, 20);
  EXPECT_FALSE(half_life(few, 0.0).told);
  EXPECT_EQ(half_life(few, 0.0).days, 90.0);
  EXPECT_EQ(half_life(std::vector<int>{}, 0.0).days, 90.0);
  std::vector<int> even;  // no decay in sight: the half-life is long, and how long is not told
  for (int lag = 1; lag <= 180; ++lag) even.insert(even.end(), 20, lag);
  const HalfLife found = half_life(even, 360.0);
  EXPECT_FALSE(found.told);
  EXPECT_EQ(found.high, 365.0);
  EXPECT_EQ(found.days, found.low);
  EXPECT_GT(found.low, 90.0);
  EXPECT_THROW(half_life(std::vector<int>{181}, 0.0), Bug);
  EXPECT_THROW(half_life(std::vector<int>{0}, 0.0), Bug);
}

/// The interval holds the half-life, and the estimate has little bias, beside a known background.
TEST(HalfLifeSimulation, FindsWhatWasPlanted) {
  constexpr int kSamples = 300;
  for (const double days : {20.0, 45.0}) {
    base::Random random(11);
    int held = 0;
    int told = 0;
    double bias = 0.0;
    for (int i = 0; i < kSamples; ++i) {
      const HalfLife found = half_life(draw(random, 120, 60, days), 60.0);
      held += found.low <= days && days <= found.high ? 1 : 0;
      told += found.told ? 1 : 0;
      if (found.told) bias += std::log(found.days / days);
    }
    EXPECT_GE(held, 0.92 * kSamples) << days;
    EXPECT_GE(told, 0.8 * kSamples) << days;
    EXPECT_LT(std::abs(bias / told), 0.1) << days;
    RecordProperty(days < 30.0 ? "held_20" : "held_45", held);
    RecordProperty(days < 30.0 ? "told_20" : "told_45", told);
  }
}

}  // namespace
}  // namespace bestfit::signal
