#include "bestfit/validate/split.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "bestfit/base/random.h"
#include "bestfit/validate/noise.h"
#include "bestfit/validate/rounds.h"

namespace bestfit::validate {
namespace {

/// `size` rows to a cluster; every third row is best.
Cases make_cases(std::uint32_t rows, std::uint32_t size) {
  Cases cases;
  for (std::uint32_t row = 0; row < rows; ++row) {
    cases.best.push_back(row % 3 == 0 ? 1 : 0);
    cases.rows.push_back(row);
    cases.cluster.push_back(row / size);
  }
  cases.clusters = rows / size;
  return cases;
}

TEST(AssignFolds, SpreadsOutcomesEvenly) {
  const Cases cases = make_cases(303, 1);  // 101 best
  const std::vector<std::uint32_t> folds =
      assign_folds(cases.best, cases.cluster, cases.rows, 5, 1);
  std::vector<int> best(5);
  std::vector<int> all(5);
  for (std::size_t row = 0; row < folds.size(); ++row) {
    all[folds[row]] += 1;
    best[folds[row]] += cases.best[row];
  }
  for (std::size_t fold = 0; fold < 5; ++fold) {
    EXPECT_GE(best[fold], 20);
    EXPECT_LE(best[fold], 21);
    EXPECT_GE(all[fold], 60);
    EXPECT_LE(all[fold], 61);
  }
  EXPECT_NE(folds, assign_folds(cases.best, cases.cluster, cases.rows, 5, 2));
  EXPECT_EQ(folds, assign_folds(cases.best, cases.cluster, cases.rows, 5, 1));
}

TEST(FoldRounds, HoldEachRowOnceAndNeverTearAClusterApart) {
  const Cases cases = make_cases(200, 4);
  const std::vector<Round> rounds = fold_rounds(cases.best, cases.cluster, cases.rows, 5, 3);
  std::vector<int> held(200);
  for (const Round& round : rounds) {
    std::set<std::uint32_t> learned;
    for (const std::uint32_t row : round.learned) learned.insert(cases.cluster[row]);
    for (const std::uint32_t row : round.held) {
      EXPECT_FALSE(learned.contains(cases.cluster[row]));
      held[row] += 1;
    }
    EXPECT_EQ(round.learned.size() + round.held.size(), 200U);
  }
  EXPECT_EQ(std::count(held.begin(), held.end(), 1), 200);
}

TEST(SplitInTime, HoldsBackTheLatestThreeInTen) {
  const Cases cases = make_cases(1000, 1);
  std::vector<double> days;
  for (int row = 0; row < 1000; ++row) days.push_back(1000 - row);  // later rows first
  const auto split = split_in_time(cases, table::date_column("met", days));
  ASSERT_TRUE(split.has_value());
  EXPECT_EQ(split->from, 701);
  EXPECT_EQ(split->round.held.size(), 300U);
  EXPECT_EQ(split->round.learned.size(), 700U);
  EXPECT_EQ(split->round.held.back(), 299U);
}

TEST(SplitInTime, HoldsBackMoreWhereOutcomesAreFew) {
  Cases cases = make_cases(1000, 1);
  for (std::uint32_t row = 0; row < 1000; ++row) cases.best[row] = row % 8 == 0 ? 1 : 0;
  std::vector<double> days;
  for (int row = 0; row < 1000; ++row) days.push_back(row);
  const auto split = split_in_time(cases, table::date_column("met", days));
  ASSERT_TRUE(split.has_value());
  EXPECT_EQ(tally(cases.target(), split->round.held).best, 50);  // 125 best: 30 % would hold 38
}

TEST(SplitInTime, ClustersSeenBeforeAreLeftOut) {
  Cases cases = make_cases(1000, 1);
  for (std::uint32_t row = 900; row < 1000; ++row) cases.cluster[row] = row - 900;
  std::vector<double> days;
  for (int row = 0; row < 1000; ++row) days.push_back(row);
  days[5] = table::kMissing;
  const auto split = split_in_time(cases, table::date_column("met", days));
  ASSERT_TRUE(split.has_value());
  EXPECT_EQ(split->undated, 1);
  EXPECT_EQ(split->crossing, 99);  // the cluster of row 5 has its first known time at row 905
  std::set<std::uint32_t> learned;
  for (const std::uint32_t row : split->round.learned) {
    EXPECT_LT(days[row], split->from);
    learned.insert(cases.cluster[row]);
  }
  for (const std::uint32_t row : split->round.held) {
    EXPECT_GE(days[row], split->from);
    EXPECT_FALSE(learned.contains(cases.cluster[row]));
  }
}

TEST(SplitInTime, IsNotMadeOnTooFewOutcomes) {
  const Cases cases = make_cases(120, 1);  // 40 best: 20 later leave 20 to learn from
  std::vector<double> days;
  for (int row = 0; row < 120; ++row) days.push_back(row);
  EXPECT_FALSE(split_in_time(cases, table::date_column("met", days)).has_value());
  const std::vector<double> same(120, 5.0);
  EXPECT_FALSE(split_in_time(make_cases(120, 1), table::date_column("met", same)).has_value());
}

TEST(Quantile, AgreesWithHandFigures) {
  const std::vector<double> values{1, 2, 3, 4};
  EXPECT_DOUBLE_EQ(quantile(values, 0.0), 1.0);
  EXPECT_DOUBLE_EQ(quantile(values, 0.5), 2.5);
  EXPECT_DOUBLE_EQ(quantile(values, 0.95), 3.85);
  EXPECT_DOUBLE_EQ(quantile(values, 1.0), 4.0);
}

TEST(Scale, FindsTheScoreOfEqualRank) {
  const std::vector<int> tens{0, 10, 20, 30, 40, 50, 60, 70, 80, 90};
  const std::vector<int> steep{0, 1, 2, 3, 4, 5, 6, 7, 8, 100};
  const Scale from(tens);
  const Scale to(steep);
  EXPECT_EQ(to.at(from.rank(90)), 100);
  EXPECT_EQ(to.at(from.rank(30)), 3);
  EXPECT_EQ(to.at(from.rank(100)), 100);  // above all that was seen
  EXPECT_EQ(from.at(from.rank(50)), 50);
  EXPECT_DOUBLE_EQ(from.rank(50), 0.55);
  EXPECT_DOUBLE_EQ(from.rank(55), 0.6);
  EXPECT_DOUBLE_EQ(Scale().rank(40), 0.5);
}

}  // namespace
}  // namespace bestfit::validate
