#include "bestfit/outcome/revenue_end.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <limits>
#include <vector>

#include "bestfit/base/random.h"

namespace bestfit::outcome {
namespace {

std::vector<double> every(int step, int count) {
  std::vector<double> days;
  for (int i = 0; i < count; ++i) days.push_back(1000.0 + step * i);
  return days;
}

TEST(RevenueEnd, IsTheNewestLineOfAnOlderExport) {
  std::vector<double> daily = every(1, 300);  // the newest on day 1299
  daily.push_back(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(revenue_end(daily, 1360.0), 1299.0);
  EXPECT_FALSE(revenue_end(daily, 1299.0));
  EXPECT_FALSE(revenue_end(daily, 1305.0));  // 6 lines expected: chance 0.002
  const std::vector<double> monthly = every(30, 40);
  EXPECT_FALSE(revenue_end(monthly, monthly.back() + 100.0));
  EXPECT_EQ(revenue_end(monthly, monthly.back() + 300.0), monthly.back());
}

TEST(RevenueEnd, IsNotToldFromAPauseOfEachYear) {
  std::vector<double> days;  // sixty days each spring
  for (int year = 0; year < 3; ++year) {
    for (int day = 0; day < 60; ++day) days.push_back(365.0 * year + day);
  }
  EXPECT_FALSE(revenue_end(days, days.back() + 300.0));
  EXPECT_FALSE(revenue_end(every(1, 10), 2000.0));  // too few to know a pace
}

TEST(RevenueEndSimulation, ScatteredLinesSeldomLookLikeAnOldExport) {
  constexpr int kRuns = 20'000;
  int told = 0;
  for (int run = 0; run < kRuns; ++run) {
    base::Random random(static_cast<std::uint64_t>(run) + 1);
    std::vector<double> days;
    for (int line = 0; line < 60; ++line) days.push_back(1000.0 * random.uniform());
    if (revenue_end(days, 1000.0)) ++told;
  }
  std::printf("    %d of %d even histories were taken for older exports\n", told, kRuns);
  EXPECT_LE(told, 8);  // 1 in 10,000 and its scatter; pauses make it rarer still
}

}  // namespace
}  // namespace bestfit::outcome
