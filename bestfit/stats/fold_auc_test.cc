#include "bestfit/stats/fold_auc.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "bestfit/base/random.h"

namespace bestfit::stats {
namespace {

/// Rows scored in two ways that agree in part.
struct Scored {
  std::vector<FoldScore> first;
  std::vector<FoldScore> second;
};

/// Both scores are what they share plus noise of their own; a best row stands `shift` higher.
Scored draw_scored(base::Random& random, int best, int other, double first_shift,
                   double second_shift) {
  Scored scored;
  for (int i = 0; i < best + other; ++i) {
    const bool is_best = i < best;
    const double shared = random.normal();
    FoldScore row{.fold = static_cast<std::uint32_t>(i % 2),
                  .row = static_cast<std::uint32_t>(i),
                  .cluster = static_cast<std::uint32_t>(i),
                  .score = shared + 0.5 * random.normal() + (is_best ? first_shift : 0.0),
                  .best = is_best};
    scored.first.push_back(row);
    row.score = shared + 0.5 * random.normal() + (is_best ? second_shift : 0.0);
    scored.second.push_back(row);
  }
  return scored;
}

double placement(const std::vector<FoldScore>& rows, const FoldScore& of) {
  double right = 0.0;
  double all = 0.0;
  for (const FoldScore& row : rows) {
    if (row.best == of.best || row.fold != of.fold) continue;
    const double high = of.best ? of.score : row.score;
    const double low = of.best ? row.score : of.score;
    right += high > low ? 1.0 : high == low ? 0.5 : 0.0;
    all += 1.0;
  }
  return right / all;
}

/// DeLong's variance of a difference, by its own words: the variances of differences of placements.
TEST(FoldAucDifference, IsDeLongsInOneFold) {
  base::Random random(1);
  Scored scored = draw_scored(random, 40, 60, 1.0, 0.6);
  for (FoldScore& row : scored.first) row.fold = 0;
  for (FoldScore& row : scored.second) row.fold = 0;
  double variance = 0.0;
  double value = 0.0;
  for (const bool outcome : {true, false}) {
    std::vector<double> differences;
    double mean = 0.0;
    for (std::size_t i = 0; i < scored.first.size(); ++i) {
      if (scored.first[i].best != outcome) continue;
      differences.push_back(placement(scored.first, scored.first[i]) -
                            placement(scored.second, scored.second[i]));
      mean += differences.back();
    }
    const auto count = static_cast<double>(differences.size());
    mean /= count;
    double squares = 0.0;
    for (const double difference : differences) squares += std::pow(difference - mean, 2);
    variance += squares / (count - 1.0) / count;
    value = mean;
  }
  const Estimate found = fold_auc_difference(scored.first, scored.second);
  EXPECT_NEAR(found.value, value, 1e-12);
  EXPECT_NEAR(found.high - found.value, 1.959963985 * std::sqrt(variance), 1e-6);
  EXPECT_NEAR(found.value - found.low, found.high - found.value, 1e-12);
}

TEST(FoldAucDifference, OfOneScoreWithItselfIsNothing) {
  base::Random random(2);
  const Scored scored = draw_scored(random, 30, 30, 1.0, 1.0);
  std::vector<FoldScore> turned(scored.first.rbegin(), scored.first.rend());
  const Estimate found = fold_auc_difference(scored.first, turned);
  EXPECT_NEAR(found.value, 0.0, 1e-12);
  EXPECT_NEAR(found.low, 0.0, 1e-9);
  EXPECT_NEAR(found.high, 0.0, 1e-9);
}

/// The intervals hold the true difference of AUC in 93 % to 97 % of samples.
TEST(FoldAucDifference, HoldsTheTruth) {
  constexpr int kSamples = 1000;
  const auto auc_of = [](double shift) {  // of two normal scores of variance 1.25
    return 0.5 * std::erfc(-shift / std::sqrt(2.5) / std::sqrt(2.0));
  };
  const double truth = auc_of(1.0) - auc_of(0.7);
  base::Random random(3);
  int held = 0;
  for (int i = 0; i < kSamples; ++i) {
    const Scored scored = draw_scored(random, 60, 140, 1.0, 0.7);
    const Estimate found = fold_auc_difference(scored.first, scored.second);
    held += found.low <= truth && truth <= found.high ? 1 : 0;
  }
  EXPECT_GE(held, 930);
  EXPECT_LE(held, 970);
}

// A row that counts for two stands like two of its copies, which say no more than one.
TEST(FoldAuc, ARowOfWeightTwoIsTwoCopiesOfIt) {
  base::Random random(3);
  std::vector<FoldScore> weighted;
  std::vector<FoldScore> copied;
  for (std::uint32_t row = 0; row < 400; ++row) {
    const bool best = row % 4 == 0;
    const double score = std::floor(10.0 * random.uniform() + (best ? 2.0 : 0.0));
    const double weight = row % 3 == 0 ? 2.0 : 1.0;
    const FoldScore one{.fold = row % 2, .row = row, .cluster = row, .score = score, .best = best};
    weighted.push_back(one);
    weighted.back().weight = weight;
    for (int copy = 0; copy < static_cast<int>(weight); ++copy) copied.push_back(one);
  }
  const Estimate a = fold_auc(weighted).auc;
  const Estimate b = fold_auc(copied).auc;
  EXPECT_NEAR(a.value, b.value, 1e-12);
  EXPECT_NEAR(a.low, b.low, 1e-3);
  EXPECT_NEAR(a.high, b.high, 1e-3);
}

}  // namespace
}  // namespace bestfit::stats
