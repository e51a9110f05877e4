#include "bestfit/stats/hazard.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/random.h"

namespace bestfit::stats {
namespace {

/// Weeks of remission, treated and placebo (survival_test.cc has the source).
FollowUps remissions() {
  return {.time = {6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35,
                   1, 1, 2, 2, 3,  4,  4,  5,  5,  8, 8, 8,  8,  11, 11, 12, 12, 15, 17, 22, 23},
          .event = {1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}};
}

std::vector<std::uint32_t> halves() {
  std::vector<std::uint32_t> group(42, 0);
  for (std::size_t i = 21; i < 42; ++i) group[i] = 1;
  return group;
}

/// Counted by hand: periods of six weeks; censored within one, an account counts half.
TEST(HazardCells, AreThoseOfALifeTable) {
  const std::vector<HazardCell> found = hazard_cells(remissions(), halves(), 6.0);
  const std::vector<HazardCell> expected = {
      {0, 0, 21, 3}, {0, 1, 21, 9}, {1, 0, 15.5, 2}, {1, 1, 12, 8},  {2, 0, 11.5, 2},
      {2, 1, 4, 2},  {3, 0, 8, 2},  {3, 1, 2, 2},    {4, 0, 4.5, 0}, {5, 0, 2, 0}};
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].period, expected[i].period) << i;
    EXPECT_EQ(found[i].group, expected[i].group) << i;
    EXPECT_EQ(found[i].at_risk, expected[i].at_risk) << i;
    EXPECT_EQ(found[i].left, expected[i].left) << i;
  }
  EXPECT_THROW(hazard_cells(remissions(), halves(), 0.0), Bug);
}

/// With a million times the accounts nothing is drawn anywhere, and hazards are those of R 4.2.2:
/// glm(cbind(left, at_risk - left) ~ factor(period) + factor(group), binomial), the first four
/// periods; bounds by the delta method from its vcov at ten thousand times.
TEST(GroupHazards, OfManyAccountsAreThoseOfR) {
  std::vector<HazardCell> cells = hazard_cells(remissions(), halves(), 6.0);
  cells.resize(8);
  const auto times = [&](double factor) {
    std::vector<HazardCell> many = cells;
    for (HazardCell& cell : many) {
      cell.at_risk *= factor;
      cell.left *= factor;
    }
    return group_hazards(many, 2);
  };
  const std::vector<double> expected = {0.103463699644, 0.171417398712, 0.148997368435,
                                        0.307102861304, 0.467964871785, 0.611919193330,
                                        0.571632565749, 0.771588554784};
  const GroupHazards large = times(1e6);
  ASSERT_EQ(large.hazard.size(), expected.size());
  for (std::size_t i = 0; i < 8; ++i) EXPECT_NEAR(large.hazard[i], expected[i], 1e-5) << i;
  EXPECT_NEAR(large.survival[3].value, 0.438029499352, 1e-5);
  EXPECT_NEAR(large.survival[7].value, 0.0202021123093, 1e-5);
  const GroupHazards bounds = times(1e4);
  EXPECT_NEAR(bounds.survival[0].low, 0.895554029654, 2e-5);
  EXPECT_NEAR(bounds.survival[0].high, 0.897509871149, 2e-5);
  EXPECT_NEAR(bounds.survival[3].low, 0.435521962014, 5e-5);
  EXPECT_NEAR(bounds.survival[3].high, 0.440534005375, 5e-5);
  EXPECT_NEAR(bounds.survival[7].low, 0.01979701964, 5e-5);
  EXPECT_NEAR(bounds.survival[7].high, 0.0206133376757, 5e-5);
}

TEST(GroupHazards, FewAccountsLeaveAboutAsAllDo) {
  std::vector<HazardCell> cells;
  for (std::uint32_t period = 0; period < 4; ++period) {
    cells.push_back({period, 0, 400.0, 40.0});
    cells.push_back({period, 1, 400.0, 40.0});
  }
  cells.push_back({0, 2, 2.0, 2.0});  // two accounts, both left
  cells.push_back({0, 3, 2.0, 0.0});  // two that stayed
  const GroupHazards found = group_hazards(cells, 5);
  const auto hazard = [&](std::size_t group) { return found.hazard[group * found.periods]; };
  EXPECT_NEAR(hazard(0), 0.1, 0.01);
  EXPECT_GT(hazard(2), 0.1);
  EXPECT_LT(hazard(2), 0.35);
  EXPECT_LT(hazard(3), hazard(4));
  EXPECT_GT(hazard(3), 0.07);
  EXPECT_NEAR(hazard(4), 0.1, 0.03);  // no account
  const auto width = [&](std::size_t group) {
    const Estimate& share = found.survival[group * found.periods + 3];
    return share.high - share.low;
  };
  EXPECT_GT(width(3), 3.0 * width(0));
  EXPECT_GT(width(4), width(0));
  EXPECT_EQ(found.reaches, (std::vector<std::size_t>{4, 4, 1, 1, 0}));
  EXPECT_EQ(found.periods, 4U);
}

TEST(GroupHazards, EdgesAreFinite) {
  const GroupHazards none = group_hazards({}, 3);
  EXPECT_EQ(none.periods, 0U);
  EXPECT_TRUE(none.survival.empty());
  for (const double left : {0.0, 5.0}) {  // nobody left, all left; a period without accounts
    const std::vector<HazardCell> cells{{0, 0, 5.0, left}, {2, 0, 5.0, left}, {7, 0, 0.0, 0.0}};
    const GroupHazards found = group_hazards(cells, 1);
    EXPECT_EQ(found.periods, 3U);
    for (const Estimate& share : found.survival) {
      EXPECT_GT(share.low, 0.0);
      EXPECT_LT(share.low, share.value);
      EXPECT_LT(share.value, share.high);
      EXPECT_LT(share.high, 1.0);
    }
  }
  const std::vector<HazardCell> wrong{{0, 0, 1.0, 2.0}};
  EXPECT_THROW(group_hazards(wrong, 1), Bug);
  const std::vector<HazardCell> beyond{{0, 1, 2.0, 1.0}};
  EXPECT_THROW(group_hazards(beyond, 1), Bug);
}

struct HazardWorld {
  std::size_t groups;
  double deviation;        // of groups' log odds
  std::uint64_t accounts;  // of a group, at most; at least 1
};

class GroupHazardsSimulation : public testing::TestWithParam<HazardWorld> {};

/// Intervals hold, and shares that stay a year are nearer to the truth than those of each group's
/// own life table, whatever groups differ by; where they do not differ at all, intervals are wide.
TEST_P(GroupHazardsSimulation, IntervalsHoldAndErrorsAreSmaller) {
  const HazardWorld world = GetParam();
  constexpr std::uint32_t kPeriods = 12;
  base::Random random(41, world.groups);
  double drawn_square = 0.0;
  double own_square = 0.0;
  double deviation = 0.0;
  int held = 0;
  int used = 0;
  constexpr int kRuns = 150;
  for (int run = 0; run < kRuns; ++run) {
    std::vector<HazardCell> cells;
    std::vector<double> truths;
    std::vector<double> owns;
    for (std::uint32_t group = 0; group < world.groups; ++group) {
      const double effect = world.deviation * random.normal();
      const std::uint64_t size = 1 + random.below(world.accounts);
      double truth = 1.0;
      double own = 1.0;
      std::vector<double> at_risk(kPeriods, 0.0);
      std::vector<double> left(kPeriods, 0.0);
      const auto hazard = [&](std::uint32_t period) {
        const double base = period % 6 == 5 ? -1.5 : -3.2;  // renewals
        return 1.0 / (1.0 + std::exp(-base - effect));
      };
      for (std::uint64_t i = 0; i < size; ++i) {
        const auto seen = static_cast<std::uint32_t>(random.below(2 * kPeriods));
        for (std::uint32_t period = 0; period < std::min(seen, kPeriods); ++period) {
          at_risk[period] += 1.0;
          if (random.uniform() >= hazard(period)) continue;
          left[period] += 1.0;
          break;
        }
      }
      for (std::uint32_t period = 0; period < kPeriods; ++period) {
        truth *= 1.0 - hazard(period);
        if (at_risk[period] > 0.0) own *= 1.0 - left[period] / at_risk[period];
        cells.push_back({period, group, at_risk[period], left[period]});
      }
      truths.push_back(truth);
      owns.push_back(own);
    }
    const GroupHazards found = group_hazards(cells, world.groups);
    if (found.periods < kPeriods) continue;
    deviation += found.group_deviation / kRuns;
    for (std::size_t group = 0; group < world.groups; ++group) {
      const Estimate& share = found.survival[group * kPeriods + kPeriods - 1];
      held += share.low <= truths[group] && truths[group] <= share.high ? 1 : 0;
      drawn_square += std::pow(share.value - truths[group], 2.0);
      own_square += std::pow(owns[group] - truths[group], 2.0);
      ++used;
    }
  }
  const double coverage = static_cast<double>(held) / used;
  RecordProperty("coverage", std::to_string(coverage));
  RecordProperty("square", std::to_string(drawn_square / own_square));
  RecordProperty("deviation", std::to_string(deviation));
  EXPECT_GE(coverage, 0.93);
  EXPECT_LE(coverage, world.deviation > 0.0 ? 0.97 : 0.995);
  EXPECT_LT(drawn_square / own_square, 0.8);
}

INSTANTIATE_TEST_SUITE_P(Worlds, GroupHazardsSimulation,
                         testing::Values(HazardWorld{4, 0.5, 60}, HazardWorld{4, 0.0, 60},
                                         HazardWorld{12, 0.5, 40}, HazardWorld{12, 1.0, 40}));

}  // namespace
}  // namespace bestfit::stats
