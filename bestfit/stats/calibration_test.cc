#include "bestfit/stats/calibration.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/random.h"

namespace bestfit::stats {
namespace {

/// Levels of `total` accounts each, with these best ones.
ScoreCounts levels(const std::vector<int>& best, int total) {
  ScoreCounts counts;
  for (std::size_t i = 0; i < best.size(); ++i) {
    counts.score.push_back(static_cast<double>(i));
    counts.best.push_back(best[i]);
    counts.other.push_back(total - best[i]);
  }
  return counts;
}

/// Isotonic regression by its min-max formula (Barlow and others 1972), on smoothed pooled rates.
double min_max(const std::vector<int>& best, int total, std::size_t at) {
  double highest = 0.0;
  for (std::size_t from = 0; from <= at; ++from) {
    double lowest = std::numeric_limits<double>::infinity();
    for (std::size_t to = at; to < best.size(); ++to) {
      double sum = 0.0;
      for (std::size_t i = from; i <= to; ++i) sum += best[i];
      const double size = static_cast<double>(to - from + 1) * total;
      lowest = std::min(lowest, sum / size);
    }
    highest = std::max(highest, lowest);
  }
  return highest;
}

TEST(IsotonicRates, AgreeWithTheMinMaxFormula) {
  const std::vector<int> best{100, 300, 200, 240, 600, 500, 900};
  const std::vector<RateStep> steps = isotonic_rates(levels(best, 1000), 1);
  ASSERT_EQ(steps.size(), 4U);  // 100 | 300 200 240 | 600 500 | 900
  for (std::size_t i = 0; i < best.size(); ++i) {
    EXPECT_NEAR(rate_at(steps, static_cast<double>(i)), min_max(best, 1000, i), 1e-3);
  }
  EXPECT_EQ(steps[1].best, 740);
  EXPECT_EQ(steps[1].total, 3000);
}

TEST(IsotonicRates, SmoothsAndNeverDecreases) {
  const std::vector<RateStep> steps = isotonic_rates(levels({0, 0, 5, 10}, 10), 1);
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_DOUBLE_EQ(steps[0].rate.value, 0.5 / 21.0);
  EXPECT_DOUBLE_EQ(steps[2].rate.value, 10.5 / 11.0);
  EXPECT_EQ(steps[0].rate.low, 0.0);
  EXPECT_EQ(steps[2].rate.high, 1.0);
  // Brown, Cai and DasGupta 2001, table 5: Jeffreys' 95 % interval for 5 of 10 and 0 of 20.
  EXPECT_NEAR(steps[1].rate.low, 0.224, 1e-3);
  EXPECT_NEAR(steps[1].rate.high, 0.776, 1e-3);
  EXPECT_NEAR(steps[0].rate.high, 0.117, 1e-3);
}

TEST(IsotonicRates, JoinsLevelsThatAreTooSmall) {
  const std::vector<RateStep> steps = isotonic_rates(levels({0, 1, 2, 3, 4}, 4), 8);
  ASSERT_EQ(steps.size(), 2U);  // 0 1 | 2 3 4
  EXPECT_EQ(steps[0].total, 8);
  EXPECT_EQ(steps[1].total, 12);
  EXPECT_EQ(steps[1].from, 2.0);
  EXPECT_TRUE(isotonic_rates({}, 1).empty());
}

TEST(IsotonicRates, CopiesWidenedAreAsWideAsOneOfEach) {
  const ScoreCounts once{.score = {10, 40, 90}, .best = {3, 12, 30}, .other = {40, 30, 12}};
  ScoreCounts copies = once;
  for (double& best : copies.best) best *= 5.0;
  for (double& other : copies.other) other *= 5.0;
  const std::vector<RateStep> single = isotonic_rates(once, 10);
  std::vector<RateStep> widened = isotonic_rates(copies, 50);
  ASSERT_EQ(widened.size(), single.size());
  EXPECT_GT(widened[1].rate.low, single[1].rate.low + 0.02);
  const std::vector<double> designs(single.size(), 5.0);
  widen_intervals(designs, {}, widened);
  for (std::size_t i = 0; i < single.size(); ++i) {
    EXPECT_NEAR(widened[i].rate.low, single[i].rate.low, 1e-12);
    EXPECT_NEAR(widened[i].rate.high, single[i].rate.high, 1e-12);
  }
}

TEST(RateAt, BelowAllStepsIsTheFirst) {
  const std::vector<RateStep> steps = isotonic_rates(levels({1, 9}, 10), 1);
  EXPECT_EQ(rate_at(steps, -5.0), steps[0].rate.value);
  EXPECT_EQ(rate_at(steps, 0.9), steps[0].rate.value);
  EXPECT_EQ(rate_at(steps, 1.0), steps[1].rate.value);
  EXPECT_THROW(rate_at({}, 1.0), Bug);
}

/// scikit-learn's own examples: log_loss of [.9,.1],[.1,.9],[.8,.2],[.35,.65] for spam, ham, ham,
/// spam is 0.21616 and brier_score_loss of 0.1, 0.9, 0.8, 0.3 for 0, 1, 1, 0 is 0.0375.
TEST(Losses, AgreeWithScikitLearnsExamples) {
  EXPECT_NEAR(
      log_loss(std::vector<double>{0.9, 0.1, 0.2, 0.65}, std::vector<std::int8_t>{1, 0, 0, 1}),
      0.21616, 5e-6);
  EXPECT_NEAR(
      brier_score(std::vector<double>{0.1, 0.9, 0.8, 0.3}, std::vector<std::int8_t>{0, 1, 1, 0}),
      0.0375, 1e-12);
  EXPECT_NEAR(log_loss(std::vector<double>{0.0}, std::vector<std::int8_t>{1}), 34.5388, 1e-3);
}

TEST(CalibrationError, ExpectedIsWhatTrueProbabilitiesShow) {
  base::Random random(12);
  constexpr int kRuns = 2000;
  double sum = 0.0;
  CalibrationError error;
  for (int run = 0; run < kRuns; ++run) {
    std::vector<Promise> bins;
    for (const double rate : {0.1, 0.3, 0.6}) {
      Promise bin;
      for (int i = 0; i < 60; ++i) {
        const double probability = rate + 0.1 * random.uniform();
        bin.predicted += probability;
        bin.variance += probability * (1.0 - probability);
        bin.best += random.uniform() < probability ? 1 : 0;
        bin.total += 1;
      }
      bins.push_back(bin);
    }
    error = calibration_error(bins);
    sum += error.value;
  }
  EXPECT_NEAR(error.expected, sum / kRuns, 0.03 * error.expected);
}

TEST(CalibrationError, IsTheMeanDistanceByHand) {
  const std::vector<Promise> bins{{.predicted = 2.0, .variance = 0, .best = 4, .total = 10},
                                  {.predicted = 9.0, .variance = 0, .best = 8, .total = 10}};
  EXPECT_DOUBLE_EQ(calibration_error(bins).value, 3.0 / 20.0);
}

}  // namespace
}  // namespace bestfit::stats
