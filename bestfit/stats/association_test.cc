#include "bestfit/stats/association.h"

#include <gtest/gtest.h>

#include <cmath>

#include "bestfit/base/random.h"
#include "bestfit/stats/discovery.h"
#include "bestfit/stats/distribution.h"

namespace bestfit::stats {
namespace {

TEST(Association, RankTestIsMannWhitneyWithTies) {
  // Best {1, 2, 2}, others {2, 3, 4, 4}: U = 1 of 12, ties 3 and 2; by hand
  // var = 3*4/12 * (8 - (24 + 6) / 42), z = (1 - 6) / sqrt(var).
  const Groups groups{.total = {1, 3, 1, 2}, .best = {1, 2, 0, 0}};
  const double variance = 1.0 * (8.0 - 30.0 / 42.0);
  EXPECT_NEAR(rank_test(groups), normal_tail_two_sided(5.0 / std::sqrt(variance)), 1e-12);
  EXPECT_EQ(rank_test({.total = {5}, .best = {2}}), 1.0);
  EXPECT_EQ(rank_test({.total = {5, 4}, .best = {0, 0}}), 1.0);
}

TEST(Association, ShapeTestSeesThePeakThatRanksDoNot) {
  const Groups peak{.total = {40, 40, 40, 40, 40}, .best = {5, 15, 30, 15, 5}};
  EXPECT_NEAR(rank_test(peak), 1.0, 1e-9);
  EXPECT_LT(shape_test(peak), 1e-8);
  const Groups slope{.total = {40, 40, 40, 40, 40}, .best = {10, 15, 20, 25, 30}};
  EXPECT_NEAR(shape_test(slope), 1.0, 1e-9);
  EXPECT_LT(rank_test(slope), 1e-4);
}

TEST(Association, IndependenceIsPearson) {
  // 2 x 2 table 10, 20 / 30, 5: X^2 = 65 (10*5 - 20*30)^2 / (30 * 35 * 40 * 25), by hand.
  const double x2 = 65.0 * 550.0 * 550.0 / (30.0 * 35.0 * 40.0 * 25.0);
  const Groups groups{.total = {30, 0, 35}, .best = {10, 0, 30}};
  EXPECT_NEAR(independence_test(groups), chi_square_tail(x2 * 64.0 / 65.0, 1.0), 1e-12);
  // With two groups it is the rank test.
  EXPECT_NEAR(independence_test(groups), rank_test(groups), 1e-12);
}

TEST(Association, ShufflesAgreeWithExactProbabilities) {
  // 3 best of 9 accounts in three groups of 3: all three in one group has chance 3 / C(9, 3).
  const Groups groups{.total = {3, 3, 3}, .best = {3, 0, 0}};
  EXPECT_NEAR(shuffled_independence_test(groups, 20000, 7), 3.0 / 84.0, 0.004);
  // Two each of one group and one of another: 6 * 3 * 3 more tables reach it.
  const Groups spread{.total = {3, 3, 3}, .best = {2, 1, 0}};
  EXPECT_NEAR(shuffled_independence_test(spread, 20000, 7), 57.0 / 84.0, 0.015);
}

TEST(Association, ShuffledTailsFollowChiSquare) {
  // Where counts are large, both tests must agree, also far out where no shuffle reaches.
  const Groups groups{.total = {400, 400, 400, 400}, .best = {150, 200, 210, 240}};
  const double exact = independence_test(groups);
  const double shuffled = shuffled_independence_test(groups, 2000, 3);
  EXPECT_LT(exact, 1e-8);
  EXPECT_NEAR(std::log10(shuffled), std::log10(exact), 2.0);
}

TEST(Association, FisherMidP) {
  // Tea tasting (Agresti 2013, table 3.9): 3, 1 / 1, 3. Tables 0..4 have chances 1, 16, 36, 16, 1
  // of 70; two-sided mid-p = (1 + 1 + (16 + 16) / 2) / 70.
  EXPECT_NEAR(fisher_mid_p(3, 1, 1, 3), 18.0 / 70.0, 1e-12);
  EXPECT_NEAR(fisher_mid_p(4, 0, 0, 4), 1.0 / 70.0, 1e-12);
  EXPECT_NEAR(fisher_mid_p(0, 0, 3, 4), 0.5, 1e-12);
}

TEST(Association, CochranRule) {
  EXPECT_TRUE(expected_counts_suffice({.total = {20, 20, 20}, .best = {10, 10, 10}}));
  EXPECT_FALSE(expected_counts_suffice({.total = {100, 100, 1}, .best = {50, 50, 1}}));
}

/// Share of p below 0.05 for outcomes that have nothing to do with the groups.
template <typename Test>
double false_alarms(const std::vector<double>& totals, double rate, int runs, const Test& test) {
  base::Random random(11);
  int alarms = 0;
  for (int run = 0; run < runs; ++run) {
    Groups groups{.total = totals, .best = {}};
    for (const double total : totals) {
      double best = 0.0;
      for (int i = 0; i < static_cast<int>(total); ++i) best += random.uniform() < rate ? 1.0 : 0.0;
      groups.best.push_back(best);
    }
    if (test(groups) < 0.05) ++alarms;
  }
  return alarms / static_cast<double>(runs);
}

TEST(Association, HoldsItsLevelUnderChance) {
  const std::vector<double> tied = {30, 5, 8, 20, 1, 1, 3, 12};
  const auto ranks = [](const Groups& groups) { return rank_test(groups); };
  const auto shape = [](const Groups& groups) { return shape_test(groups); };
  EXPECT_NEAR(false_alarms(tied, 0.3, 4000, ranks), 0.05, 0.01);
  EXPECT_NEAR(false_alarms(tied, 0.3, 4000, shape), 0.05, 0.01);
  const std::vector<double> forty(40, 5.0);
  const auto shuffled = [](const Groups& groups) {
    return shuffled_independence_test(groups, 400, 5);
  };
  EXPECT_NEAR(false_alarms(forty, 0.2, 1000, shuffled), 0.05, 0.02);
}

TEST(Discovery, BenjaminiHochbergByHand) {
  // Sorted p .01 .02 .03 .5: p * 4 / rank = .04 .04 .04 .5.
  const std::vector<double> p = {0.5, 0.01, 0.03, 0.02};
  const std::vector<double> q = benjamini_hochberg(p);
  EXPECT_NEAR(q[0], 0.5, 1e-12);
  for (const std::size_t i : {1U, 2U, 3U}) EXPECT_NEAR(q[i], 0.04, 1e-12);
  EXPECT_NEAR(benjamini_yekutieli(p)[1], 0.04 * (1 + 0.5 + 1.0 / 3 + 0.25), 1e-12);
  EXPECT_NEAR(simes(p), 0.04, 1e-12);
  EXPECT_TRUE(benjamini_hochberg({}).empty());
}

TEST(Discovery, HoldsTheFalseDiscoveryRate) {
  // 20 true effects (p tiny), 80 null: with q <= .1 the share of false findings is .08 on average.
  base::Random random(3);
  double false_share = 0.0;
  constexpr int kRuns = 2000;
  for (int run = 0; run < kRuns; ++run) {
    std::vector<double> p(100);
    for (std::size_t i = 0; i < p.size(); ++i) p[i] = i < 20 ? 1e-9 : random.uniform();
    const std::vector<double> q = benjamini_hochberg(p);
    int found = 0;
    int wrong = 0;
    for (std::size_t i = 0; i < q.size(); ++i) {
      if (q[i] > 0.1) continue;
      ++found;
      wrong += i < 20 ? 0 : 1;
    }
    false_share += static_cast<double>(wrong) / found / kRuns;
  }
  EXPECT_NEAR(false_share, 0.08, 0.006);
}

}  // namespace
}  // namespace bestfit::stats
