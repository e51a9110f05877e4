#include "bestfit/outcome/recorded_until.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "bestfit/base/random.h"

namespace bestfit::outcome {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Days from `from` on, one in `step`.
std::vector<double> every(double from, int step, int count) {
  std::vector<double> days;
  for (int i = 0; i < count; ++i) days.push_back(from + step * i);
  return days;
}

std::vector<double> with(std::vector<double> days, const std::vector<double>& more) {
  days.insert(days.end(), more.begin(), more.end());
  return days;
}

TEST(RecordedUntil, OneDateFarAheadIsASlip) {
  const std::vector<double> daily = every(1000, 1, 300);  // the newest on day 1299
  EXPECT_EQ(recorded_until(daily, kNone), 1299.0);
  EXPECT_EQ(recorded_until(with(daily, {kNone, 1400.0, 27000.0}), kNone), 1299.0);
  EXPECT_EQ(recorded_until(with(daily, {1305.0}), kNone), 1305.0);  // 5 expected: may be chance
  EXPECT_EQ(recorded_until(std::vector<double>{3.0, 90000.0}, kNone), 90000.0);  // no pace known
  EXPECT_TRUE(std::isnan(recorded_until({}, kNone)));
}

TEST(RecordedUntil, WhatIsBookedAheadOfTheDealsIsSparse) {
  const std::vector<double> daily = every(1000, 1, 300);
  const std::vector<double> ahead = with(daily, every(1305, 10, 10));  // a tenth of the pace
  EXPECT_EQ(recorded_until(ahead, 1299.0), 1299.0);
  EXPECT_EQ(recorded_until(ahead, 1302.0), 1302.0);
  EXPECT_EQ(recorded_until(ahead, kNone), 1395.0);
  // Revenue that was exported 90 days after the deals comes at its usual pace.
  EXPECT_EQ(recorded_until(with(daily, every(1300, 1, 90)), 1299.0), 1389.0);
}

TEST(RecordedUntilSimulation, ScatteredDatesAreSeldomCut) {
  constexpr int kRuns = 10'000;
  int cut = 0;
  for (int run = 0; run < kRuns; ++run) {
    base::Random random(static_cast<std::uint64_t>(run) + 1);
    std::vector<double> days;
    for (int i = 0; i < 60; ++i) days.push_back(std::floor(1000.0 * random.uniform()));
    double newest = 0.0;
    for (const double day : days) newest = std::max(newest, day);
    if (recorded_until(days, 900.0) != newest) ++cut;
  }
  EXPECT_LE(cut, 10);
}

}  // namespace
}  // namespace bestfit::outcome
