#include "bestfit/stats/strata.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/random.h"
#include "bestfit/stats/proportion.h"

namespace bestfit::stats {
namespace {

using Strata = std::vector<Stratum>;

void expect_equal(const Estimate& found, const Estimate& wanted) {
  EXPECT_NEAR(found.value / wanted.value, 1.0, 1e-9);
  EXPECT_NEAR(found.low / wanted.low, 1.0, 1e-9);
  EXPECT_NEAR(found.high / wanted.high, 1.0, 1e-9);
}

/// Gart's interval of one stratum is Koopman's, whose example is in proportion_test.cc; k equal
/// strata say as much as one k times as large.
TEST(CommonRatio, IsKoopmansForOneStratumAndForEqualOnes) {
  const Stratum one{.with = 36, .total = 40, .other_with = 16, .other_total = 80};
  expect_equal(common_ratio(Strata{one}), share_ratio(36, 40, 16, 80));
  expect_equal(common_ratio(Strata{one, one, one}), share_ratio(108, 120, 48, 240));
  const Stratum rare{.with = 2, .total = 300, .other_with = 9, .other_total = 250};
  expect_equal(common_ratio(Strata{rare, rare}), share_ratio(4, 600, 18, 500));
}

TEST(CommonRatio, SaysWhatCannotBeTold) {
  const Stratum empty{.with = 3, .total = 9, .other_with = 0, .other_total = 0};
  const Stratum none{.with = 0, .total = 9, .other_with = 0, .other_total = 4};
  const Stratum full{.with = 9, .total = 9, .other_with = 4, .other_total = 4};
  EXPECT_TRUE(std::isnan(common_ratio(Strata{}).value));
  EXPECT_TRUE(std::isnan(common_ratio(Strata{empty, none}).value));
  EXPECT_TRUE(std::isinf(common_ratio(Strata{none}).high));
  const Estimate all = common_ratio(Strata{full});
  EXPECT_LT(all.low, 1.0);
  EXPECT_GT(all.high, 1.0);
  const Stratum first{.with = 5, .total = 9, .other_with = 0, .other_total = 9};
  EXPECT_TRUE(std::isinf(common_ratio(Strata{first}).value));
  EXPECT_GT(common_ratio(Strata{first}).low, 1.0);
  const Stratum second{.with = 0, .total = 9, .other_with = 5, .other_total = 9};
  EXPECT_EQ(common_ratio(Strata{second}).value, 0.0);
  EXPECT_LT(common_ratio(Strata{second}).high, 1.0);
  const Stratum wrong{.with = 5, .total = 4, .other_with = 0, .other_total = 9};
  EXPECT_THROW(common_ratio(Strata{wrong}), Bug);
}

/// Strata that differ in both shares and sizes turn the pooled ratio around (Simpson); within each
/// the ratio is exactly 1.5.
TEST(CommonRatio, HoldsStrataApart) {
  const Strata strata = {{.with = 30, .total = 1000, .other_with = 2, .other_total = 100},
                         {.with = 60, .total = 100, .other_with = 400, .other_total = 1000}};
  EXPECT_NEAR(common_ratio(strata).value, 1.5, 1e-9);
  EXPECT_LT(share_ratio(90, 1100, 402, 1100).value, 1.0);
}

/// Tea: 3 of 4 against 1 of 4 has chance 16/70, 4 of 4 has 1/70.
TEST(StratifiedMidP, AgreesWithCountingByHand) {
  const Stratum tea{.with = 3, .total = 4, .other_with = 1, .other_total = 4};
  EXPECT_NEAR(stratified_mid_p(Strata{tea}), 2.0 * (1.0 + 8.0) / 70.0, 1e-12);
  // Two such: 7 or 8 of 8, and 6 halved: ways 16+16 and 1, and 36*1*2 + 16*16.
  const double two = (1.0 + 32.0 + 0.5 * (72.0 + 256.0)) / 4900.0;
  EXPECT_NEAR(stratified_mid_p(Strata{tea, tea}), 2.0 * two, 1e-12);
  EXPECT_EQ(stratified_mid_p(Strata{}), 1.0);
  EXPECT_EQ(stratified_mid_p(Strata{{.with = 4, .total = 4, .other_with = 2, .other_total = 2}}),
            1.0);
}

/// Bickel, Hammel and O'Connell 1975, admissions to Berkeley by department, men against women.
/// R 4.2, mantelhaen.test(UCBAdmissions, correct = FALSE): X-squared = 1.5246, p = 0.2169.
Strata berkeley() {
  return {{.with = 512, .total = 825, .other_with = 89, .other_total = 108},
          {.with = 353, .total = 560, .other_with = 17, .other_total = 25},
          {.with = 120, .total = 325, .other_with = 202, .other_total = 593},
          {.with = 138, .total = 417, .other_with = 131, .other_total = 375},
          {.with = 53, .total = 191, .other_with = 94, .other_total = 393},
          {.with = 22, .total = 373, .other_with = 24, .other_total = 341}};
}

TEST(StratifiedMidP, AgreesWithRsMantelHaenszelTest) {
  EXPECT_NEAR(stratified_mid_p(berkeley()), 0.2169, 0.002);
  Strata larger =
      berkeley();  // the normal curve: X-squared of four times the counts, by the formula
  for (Stratum& stratum : larger) {
    stratum = {.with = 4 * stratum.with,
               .total = 4 * stratum.total,
               .other_with = 4 * stratum.other_with,
               .other_total = 4 * stratum.other_total};
  }
  double distance = 0.0;
  double variance = 0.0;
  for (const Stratum& s : larger) {
    const auto n = static_cast<double>(s.total + s.other_total);
    const auto m = static_cast<double>(s.with + s.other_with);
    distance += static_cast<double>(s.with) - static_cast<double>(s.total) * m / n;
    variance += static_cast<double>(s.total) * static_cast<double>(s.other_total) * m * (n - m) /
                (n * n * (n - 1.0));
  }
  EXPECT_GT(variance, 400.0);
  EXPECT_NEAR(stratified_mid_p(larger), std::erfc(std::abs(distance) / std::sqrt(2.0 * variance)),
              1e-12);
}

struct Truth {
  std::array<double, 3> other;  // shares of the second group, by stratum
  double ratio;
  std::array<int, 3> total;
  std::array<int, 3> other_total;
};

std::int64_t draw(base::Random& random, int total, double share) {
  std::int64_t count = 0;
  for (int i = 0; i < total; ++i) count += random.uniform() < share ? 1 : 0;
  return count;
}

Strata sample(base::Random& random, const Truth& truth) {
  Strata strata;
  for (std::size_t i = 0; i < truth.other.size(); ++i) {
    strata.push_back({.with = draw(random, truth.total[i], truth.ratio * truth.other[i]),
                      .total = truth.total[i],
                      .other_with = draw(random, truth.other_total[i], truth.other[i]),
                      .other_total = truth.other_total[i]});
  }
  return strata;
}

/// Intervals hold the ratio, and p is as small as it says, in small and uneven strata.
TEST(CommonRatioSimulation, IntervalsHold) {
  constexpr int kSamples = 2000;
  for (const double ratio : {1.0, 1.8}) {
    const Truth truth{.other = {0.04, 0.12, 0.3},
                      .ratio = ratio,
                      .total = {20, 60, 15},
                      .other_total = {90, 60, 40}};
    base::Random random(7);
    int held = 0;
    int small = 0;
    for (int i = 0; i < kSamples; ++i) {
      const Strata strata = sample(random, truth);
      const Estimate found = common_ratio(strata);
      held += found.low <= ratio && ratio <= found.high ? 1 : 0;
      small += stratified_mid_p(strata) <= 0.05 ? 1 : 0;
    }
    EXPECT_GE(held, 0.935 * kSamples) << ratio;
    EXPECT_LE(held, 0.975 * kSamples) << ratio;
    if (ratio == 1.0) {
      EXPECT_LE(small, 0.06 * kSamples);
    }
    RecordProperty(ratio == 1.0 ? "held_at_1" : "held_at_1_8", held);
    RecordProperty(ratio == 1.0 ? "small_at_1" : "small_at_1_8", small);
  }
}

}  // namespace
}  // namespace bestfit::stats
