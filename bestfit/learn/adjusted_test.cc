#include "bestfit/learn/adjusted.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "bestfit/attribute/effect.h"
#include "bestfit/base/random.h"
#include "bestfit/profile/attribute_stats.h"

namespace bestfit::learn {
namespace {

/// Attribute 0 tells; attribute 1 goes with it, and moves the log odds by `own` a step itself.
struct Pair {
  attribute::Coded coded;
  std::vector<std::int8_t> best;
  std::vector<std::uint32_t> rows;
  card::CodedModel card;  // of attribute 0 alone
};

Pair make_pair(std::size_t rows, double together, double own, std::uint64_t seed) {
  base::Random random(seed);
  Pair made;
  made.coded.rows = rows;
  made.coded.attributes.resize(2);
  for (auto& attribute : made.coded.attributes) attribute.levels = 8;
  for (std::uint32_t row = 0; row < rows; ++row) {
    const auto first = static_cast<int>(random.below(8));
    const bool same = random.uniform() < together;
    const int second = same ? first : static_cast<int>(random.below(8));
    made.coded.attributes[0].codes.push_back(static_cast<std::uint8_t>(1 + first));
    made.coded.attributes[1].codes.push_back(static_cast<std::uint8_t>(1 + second));
    const double odds = -0.5 + 0.5 * (first - 3.5) + own * (second - 3.5);
    made.best.push_back(random.uniform() < 1.0 / (1.0 + std::exp(-odds)) ? 1 : 0);
    made.rows.push_back(row);
  }
  card::CardOptions options;
  options.wishes.forced = {0};
  options.attributes_max = 1;
  made.card = card::fit(made.coded, made.best, made.rows, options);
  return made;
}

stats::Estimate alone(const Pair& made) {
  return attribute::cross_fitted_effect(made.coded, 1, made.best, made.rows).superiority;
}

stats::Estimate beside(const Pair& made) {
  return *adjusted_effect(made.coded, made.card, 1, made.best,
                          rows_to_adjust_with(made.coded, made.rows));
}

TEST(AdjustedEffect, IsNothingForWhatTheCardSaysAlready) {
  const Pair made = make_pair(4000, 0.7, 0.0, 1);
  EXPECT_GT(alone(made).low, 0.6);
  EXPECT_LT(beside(made).low, 0.5);
  EXPECT_NEAR(beside(made).value, 0.5, 0.03);
}

TEST(AdjustedEffect, StaysForWhatTheCardDoesNotSay) {
  const Pair made = make_pair(4000, 0.0, 0.4, 2);
  EXPECT_GT(alone(made).low, 0.55);
  EXPECT_GT(beside(made).low, 0.6);  // what is alike is left out of the comparison
}

TEST(AdjustedEffect, TurnsWhereOnlyCompanyMadeItLookGood) {
  const Pair made = make_pair(4000, 0.7, -0.25, 3);
  EXPECT_GT(alone(made).low, 0.5);
  EXPECT_LT(beside(made).high, 0.5);
  profile::AttributeStats stats;
  stats.effect = alone(made);
  stats.adjusted = beside(made);
  EXPECT_TRUE(profile::turns(stats));
}

TEST(AdjustedEffect, NeedsARestOfTheCard) {
  const Pair made = make_pair(500, 0.7, 0.0, 4);
  EXPECT_FALSE(adjusted_effect(made.coded, made.card, 0, made.best, made.rows));
  EXPECT_FALSE(adjusted_effect(made.coded, {}, 1, made.best, made.rows));
}

/// One cluster has all rows in one fold, and none to learn an order from.
TEST(AdjustedEffect, OfOneClusterCannotBeTold) {
  Pair made = make_pair(500, 0.7, 0.5, 5);
  made.coded.cluster.assign(500, 0);
  EXPECT_FALSE(adjusted_effect(made.coded, made.card, 1, made.best, made.rows));
  EXPECT_EQ(alone(made).low, 0.0);
  EXPECT_EQ(alone(made).high, 1.0);
}

/// Of an attribute that says nothing the interval holds 0.5 in 93 % to 99 % of samples.
TEST(AdjustedEffectSimulation, HoldsChance) {
  constexpr int kSamples = 500;
  int held = 0;
  for (int i = 0; i < kSamples; ++i) {
    const stats::Estimate found =
        beside(make_pair(400, 0.0, 0.0, 100 + static_cast<std::uint64_t>(i)));
    held += found.low <= 0.5 && 0.5 <= found.high ? 1 : 0;
  }
  RecordProperty("held", held);
  EXPECT_GE(held, 465);
  EXPECT_LE(held, 495);
}

}  // namespace
}  // namespace bestfit::learn
