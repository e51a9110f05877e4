#include "bestfit/stats/expected_value.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/random.h"

namespace bestfit::stats {
namespace {

/// One leaves on day 50, one is followed for 100 days, one for 300.
std::vector<AccountHistory> three() {
  return {{.days = 50, .left = 1, .payments = {{0, 6}}},
          {.days = 100, .left = 0, .payments = {{0, 6}, {60, 9}}},
          {.days = 300, .left = 0, .payments = {{0, 3}, {60, 3}, {200, 12}}}};
}

TEST(ExpectedValue, IsWhatWasPaidAndTheRestOfThoseThatStayed) {
  const ExpectedValues found =
      expected_values(three(), {}, {.value = {.horizon = 250, .known_min = 1}});
  EXPECT_EQ(found.until, 250.0);
  EXPECT_NEAR(found.accounts[0].sum(), 6.0, 1e-12);  // it left
  EXPECT_NEAR(found.accounts[1].observed, 15.0, 1e-12);
  EXPECT_NEAR(found.accounts[1].rest, 12.0, 1e-12);  // what the one that is known paid later
  EXPECT_NEAR(found.accounts[2].sum(), 18.0, 1e-12);
  EXPECT_EQ(found.accounts[2].rest, 0.0);

  // By day 100 the two that stay have paid 15 and 6: the first 15 / 10.5 of the mean.
  const ExpectedValues own =
      expected_values(three(), {}, {.value = {.horizon = 250, .known_min = 1}, .persistence = 0.5});
  EXPECT_NEAR(own.accounts[1].rest, 12.0 * (1.0 + 0.5 * (15.0 / 10.5 - 1.0)), 1e-12);
  EXPECT_NEAR(own.accounts[0].sum(), 6.0, 1e-12);
}

/// Large accounts pay ten times as much and stay longer; amounts keep their level, or do not.
enum class Amounts { keep_their_level, are_drawn_anew };

struct DrawnHistories {
  std::vector<AccountHistory> accounts;
  std::vector<std::uint32_t> large;
  std::vector<double> truth;  // paid within 720 days, were the account followed so long
};

DrawnHistories draw_histories(std::uint64_t seed, int size, Amounts amounts) {
  base::Random random(7, seed);
  DrawnHistories drawn;
  for (int i = 0; i < size; ++i) {
    const bool large = random.below(2) == 0;
    const double stays = (large ? 900.0 : 400.0) * random.exponential();
    const double seen = 1400.0 * random.uniform();
    const double level = std::exp(0.8 * random.normal());
    AccountHistory account = {.days = std::min(stays, seen),
                              .left = static_cast<std::int8_t>(stays <= seen ? 1 : 0)};
    double truth = 0.0;
    for (double day = 0.0; day <= std::min(stays, 719.0); day += 30.0) {
      const double own =
          amounts == Amounts::keep_their_level ? level : std::exp(0.8 * random.normal());
      const double amount = (large ? 10.0 : 1.0) * own;
      truth += amount;
      if (day <= seen) account.payments.push_back({day, amount});
    }
    drawn.accounts.push_back(account);
    drawn.large.push_back(large ? 1 : 0);
    drawn.truth.push_back(truth);
  }
  return drawn;
}

double mean_of(const std::vector<ExpectedValue>& values) {
  double sum = 0.0;
  for (const ExpectedValue& value : values) sum += value.sum();
  return sum / static_cast<double>(values.size());
}

TEST(ExpectedValue, MeanOfAllIsTheMeanValue) {
  const DrawnHistories drawn = draw_histories(1, 300, Amounts::keep_their_level);
  const ValueOptions options = {.horizon = 720};
  const ExpectedValues found = expected_values(drawn.accounts, {}, {.value = options});
  EXPECT_NEAR(mean_of(found.accounts), mean_value(drawn.accounts, options).mean.value, 1e-9);

  // And that of a stratum, that of its accounts.
  const ExpectedValues split = expected_values(drawn.accounts, drawn.large, {.value = options});
  EXPECT_EQ(split.alone, (std::vector<std::int8_t>{1, 1}));
  std::vector<AccountHistory> large;
  std::vector<ExpectedValue> values;
  for (std::size_t i = 0; i < 300; ++i) {
    if (drawn.large[i] == 0) continue;
    large.push_back(drawn.accounts[i]);
    values.push_back(split.accounts[i]);
  }
  EXPECT_NEAR(mean_of(values), mean_value(large, options).mean.value, 1e-9);
}

TEST(ExpectedValue, AStratumThatDoesNotReachTheDayTakesTheCurveOfAll) {
  const DrawnHistories drawn = draw_histories(2, 300, Amounts::keep_their_level);
  std::vector<AccountHistory> accounts = drawn.accounts;
  std::vector<std::uint32_t> stratum(300, 0);
  for (int i = 0; i < 12; ++i) {  // twelve young ones
    accounts.push_back({.days = 30.0 + i, .left = 0, .payments = {{0, 1}, {30, 1}}});
    stratum.push_back(2);
  }
  const ValueOptions options = {.horizon = 720};
  const ExpectedValues all = expected_values(accounts, {}, {.value = options});
  const ExpectedValues split = expected_values(accounts, stratum, {.value = options});
  EXPECT_EQ(split.alone, (std::vector<std::int8_t>{1, 0, 0}));
  EXPECT_EQ(split.until, all.until);
  for (std::size_t i = 300; i < 312; ++i) {
    EXPECT_EQ(split.accounts[i].rest, all.accounts[i].rest);
    EXPECT_GT(split.accounts[i].rest, 0.0);
  }
}

TEST(ExpectedValue, NothingIsAddedPastTheDayThatTheDataReach) {
  std::vector<AccountHistory> accounts;
  for (int i = 0; i < 40; ++i) {
    AccountHistory account = {.days = 200.0 + i, .left = 0, .payments = {}};
    for (double day = 0.0; day <= account.days; day += 30.0) account.payments.push_back({day, 1.0});
    accounts.push_back(account);
  }
  const ExpectedValues found = expected_values(accounts, {}, {.value = {.horizon = 720}});
  EXPECT_EQ(found.until, 230.0);  // ten of 40 are followed as long
  for (const ExpectedValue& value : found.accounts) EXPECT_NEAR(value.sum(), 8.0, 1e-12);
  EXPECT_THROW(expected_values(accounts, std::vector<std::uint32_t>{0}, {}), Bug);
  EXPECT_THROW(expected_values(accounts, {}, {.persistence = 1.1}), Bug);
}

TEST(Persistence, OfNothingToLearnFromIsNone) {
  EXPECT_EQ(persistence(three(), {}, {.horizon = 250, .known_min = 1}), 0.0);
  EXPECT_EQ(persistence({}, {}, {}), 0.0);
}

struct ValueErrors {
  double bias = 0.0;    // of censored accounts' sums, over their mean truth
  double square = 0.0;  // mean squared error of these, over that of persistence 0
};

/// Of accounts followed no further.
ValueErrors errors_of(const DrawnHistories& drawn, double kept) {
  const auto values_at = [&](double persistence) {
    return expected_values(drawn.accounts, drawn.large,
                           {.value = {.horizon = 720}, .persistence = persistence})
        .accounts;
  };
  const std::vector<ExpectedValue> values = values_at(kept);
  const std::vector<ExpectedValue> plain = values_at(0.0);
  double truth = 0.0;
  double sum = 0.0;
  double square = 0.0;
  double plain_square = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (drawn.accounts[i].left == 1 || drawn.accounts[i].days >= 720.0) continue;
    truth += drawn.truth[i];
    sum += values[i].sum();
    square += std::pow(values[i].sum() - drawn.truth[i], 2.0);
    plain_square += std::pow(plain[i].sum() - drawn.truth[i], 2.0);
  }
  return {.bias = sum / truth - 1.0, .square = square / plain_square};
}

/// Persistence is found, makes expected values better where amounts keep their level, does no harm
/// where they do not, and in both the expected values are right on the average.
TEST(ExpectedValueSimulation, OwnLevelCountsAsFarAsItPersists) {
  for (const Amounts amounts : {Amounts::keep_their_level, Amounts::are_drawn_anew}) {
    double kept = 0.0;
    ValueErrors errors;
    constexpr int kRuns = 100;
    for (int run = 0; run < kRuns; ++run) {
      const DrawnHistories drawn = draw_histories(static_cast<std::uint64_t>(run), 400, amounts);
      const double found = persistence(drawn.accounts, drawn.large, {.horizon = 720});
      const ValueErrors one = errors_of(drawn, found);
      kept += found / kRuns;
      errors.bias += one.bias / kRuns;
      errors.square += one.square / kRuns;
    }
    const bool keep = amounts == Amounts::keep_their_level;
    const std::string name = keep ? "kept" : "anew";
    RecordProperty(name + "_persistence", std::to_string(kept));
    RecordProperty(name + "_bias", std::to_string(errors.bias));
    RecordProperty(name + "_square", std::to_string(errors.square));
    EXPECT_NEAR(errors.bias, 0.0, 0.03);
    EXPECT_NEAR(kept, keep ? 0.95 : 0.1, 0.1);
    EXPECT_LT(errors.square, keep ? 0.8 : 1.05);
  }
}

}  // namespace
}  // namespace bestfit::stats
