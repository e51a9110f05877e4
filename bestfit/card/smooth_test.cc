#include "bestfit/card/smooth.h"

#include <gtest/gtest.h>

#include <cmath>

#include "bestfit/base/random.h"

namespace bestfit::card {
namespace {

std::vector<outcome::Mass> once(const std::vector<std::uint8_t>& best) {
  std::vector<outcome::Mass> rows;
  for (const std::uint8_t is_best : best)
    rows.push_back({.best = 1.0 * is_best, .other = 1.0 - is_best});
  return rows;
}

double rate_of(double log_odds) { return 1.0 / (1.0 + std::exp(-log_odds)); }

CodeColumn drawn(std::size_t rows, std::size_t levels, bool ordered, base::Random& random) {
  CodeColumn column{.codes = {}, .levels = levels, .order = {.ordered = ordered}, .log_odds = {}};
  for (std::size_t row = 0; row < rows; ++row) {
    column.codes.push_back(static_cast<std::uint8_t>(1 + random.below(levels)));
  }
  column.log_odds.assign(levels + 1, 0.0);
  return column;
}

/// A slow wave, so that neighbours say much of each other.
double wave(std::uint8_t code) { return std::sin(static_cast<double>(code) / 5.0); }

std::vector<std::uint8_t> outcomes(const CodeColumn& a, const CodeColumn& b, base::Random& random) {
  std::vector<std::uint8_t> best;
  for (std::size_t row = 0; row < a.codes.size(); ++row) {
    const double log_odds = wave(a.codes[row]) + (b.codes[row] <= 2 ? 0.8 : 0.0) - 1.0;
    best.push_back(random.uniform() < rate_of(log_odds) ? 1 : 0);
  }
  return best;
}

/// Root mean squared distance of an effect from the truth, both about their means.
template <typename Truth>
double distance(const std::vector<double>& effect, Truth truth) {
  double mean = 0.0;
  const auto levels = static_cast<double>(effect.size() - 1);
  for (std::size_t code = 1; code < effect.size(); ++code) {
    mean += (effect[code] - truth(static_cast<std::uint8_t>(code))) / levels;
  }
  double sum = 0.0;
  for (std::size_t code = 1; code < effect.size(); ++code) {
    const double off = effect[code] - truth(static_cast<std::uint8_t>(code)) - mean;
    sum += off * off / levels;
  }
  return std::sqrt(sum);
}

// Oracle: the truth that was drawn from, and the codes' own log odds, which hold nothing together.
TEST(Smooth, IsNearerToTheTruthThanEachCodeAlone) {
  base::Random random(7);
  std::vector<CodeColumn> columns = {drawn(2000, 30, true, random), drawn(2000, 8, false, random)};
  const auto best = outcomes(columns[0], columns[1], random);
  const std::vector<Effect> effects = smooth(columns, once(best), -1.0);
  std::vector<double> total(31, 1.0);
  std::vector<double> won(31, 0.5);
  for (std::size_t row = 0; row < best.size(); ++row) {
    total[columns[0].codes[row]] += 1.0;
    won[columns[0].codes[row]] += best[row];
  }
  std::vector<double> alone(31, 0.0);
  for (std::size_t code = 1; code < 31; ++code) {
    alone[code] = std::log(won[code] / (total[code] - won[code]));
  }
  EXPECT_LT(distance(effects[0].log_odds, wave), 0.6 * distance(alone, wave));
  EXPECT_LT(distance(effects[1].log_odds, [](std::uint8_t code) { return code <= 2 ? 0.8 : 0.0; }),
            0.2);
}

// Closed form: with one attribute and many rows the prior weighs nothing, and the maximum of the
// likelihood is the log odds of each code's own rate.
TEST(Smooth, WithManyRowsIsTheLogOddsOfEachCode) {
  std::vector<CodeColumn> columns(1);
  columns[0] = {
      .codes = {}, .levels = 3, .order = {.ordered = true}, .log_odds = {0.0, 0.0, 0.0, 0.0}};
  std::vector<std::uint8_t> best;
  const std::vector<std::size_t> won = {20000, 50000, 90000};
  for (std::size_t code = 1; code <= 3; ++code) {
    for (std::size_t i = 0; i < 100000; ++i) {
      columns[0].codes.push_back(static_cast<std::uint8_t>(code));
      best.push_back(i < won[code - 1] ? 1 : 0);
    }
  }
  const std::vector<double> effect = smooth(columns, once(best), 0.0)[0].log_odds;
  EXPECT_NEAR(effect[2] - effect[1], std::log(0.5 / 0.5) - std::log(0.2 / 0.8), 2e-3);
  EXPECT_NEAR(effect[3] - effect[2], std::log(0.9 / 0.1) - std::log(0.5 / 0.5), 2e-3);
}

TEST(Smooth, StaysFiniteWhereOneCodeHasOneOutcomeOnly) {
  std::vector<CodeColumn> columns(1);
  columns[0] = {.codes = {}, .levels = 2, .order = {}, .log_odds = {0.0, 0.0, 0.0}};
  std::vector<std::uint8_t> best;
  for (std::size_t i = 0; i < 200; ++i) {
    columns[0].codes.push_back(i % 2 == 0 ? 1 : 2);
    best.push_back(i % 2 == 0 ? 1 : 0);
  }
  const std::vector<double> effect = smooth(columns, once(best), 0.0)[0].log_odds;
  EXPECT_GT(effect[1] - effect[2], 3.0);
  EXPECT_LT(effect[1] - effect[2], 12.0);
}

TEST(Smooth, CodesThatDoNotOccurLieBetweenTheirNeighbours) {
  std::vector<CodeColumn> columns(2);
  columns[0] = {.codes = {2, 5, 2, 5, 5, 2},
                .levels = 6,
                .order = {.ordered = true},
                .log_odds = {0.0, 0.0, 0.1, 0.25, 0.25, 0.3, 0.0}};
  columns[1] = {
      .codes = {1, 3, 3, 3, 1, 1}, .levels = 3, .order = {}, .log_odds = {0.0, 0.0, 0.25, 0.0}};
  const auto effects = smooth(columns, once({1, 0, 1, 0, 1, 0}), 0.0);
  const std::vector<double>& line = effects[0].log_odds;
  EXPECT_NEAR(line[3], line[2] + (line[5] - line[2]) / 3.0, 1e-12);
  EXPECT_NEAR(line[4], line[2] + 2.0 * (line[5] - line[2]) / 3.0, 1e-12);
  EXPECT_EQ(line[1], line[2]);
  EXPECT_EQ(line[6], line[5]);
  EXPECT_EQ(effects[0].information[3], 0.0);
  EXPECT_GT(effects[0].information[2], 0.0);
  EXPECT_EQ(effects[1].log_odds[2], 0.25);  // a label keeps its start
}

/// Few rows and many attributes of noise beside one that tells: what all show together holds the
/// noise back, and each alone does not.
TEST(Smooth, PooledHoldsNoiseBack) {
  double alone = 0.0;
  double pooled = 0.0;
  double told = 0.0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    base::Random random(seed);
    std::vector<CodeColumn> columns;
    for (int i = 0; i < 20; ++i) columns.push_back(drawn(80, 6, i % 2 == 0, random));
    std::vector<std::uint8_t> best;
    for (const std::uint8_t code : columns[0].codes) {
      best.push_back(random.uniform() < rate_of(code <= 3 ? -1.0 : 1.0) ? 1 : 0);
    }
    const auto apart = smooth(columns, once(best), 0.0);
    const auto together = smooth(columns, once(best), 0.0, {.rounds = 20, .pooled = 3.0});
    const auto flat = [](std::uint8_t) { return 0.0; };
    for (std::size_t i = 1; i < columns.size(); ++i) {
      alone += distance(apart[i].log_odds, flat);
      pooled += distance(together[i].log_odds, flat);
    }
    told += together[0].log_odds[5] - together[0].log_odds[2];
  }
  EXPECT_LT(pooled, 0.7 * alone);
  EXPECT_GT(told / 20.0, 0.7);
}

}  // namespace
}  // namespace bestfit::card
