#include "bestfit/validate/evaluate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/stats/proportion.h"

namespace bestfit::validate {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

void add(std::vector<Judged>& rows, int score, int best, int other, double probability) {
  for (int i = 0; i < best + other; ++i) {
    rows.push_back({.score = score, .best = i < best, .probability = probability});
  }
}

/// 100 accounts, 40 best: 20 at 90 (16 best), 30 at 50 (15 best), 50 at 10 (9 best).
std::vector<Judged> three_levels() {
  std::vector<Judged> rows;
  add(rows, 90, 16, 4, 0.8);
  add(rows, 50, 15, 15, 0.5);
  add(rows, 10, 9, 41, 0.2);
  return rows;
}

std::vector<profile::Tier> tiers() {
  return {{.name = "A", .from = 80, .action = ""},
          {.name = "B", .from = 40, .action = ""},
          {.name = "C", .from = 0, .action = ""}};
}

TEST(Evaluate, AgreesWithHandCounts) {
  const Evaluation found = evaluate(three_levels(), tiers(), 1);
  EXPECT_EQ(found.rows, 100);
  EXPECT_EQ(found.best, 40);
  // Pairs won: 16 (41 + 15 + 4 / 2) + 15 (41 + 15 / 2) + 9 * 41 / 2 of 40 * 60.
  EXPECT_NEAR(found.auc.value, (16 * 58.0 + 15 * 48.5 + 9 * 20.5) / 2400.0, 1e-12);
  // The top tenth is half of the 20 at the top: 8 of its 10 are best against 40 in 100.
  EXPECT_NEAR(found.lift_at_10pct.value, 2.0, 1e-12);
  const double loss = -(16 * std::log(0.8) + 4 * std::log(0.2) + 30 * std::log(0.5) +
                        9 * std::log(0.2) + 41 * std::log(0.8)) /
                      100.0;
  EXPECT_NEAR(found.log_loss, loss, 1e-12);
  EXPECT_NEAR(found.brier, (16 * 0.04 + 4 * 0.64 + 30 * 0.25 + 9 * 0.64 + 41 * 0.04) / 100.0,
              1e-12);
}

TEST(Evaluate, GainRunsToAll) {
  const Evaluation found = evaluate(three_levels(), {}, 1);
  ASSERT_EQ(found.gain.size(), 20U);
  EXPECT_NEAR(found.gain[3].share, 0.2, 1e-12);
  EXPECT_NEAR(found.gain[3].found.value, 16.0 / 40.0, 1e-12);
  EXPECT_EQ(found.gain.back().share, 1.0);
  EXPECT_EQ(found.gain.back().found.value, 1.0);
  EXPECT_EQ(found.gain.back().lift.low, 1.0);
  EXPECT_TRUE(found.by_tier.empty());
}

TEST(Evaluate, TiersHoldEachRowOnce) {
  const Evaluation found = evaluate(three_levels(), tiers(), 1);
  ASSERT_EQ(found.by_tier.size(), 3U);
  EXPECT_EQ(found.by_tier[0].total, 20);
  EXPECT_EQ(found.by_tier[1].best, 15);
  EXPECT_EQ(found.by_tier[2].total, 50);
  EXPECT_NEAR(found.by_tier[0].lift.value, 0.8 / 0.4, 1e-12);
  const stats::Interval wilson = stats::wilson_interval(16, 20);
  EXPECT_EQ(found.by_tier[0].rate.low, wilson.low);
  EXPECT_EQ(found.by_tier[0].rate.high, wilson.high);
}

TEST(Evaluate, CalibrationBinsCoverAllScoresOnce) {
  std::vector<Judged> rows;
  for (int score = 0; score <= 100; ++score) add(rows, score, score % 3, 4, 0.01 * score);
  const Evaluation found = evaluate(rows, {}, 1);
  ASSERT_FALSE(found.calibration.empty());
  EXPECT_LE(found.calibration.size(), 10U);
  EXPECT_EQ(found.calibration.front().from, 0);
  EXPECT_EQ(found.calibration.back().to, 100);
  std::int64_t total = 0;
  for (std::size_t i = 0; i < found.calibration.size(); ++i) {
    const CalibrationBin& bin = found.calibration[i];
    if (i > 0) {
      EXPECT_EQ(bin.from, found.calibration[i - 1].to + 1);
    }
    EXPECT_GE(bin.predicted, 0.01 * bin.from - 1e-9);
    EXPECT_LE(bin.predicted, 0.01 * bin.to + 1e-9);
    total += bin.total;
  }
  EXPECT_EQ(total, found.rows);
}

TEST(Evaluate, WithoutProbabilitiesThereIsNoLoss) {
  std::vector<Judged> rows;
  add(rows, 80, 3, 1, kNone);
  add(rows, 20, 1, 3, kNone);
  const Evaluation found = evaluate(rows, {}, 1);
  EXPECT_TRUE(std::isnan(found.log_loss));
  EXPECT_TRUE(std::isnan(found.brier));
  EXPECT_TRUE(std::isnan(found.calibration.front().predicted));
  EXPECT_EQ(found.auc.value, (3 * 3.5 + 1 * 1.5) / 16.0);
}

TEST(Evaluate, CopiesOfAnAccountAreOneAccount) {
  std::vector<Judged> copies;
  std::vector<std::uint32_t> cluster;
  std::uint32_t account = 0;
  for (const Judged& row : three_levels()) {
    copies.insert(copies.end(), 4, row);
    cluster.insert(cluster.end(), 4, account++);
  }
  const Evaluation once = evaluate(three_levels(), tiers(), 1);
  const Evaluation found = evaluate(copies, tiers(), 1, {.curve = 4.0, .cluster = cluster});
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(found.by_tier[i].total, 4 * once.by_tier[i].total);
    EXPECT_NEAR(found.by_tier[i].rate.low, once.by_tier[i].rate.low, 1e-9);
    EXPECT_NEAR(found.by_tier[i].rate.high, once.by_tier[i].rate.high, 1e-9);
    EXPECT_NEAR(found.by_tier[i].lift.low, once.by_tier[i].lift.low, 1e-9);
    EXPECT_NEAR(found.by_tier[i].lift.high, once.by_tier[i].lift.high, 1e-9);
    EXPECT_NEAR(found.calibration[i].observed.low, once.calibration[i].observed.low, 1e-9);
  }
}

TEST(Evaluate, RefusesOneOutcomeAlone) {
  std::vector<Judged> rows;
  add(rows, 80, 3, 0, kNone);
  EXPECT_THROW(evaluate(rows, {}, 1), Error);
  EXPECT_THROW(evaluate({}, {}, 1), Error);
}

}  // namespace
}  // namespace bestfit::validate
