#include "bestfit/stats/auc.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/random.h"
#include "bestfit/stats/distribution.h"
#include "bestfit/stats/fold_auc.h"

namespace bestfit::stats {
namespace {

struct Sample {
  std::vector<double> scores;
  std::vector<std::int8_t> best;
};

/// Binormal scores with a true AUC; rounded to steps of `step` where it is above 0.
Sample draw(base::Random& random, int best, int other, double auc, double step = 0.0) {
  const double shift = std::sqrt(2.0) * normal_quantile(auc);
  Sample sample;
  for (int i = 0; i < best + other; ++i) {
    const double score = random.normal() + (i < best ? shift : 0.0);
    sample.scores.push_back(step > 0.0 ? std::round(score / step) * step : score);
    sample.best.push_back(i < best ? 1 : 0);
  }
  return sample;
}

double wins(double best, double other) { return best > other ? 1.0 : best == other ? 0.5 : 0.0; }

/// AUC by its definition: every pair compared.
double brute_auc(const Sample& sample) {
  double sum = 0.0;
  double pairs = 0.0;
  for (std::size_t i = 0; i < sample.scores.size(); ++i) {
    for (std::size_t j = 0; j < sample.scores.size(); ++j) {
      if (sample.best[i] == 0 || sample.best[j] != 0) continue;
      sum += wins(sample.scores[i], sample.scores[j]);
      pairs += 1.0;
    }
  }
  return sum / pairs;
}

/// One outcome's part of DeLong's variance, from structural components by pairs.
double brute_part(const Sample& sample, bool of_best) {
  const double value = brute_auc(sample);
  double squares = 0.0;
  double rows = 0.0;
  for (std::size_t i = 0; i < sample.scores.size(); ++i) {
    if ((sample.best[i] != 0) != of_best) continue;
    double sum = 0.0;
    double against = 0.0;
    for (std::size_t j = 0; j < sample.scores.size(); ++j) {
      if ((sample.best[j] != 0) == of_best) continue;
      sum += of_best ? wins(sample.scores[i], sample.scores[j])
                     : wins(sample.scores[j], sample.scores[i]);
      against += 1.0;
    }
    squares += std::pow(sum / against - value, 2);
    rows += 1.0;
  }
  return squares / (rows - 1.0) / rows;
}

TEST(Auc, AgreesWithPairsComparedOneByOne) {
  base::Random random(1);
  for (const double step : {0.0, 0.5, 2.0}) {
    const Sample sample = draw(random, 23, 41, 0.8, step);
    const ScoreCounts counts = count_scores(sample.scores, sample.best);
    EXPECT_NEAR(auc_value(counts), brute_auc(sample), 1e-12);
    EXPECT_NEAR(auc_variance(counts), brute_part(sample, true) + brute_part(sample, false), 1e-12);
  }
}

/// scikit-learn's example of roc_auc_score: 0.1, 0.35, 0.4, 0.8 gives 0.75 (3 of 4 pairs).
TEST(Auc, AgreesWithHandCounts) {
  const std::vector<double> scores{0.1, 0.4, 0.35, 0.8};
  const std::vector<std::int8_t> best{0, 0, 1, 1};
  EXPECT_DOUBLE_EQ(auc_value(count_scores(scores, best)), 0.75);
}

/// Hanley and McNeil 1982, Radiology 143, table I: 58 normal and 51 abnormal images rated 1 to 5,
/// with an area of 0.893 by the Wilcoxon statistic.
TEST(Auc, AgreesWithHanleyAndMcNeilsRatings) {
  const ScoreCounts counts = {
      .score = {1, 2, 3, 4, 5}, .best = {3, 2, 2, 11, 33}, .other = {33, 6, 6, 11, 2}};
  EXPECT_NEAR(auc_value(counts), 0.893, 5e-4);
  EXPECT_NEAR(std::sqrt(auc_variance(counts)), 0.032, 2e-3);  // their standard error: 0.032
}

TEST(Auc, CountsOfPointsAndOfScoresAgree) {
  const std::vector<int> points{0, 100, 7, 7, 50};
  const std::vector<double> scores(points.begin(), points.end());
  const std::vector<std::int8_t> best{0, 1, 1, 0, 0};
  const ScoreCounts by_points = count_points(points, best);
  const ScoreCounts by_scores = count_scores(scores, best);
  EXPECT_EQ(by_points.score, by_scores.score);
  EXPECT_EQ(by_points.best, by_scores.best);
  EXPECT_EQ(by_points.other, by_scores.other);
  EXPECT_THROW(count_points(std::vector<int>{101}, std::vector<std::int8_t>{1}), Bug);
}

TEST(Auc, SaysNothingOfOneOutcomeAlone) {
  EXPECT_THROW(auc_value({.score = {1, 2}, .best = {1, 1}, .other = {0, 0}}), Bug);
}

/// The limits solve the equation that defines them, written out a second time here.
/// Sums of weights round: a thousand sets of them, all best above all others.
TEST(Auc, IsNeverAboveOneByWeights) {
  base::Random random(7);
  for (int i = 0; i < 1000; ++i) {
    ScoreCounts counts;
    std::vector<FoldScore> rows;
    for (int level = 0; level < 12; ++level) {
      const double weight = random.uniform() + 0.01;
      const bool best = level >= 6;
      counts.score.push_back(level);
      counts.best.push_back(best ? weight : 0.0);
      counts.other.push_back(best ? 0.0 : weight);
      rows.push_back({.fold = 0,
                      .row = static_cast<std::uint32_t>(level),
                      .cluster = static_cast<std::uint32_t>(level),
                      .score = static_cast<double>(level),
                      .best = best,
                      .weight = weight});
    }
    EXPECT_LE(auc(counts).value, 1.0);
    EXPECT_GT(auc(counts).value, 1.0 - 1e-12);
    EXPECT_LE(fold_auc(rows).auc.value, 1.0);
  }
}

TEST(NewcombeAuc, LimitsSolveTheirEquation) {
  for (const double value : {0.5, 0.69, 0.856, 1.0}) {
    const Interval found = newcombe_auc_interval(value, 10, 30);
    for (const double limit : {found.low, found.high}) {
      if (limit == 1.0) continue;
      const double star = 40.0 / 2.0 - 1.0;
      const double variance = limit * (1 - limit) / 300.0 *
                              (1 + star * (1 - limit) / (2 - limit) + star * limit / (1 + limit));
      EXPECT_NEAR(std::abs(value - limit), 1.959964 * std::sqrt(variance), 1e-6) << value;
    }
  }
}

TEST(Auc, PerfectOrUselessScoresHaveHonestIntervals) {
  const Estimate perfect = auc({.score = {1, 2}, .best = {0, 40}, .other = {40, 0}});
  EXPECT_EQ(perfect.value, 1.0);
  EXPECT_EQ(perfect.high, 1.0);
  EXPECT_GT(perfect.low, 0.85);
  EXPECT_LT(perfect.low, 0.99);
  const Estimate wrong = auc({.score = {1, 2}, .best = {40, 0}, .other = {0, 40}});
  EXPECT_NEAR(wrong.high, 1.0 - perfect.low, 1e-12);
  const Estimate tied = auc({.score = {1}, .best = {40}, .other = {40}});
  EXPECT_EQ(tied.value, 0.5);
  EXPECT_LT(tied.low, 0.45);
  EXPECT_GT(tied.high, 0.55);
}

struct Design {
  int best;
  int other;
  double auc;
  double step;  // 0: no ties
};

class AucCoverage : public testing::TestWithParam<Design> {};

/// 95 % intervals hold the truth in 93 % to 97 % of samples (2,000 samples: standard error 0.5 %).
TEST_P(AucCoverage, IsAsStated) {
  const Design design = GetParam();
  constexpr int kSamples = 2000;
  base::Random random(20, static_cast<std::uint64_t>(design.best));
  int held = 0;
  for (int i = 0; i < kSamples; ++i) {
    const Sample sample = draw(random, design.best, design.other, design.auc, design.step);
    const Estimate found = auc(count_scores(sample.scores, sample.best));
    held += found.low <= design.auc && design.auc <= found.high ? 1 : 0;
  }
  const double coverage = static_cast<double>(held) / kSamples;
  RecordProperty("coverage", std::to_string(coverage));
  EXPECT_GE(coverage, 0.93);
  EXPECT_LE(coverage, 0.97);
}

INSTANTIATE_TEST_SUITE_P(Designs, AucCoverage,
                         testing::Values(Design{10, 30, 0.69, 0}, Design{10, 30, 0.856, 0},
                                         Design{20, 20, 0.69, 0}, Design{20, 20, 0.856, 0},
                                         Design{20, 100, 0.69, 0}, Design{20, 100, 0.856, 0},
                                         Design{100, 400, 0.69, 0}, Design{100, 400, 0.856, 0}),
                         [](const testing::TestParamInfo<Design>& design) {
                           return "best" + std::to_string(design.param.best) + "other" +
                                  std::to_string(design.param.other) + "auc" +
                                  std::to_string(static_cast<int>(1000 * design.param.auc));
                         });

std::vector<FoldScore> fold_rows(const Sample& sample) {
  std::vector<FoldScore> rows;
  for (std::uint32_t i = 0; i < sample.scores.size(); ++i) {
    rows.push_back({.fold = 0,
                    .row = i,
                    .cluster = i,
                    .score = sample.scores[i],
                    .best = sample.best[i] != 0});
  }
  return rows;
}

TEST(FoldAuc, OneFoldIsPlainAuc) {
  base::Random random(3);
  const Sample sample = draw(random, 50, 70, 0.7, 0.5);
  const Estimate plain = auc(count_scores(sample.scores, sample.best));
  const Estimate found = fold_auc(fold_rows(sample)).auc;
  EXPECT_NEAR(found.value, plain.value, 1e-12);
  EXPECT_NEAR(found.low, plain.low, 1e-12);
  EXPECT_NEAR(found.high, plain.high, 1e-12);
}

TEST(FoldAuc, NeverComparesScoresOfTwoFolds) {
  base::Random random(4);
  const Sample sample = draw(random, 60, 60, 0.75);
  std::vector<FoldScore> rows = fold_rows(sample);
  double sum = 0.0;
  double pairs = 0.0;
  for (std::uint32_t fold = 0; fold < 4; ++fold) {
    Sample part;
    for (FoldScore& row : rows) {
      if (row.row % 4 != fold) continue;
      row.fold = fold;
      part.scores.push_back(row.score);
      part.best.push_back(row.best ? 1 : 0);
      row.score += 10.0 * fold;  // a card that gives more points
    }
    sum += brute_auc(part) * 15.0 * 15.0;
    pairs += 15.0 * 15.0;
  }
  EXPECT_NEAR(fold_auc(rows).auc.value, sum / pairs, 1e-12);
}

TEST(FoldAuc, RowsThatComeBackDoNotNarrowTheInterval) {
  base::Random random(5);
  const Sample sample = draw(random, 50, 70, 0.7);
  std::vector<FoldScore> rows = fold_rows(sample);
  const Estimate once = fold_auc(rows).auc;
  const std::size_t size = rows.size();
  for (std::size_t i = 0; i < size; ++i) {
    FoldScore again = rows[i];
    again.fold = 1;
    rows.push_back(again);
  }
  const Estimate twice = fold_auc(rows).auc;
  EXPECT_NEAR(twice.low, once.low, 1e-12);
  EXPECT_NEAR(twice.high, once.high, 1e-12);
}

TEST(FoldAuc, CopiedRowsInOneClusterDoNotNarrowTheInterval) {
  base::Random random(6);
  const Sample sample = draw(random, 50, 70, 0.7);
  std::vector<FoldScore> rows = fold_rows(sample);
  const Estimate once = fold_auc(rows).auc;
  const std::size_t size = rows.size();
  for (std::uint32_t i = 0; i < size; ++i) {
    FoldScore copy = rows[i];
    copy.row = static_cast<std::uint32_t>(size) + i;  // the same account once more
    rows.push_back(copy);
  }
  const Estimate copied = fold_auc(rows).auc;
  EXPECT_NEAR(copied.value, once.value, 1e-12);
  EXPECT_NEAR(copied.high - copied.low, once.high - once.low, 0.02 * (once.high - once.low));
}

TEST(FoldAuc, OverlapWidensByItsRoot) {
  base::Random random(9);
  const std::vector<FoldScore> rows = fold_rows(draw(random, 4000, 4000, 0.7));
  const FoldAuc plain = fold_auc(rows);
  const FoldAuc wide = fold_auc(rows, overlap_of_folds(5));
  EXPECT_DOUBLE_EQ(overlap_of_folds(5), 2.25);
  EXPECT_NEAR(wide.auc.high - wide.auc.low, 1.5 * (plain.auc.high - plain.auc.low), 1e-4);
  EXPECT_NEAR(wide.lean, 2.25, 1e-9);
}

}  // namespace
}  // namespace bestfit::stats
