#include "bestfit/stats/proportion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "bestfit/base/error.h"

namespace bestfit::stats {
namespace {

/// Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3.
TEST(Wilson, AgreesWithNewcombesTable) {
  struct Row {
    int best;
    int total;
    double low;
    double high;
  };
  for (const Row& row : {Row{81, 263, 0.2553, 0.3662}, Row{15, 148, 0.0624, 0.1605},
                         Row{0, 20, 0.0, 0.1611}, Row{1, 29, 0.0061, 0.1718}}) {
    const Interval found = wilson_interval(row.best, row.total);
    EXPECT_NEAR(found.low, row.low, 5e-5) << row.best << "/" << row.total;
    EXPECT_NEAR(found.high, row.high, 5e-5) << row.best << "/" << row.total;
  }
  EXPECT_EQ(wilson_interval(0, 20).low, 0.0);
  EXPECT_EQ(wilson_interval(20, 20).high, 1.0);
  EXPECT_THROW(wilson_interval(5, 0), Bug);
  EXPECT_THROW(wilson_interval(5, 4), Bug);
}

/// Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10.
TEST(ShareDifference, AgreesWithNewcombesTable) {
  struct Row {
    int best;
    int total;
    int other_best;
    int other_total;
    double low;
    double high;
  };
  for (const Row& row : {Row{56, 70, 48, 80, 0.0524, 0.3339}, Row{9, 10, 3, 10, 0.1705, 0.8090},
                         Row{6, 7, 2, 7, 0.0582, 0.8062}, Row{5, 56, 0, 29, -0.0381, 0.1926},
                         Row{0, 10, 0, 20, -0.1611, 0.2775}, Row{10, 10, 0, 20, 0.6791, 1.0},
                         Row{10, 10, 0, 10, 0.6075, 1.0}}) {
    const Estimate found = share_difference(row.best, row.total, row.other_best, row.other_total);
    EXPECT_NEAR(found.low, row.low, 5e-5) << row.best << "/" << row.total;
    EXPECT_NEAR(found.high, row.high, 5e-5) << row.best << "/" << row.total;
  }
}

/// Koopman 1984: 36 of 40 against 16 of 80 gives 4.5 with 2.939 to 7.152.
TEST(ShareRatio, AgreesWithKoopmansExample) {
  const Estimate found = share_ratio(36, 40, 16, 80);
  EXPECT_NEAR(found.value, 4.5, 1e-12);
  EXPECT_NEAR(found.low, 2.939, 1e-3);
  EXPECT_NEAR(found.high, 7.152, 1e-3);
}

TEST(ShareRatio, TurnsOverWithItsGroups) {
  const Estimate found = share_ratio(7, 30, 11, 90);
  const Estimate turned = share_ratio(11, 90, 7, 30);
  EXPECT_NEAR(found.value * turned.value, 1.0, 1e-12);
  EXPECT_NEAR(found.low * turned.high, 1.0, 1e-9);
  EXPECT_NEAR(found.high * turned.low, 1.0, 1e-9);
}

TEST(ShareRatio, IsHonestWhereACountIsZeroOrAll) {
  const Estimate none = share_ratio(0, 20, 5, 20);
  EXPECT_EQ(none.low, 0.0);
  EXPECT_GT(none.high, 0.1);
  EXPECT_LT(none.high, 1.0);
  const Estimate endless = share_ratio(5, 20, 0, 20);
  EXPECT_TRUE(std::isinf(endless.value));
  EXPECT_TRUE(std::isinf(endless.high));
  EXPECT_GT(endless.low, 1.0);
  EXPECT_TRUE(std::isnan(share_ratio(0, 20, 0, 20).value));
  // All of both: below 1 the likeliest shares are (ratio, 1), so n (1 - r) / r = z^2 by hand.
  const Estimate all = share_ratio(20, 20, 30, 30);
  EXPECT_NEAR(all.low, 20.0 / (20.0 + 3.841459), 1e-6);
  EXPECT_NEAR(all.high, (30.0 + 3.841459) / 30.0, 1e-6);
}

TEST(LiftOverAll, FollowsFromTheRatioToTheRest) {
  // 10 of 20 inside, 20 of 100 in all: rate 0.5 over rate 0.2.
  const Estimate found = lift_over_all(10, 20, 20, 100);
  EXPECT_NEAR(found.value, 2.5, 1e-12);
  const Estimate rest = share_ratio(10, 20, 10, 80);
  EXPECT_NEAR(found.low, rest.low / (0.2 * rest.low + 0.8), 1e-12);
  EXPECT_NEAR(found.high, rest.high / (0.2 * rest.high + 0.8), 1e-12);
  EXPECT_EQ(lift_over_all(0, 10, 20, 100).value, 0.0);
  EXPECT_EQ(lift_over_all(0, 10, 20, 100).low, 0.0);
  EXPECT_NEAR(lift_over_all(20, 40, 20, 100).value, 2.5, 1e-12);
  EXPECT_NEAR(lift_over_all(20, 40, 20, 100).high, 2.5, 1e-12);
  EXPECT_EQ(lift_over_all(20, 100, 20, 100).high, 1.0);
}

}  // namespace
}  // namespace bestfit::stats
