#include "bestfit/outcome/target.h"

#include <gtest/gtest.h>

#include "bestfit/base/error.h"

namespace bestfit::outcome {
namespace {

Outcome outcome_of_rows(std::vector<std::int8_t> best) {
  Outcome outcome;
  outcome.name = "won";
  outcome.best = std::move(best);
  return outcome;
}

TEST(Target, CountsEachRowOnceWithoutWeights) {
  const Outcome outcome = outcome_of_rows({1, 0, -1, 1});
  const Target target(outcome);
  EXPECT_TRUE(target.is_plain());
  const Mass mass = mass_of(target, std::vector<std::uint32_t>{0, 1, 2, 3});
  EXPECT_EQ(mass.best, 2.0);
  EXPECT_EQ(mass.other, 1.0);
  EXPECT_EQ(mass.rarer(), 1.0);
}

// Kish's effective size of weights 1, 1, 2 is 16 / 6; of 10, 10 it is 2, and each of these two
// stands for 10 accounts.
TEST(Counted, ScalesEachSideToItsEffectiveSize) {
  Outcome outcome = outcome_of_rows({1, 1, 1, 0, 0, -1});
  outcome.weight = {1, 1, 2, 10, 10, 0};
  const Counted found = counted(outcome);
  const Mass mass = mass_of(found.outcome, std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5});
  EXPECT_NEAR(mass.best, 16.0 / 6.0, 1e-6);
  EXPECT_NEAR(mass.other, 2.0, 1e-6);
  EXPECT_NEAR(mass.best * found.best_each, 4.0, 1e-6);
  EXPECT_NEAR(mass.other * found.other_each, 20.0, 1e-5);
}

TEST(Counted, LeavesEqualWeightsAsCounts) {
  Outcome outcome = outcome_of_rows({1, 0, 0});
  outcome.weight = {7, 7, 7};
  const Counted found = counted(outcome);
  const Target target(found.outcome);
  EXPECT_NEAR(target.best_mass(0), 1.0, 1e-6);
  EXPECT_NEAR(target.other_mass(1), 1.0, 1e-6);
  EXPECT_NEAR(found.best_each, found.other_each, 1e-6);
}

// What rows bring: 3, 1 and nothing. All three are held against; 3 and 1 say as much as 16 / 10.
TEST(Counted, HoldsWorthAgainstAllRows) {
  Outcome outcome = outcome_of_rows({1, 1, 0, -1});
  outcome.worth = {3, 1, 0, 0};
  outcome.against = Against::population;
  const Counted found = counted(outcome);
  const Target target(found.outcome);
  const Mass mass = mass_of(target, std::vector<std::uint32_t>{0, 1, 2, 3});
  EXPECT_NEAR(mass.best, 1.6, 1e-6);
  EXPECT_NEAR(mass.other, 3.0, 1e-6);
  EXPECT_NEAR(target.best_mass(0) / target.best_mass(1), 3.0, 1e-6);
  EXPECT_EQ(found.best_each, 0.0);
}

TEST(Rearranged, MovesOutcomesAndWorthAndLeavesWeights) {
  Outcome outcome = outcome_of_rows({1, 0, 1});
  outcome.weight = {1, 2, 3};
  outcome.worth = {5, 0, 7};
  const Outcome moved = rearranged(outcome, std::vector<std::uint32_t>{2, 0, 1});
  EXPECT_EQ(moved.best, (std::vector<std::int8_t>{1, 1, 0}));
  EXPECT_EQ(moved.worth, (std::vector<float>{7, 5, 0}));
  EXPECT_EQ(moved.weight, outcome.weight);
}

TEST(Outcome, ABareColumnOfAmountsSaysHowMuch) {
  const table::Table table({table::number_column("spend", {0.0, 12.5, table::kMissing, 3.0}),
                            table::number_column("won", {0.0, 1.0, 1.0, table::kMissing}),
                            table::number_column("balance", {-1.0, 2.0, 3.0, 4.0})});
  const Outcome spend = outcome_of(table, "spend");
  EXPECT_EQ(spend.best, (std::vector<std::int8_t>{0, 1, -1, 1}));
  EXPECT_EQ(spend.worth, (std::vector<float>{0.0F, 12.5F, 0.0F, 3.0F}));
  EXPECT_EQ(spend.against, Against::population);
  const Outcome won = outcome_of(table, "won");
  EXPECT_TRUE(won.worth.empty());
  EXPECT_EQ(won.best, (std::vector<std::int8_t>{0, 1, 1, -1}));
  EXPECT_THROW(outcome_of(table, "balance"), Error);
}

TEST(PutWeights, RefusesWhatIsNoNumberOfAccounts) {
  const auto refused = [](table::Column column) {
    Outcome outcome = outcome_of_rows({1, 0, -1});
    EXPECT_THROW(put_weights(column, outcome), Error);
  };
  refused(table::number_column("w", {1.0, 0.0, 1.0}));
  refused(table::number_column("w", {1.0, table::kMissing, 1.0}));
  refused(table::category_column("w", std::vector<std::string>{"a", "b", "c"}));
  Outcome outcome = outcome_of_rows({1, 0, -1});
  put_weights(table::number_column("w", {1.0, 2.0, table::kMissing}), outcome);
  EXPECT_EQ(outcome.weight, (std::vector<float>{1.0F, 2.0F, 0.0F}));
}

}  // namespace
}  // namespace bestfit::outcome
