#include "bestfit/outcome/best.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "bestfit/base/random.h"
#include "bestfit/table/column.h"

namespace bestfit::outcome {
namespace {

RevenueLine line(std::uint32_t account, double day, double end, double amount) {
  return {.account = account, .day = day, .end = end, .amount = amount, .churn = false};
}

TEST(Customers, AreFollowedUntilTheyLeftOrTheDataEnd) {
  const std::vector<RevenueLine> lines = {
      line(0, 100, 464, 1200),
      line(0, 465, 829, 1300),  // until 1000: left on 829
      line(1, 500, 864, 900),
      line(1, 865, 1229, 900),            // its period reaches past the end
      line(2, 300, table::kMissing, 50),  // an invoice never says that it left
      {.account = 3, .day = 700, .end = table::kMissing, .amount = table::kMissing, .churn = true},
      line(3, 200, table::kMissing, 70)};
  const std::vector<double> won_day = {90,  table::kMissing, table::kMissing, table::kMissing,
                                       950, table::kMissing};
  const std::vector<Customer> found = customers_of(lines, won_day, 1000.0, 90.0);
  ASSERT_EQ(found.size(), 5U);
  EXPECT_EQ(found[0].start, 90.0);
  EXPECT_EQ(found[0].history.left, 1);
  EXPECT_EQ(found[0].history.days, 829.0 - 90.0);
  ASSERT_EQ(found[0].history.payments.size(), 2U);
  EXPECT_EQ(found[0].history.payments[1].day, 375.0);
  EXPECT_EQ(found[1].history.left, 0);
  EXPECT_EQ(found[1].history.days, 500.0);
  EXPECT_EQ(found[2].history.left, 0);
  EXPECT_EQ(found[2].history.days, 700.0);
  EXPECT_EQ(found[3].history.left, 1);
  EXPECT_EQ(found[3].history.days, 500.0);
  EXPECT_EQ(found[4].account, 4U);  // won, and has paid nothing yet
  EXPECT_TRUE(found[4].history.payments.empty());
}

TEST(Customers, WhoCameBackHadNotLeft) {
  const std::vector<RevenueLine> lines = {
      line(0, 0, 364, 100),
      {.account = 0, .day = 365, .end = table::kMissing, .amount = table::kMissing, .churn = true},
      line(0, 600, 964, 100)};
  const auto found = customers_of(lines, std::vector<double>{table::kMissing}, 700.0, 90.0);
  EXPECT_EQ(found.front().history.left, 0);
  EXPECT_EQ(found.front().history.days, 700.0);
}

TEST(Customers, AnAmountThatIsNotKnownIsSaid) {
  const auto found =
      customers_of(std::vector<RevenueLine>{line(0, 10, table::kMissing, table::kMissing)},
                   std::vector<double>{table::kMissing}, 100.0, 90.0);
  EXPECT_FALSE(found.front().known);
}

/// Customers who pay `amount` a year in advance, all followed for two years, none of whom leave.
std::vector<Customer> two_years(const std::vector<double>& amounts) {
  std::vector<Customer> customers;
  for (std::uint32_t i = 0; i < amounts.size(); ++i) {
    Customer customer{.account = i, .start = 0.0, .history = {}, .known = true};
    customer.history.days = 800.0;
    customer.history.payments = {{.day = 0.0, .amount = amounts[i]},
                                 {.day = 365.0, .amount = amounts[i]}};
    customers.push_back(customer);
  }
  return customers;
}

// 4 won of 10 worked; a quarter of ten is 3 (2.5 rounded), half of those won is 2.
TEST(BestByValue, TakesTheTopOfThoseWorkedAndNotAllOfThoseWon) {
  const auto customers = two_years({100, 400, 200, 300});
  const std::vector<double> won = {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, table::kMissing};
  const BestByValue found = best_by_value(won, customers, {});
  EXPECT_EQ(found.worked, 10);
  EXPECT_EQ(found.paying, 4);
  EXPECT_EQ(found.by_share, 3);
  EXPECT_EQ(found.by_share_of_won, 2);
  EXPECT_EQ(found.cut, 600.0);
  EXPECT_EQ(found.best[0], 0.0);
  EXPECT_EQ(found.best[1], 1.0);
  EXPECT_EQ(found.best[2], 0.0);
  EXPECT_EQ(found.best[3], 1.0);
  EXPECT_EQ(found.best[4], 0.0);
  EXPECT_TRUE(std::isnan(found.best[10]));
  EXPECT_EQ(found.value[1], 800.0);
  EXPECT_EQ(found.value[5], 0.0);
  EXPECT_EQ(found.worked, 10);
  EXPECT_EQ(found.won, 4);
  EXPECT_EQ(found.below, 2);
  EXPECT_EQ(found.by_expected, 0);
}

// Of six won half may be best; four of them are worth the same, so that two are.
TEST(BestByValue, KeepsAccountsWorthTheSameTogether) {
  const auto found =
      best_by_value(std::vector<double>{1, 1, 1, 1, 1, 1},
                    two_years({200, 500, 200, 200, 400, 200}), {.share = 1.0, .share_of_won = 0.5});
  EXPECT_EQ(found.best, (std::vector<double>{0, 1, 0, 0, 1, 0}));
}

TEST(BestByValue, AValueMayBeNamed) {
  BestDefinition definition;
  definition.value_from = 399.0;
  const auto found =
      best_by_value(std::vector<double>{1, 1, 1, 0}, two_years({100, 400, 200}), definition);
  EXPECT_EQ(found.best, (std::vector<double>{0, 1, 1, 0}));
}

// At a margin of half and 10 a month for 24 months, 2 x 100 brings 100 - 240.
TEST(BestByValue, CostsCount) {
  BestDefinition definition;
  definition.value_from = 1.0;
  definition.margin = 0.5;
  definition.cost_per_month = 10.0;
  const auto found = best_by_value(std::vector<double>{1, 1}, two_years({100, 400}), definition);
  EXPECT_NEAR(found.value[0], -140.0, 1e-9);
  EXPECT_NEAR(found.value[1], 160.0, 1e-9);
  EXPECT_EQ(found.best, (std::vector<double>{0, 1}));
  EXPECT_EQ(found.by_costs, 1);
}

TEST(BestByValue, CostsAndMonthsInWords) {
  BestDefinition definition;
  EXPECT_EQ(costs_words(definition), "");
  definition.margin = 0.2;
  EXPECT_EQ(costs_words(definition), "after a margin of 20%");
  definition.cost_per_month = 200.0;
  EXPECT_EQ(costs_words(definition), "after a margin of 20% and 200 a month to serve");
  EXPECT_EQ(months_words(30.4), "1 month");
  EXPECT_EQ(months_words(days_of_months(24.0)), "24 months");
}

TEST(BestByValue, WordsSayWhatIsMeant) {
  EXPECT_EQ(
      definition_words({}),
      "top quarter by expected 24-month value among all accounts worked, at most half of those "
      "won");
  BestDefinition own;
  own.months = 12;
  own.value_from = 5000.0;
  own.margin = 0.8;
  EXPECT_EQ(definition_words(own),
            "worth 5000 or more in 12 months, as expected, at a margin of 80%");
}

/// Customers of two sizes who leave at a tenth a year, seen for 100 to 1,100 days.
struct ValueWorld {
  std::vector<double> won;
  std::vector<Customer> censored;
  std::vector<double> truth;  // of each customer, over 730 days
};

ValueWorld value_world(std::size_t size, std::uint64_t seed) {
  base::Random random(seed);
  ValueWorld world;
  for (std::uint32_t i = 0; i < size; ++i) {
    const double amount = i % 2 == 0 ? 1000.0 : 3000.0;
    const double stays = 3650.0 * random.exponential();
    const double seen = 100.0 + 1000.0 * random.uniform();
    Customer customer{.account = i, .start = 0.0, .history = {}, .known = true};
    customer.history.days = std::min(stays, seen);
    customer.history.left = stays <= seen ? 1 : 0;
    double truth = 0.0;
    for (double day = 0.0; day < 730.0; day += 30.0) {
      if (day > stays) break;
      truth += amount;
      if (day <= customer.history.days) {
        customer.history.payments.push_back({.day = day, .amount = amount});
      }
    }
    world.won.push_back(1.0);
    world.truth.push_back(truth);
    world.censored.push_back(customer);
  }
  return world;
}

// Half of the customers pay three times as much: they are best, however young they are.
TEST(BestByValueSimulation, YoungCustomersAreNotTakenForSmallOnes) {
  double right = 0.0;
  double naive = 0.0;
  double all = 0.0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const ValueWorld world = value_world(300, seed);
    BestDefinition definition;
    definition.value_from = 40'000.0;
    definition.months = 730.0 / days_of_months(1.0);
    const BestByValue found = best_by_value(world.won, world.censored, definition);
    for (std::size_t i = 0; i < world.won.size(); ++i) {
      const bool truly = world.truth[i] >= 40'000.0;
      double paid = 0.0;
      for (const stats::Payment& payment : world.censored[i].history.payments) {
        paid += payment.day < 730.0 ? payment.amount : 0.0;
      }
      right += (found.best[i] == 1.0) == truly ? 1.0 : 0.0;
      naive += (paid >= found.cut) == truly ? 1.0 : 0.0;
      all += 1.0;
    }
  }
  std::printf("    right of %d: %.1f %% by expected value, %.1f %% by what was paid so far\n",
              static_cast<int>(all), 100.0 * right / all, 100.0 * naive / all);
  EXPECT_GE(right / all, 0.85);
  EXPECT_GE(right, naive + 0.1 * all);
}

}  // namespace
}  // namespace bestfit::outcome
