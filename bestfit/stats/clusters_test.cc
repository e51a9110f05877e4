#include "bestfit/stats/clusters.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "bestfit/base/random.h"
#include "bestfit/stats/proportion.h"

namespace bestfit::stats {
namespace {

/// Accounts as they are, clusters next to each other.
struct Accounts {
  std::vector<std::uint32_t> cluster;
  std::vector<std::uint32_t> group;
  std::vector<std::int8_t> best;
};

/// Clusters of 1 to 6 accounts, each with a leaning to groups and to the outcome of its own.
Accounts made(std::size_t clusters, std::uint64_t seed) {
  base::Random random(seed);
  Accounts accounts;
  for (std::uint32_t number = 0; number < clusters; ++number) {
    const std::uint64_t size = 1 + random.below(6);
    const auto usual = static_cast<std::uint32_t>(random.below(3));
    const double rate = random.uniform();
    for (std::uint64_t i = 0; i < size; ++i) {
      accounts.cluster.push_back(number);
      accounts.group.push_back(
          random.uniform() < 0.6 ? usual : static_cast<std::uint32_t>(random.below(3)));
      accounts.best.push_back(random.uniform() < rate ? 1 : 0);
    }
  }
  return accounts;
}

std::vector<ClusterCell> cells_of(const Accounts& accounts) {
  return cluster_cells(accounts.cluster, accounts.group, accounts.best);
}

/// Mean product over all ordered pairs of one cluster of two values less their mean, over the
/// variance: by looking at every pair.
double pair_correlation(const Accounts& accounts, const std::vector<double>& value) {
  const double count = static_cast<double>(value.size());
  const double mean = std::accumulate(value.begin(), value.end(), 0.0) / count;
  double spread = 0.0;
  for (const double x : value) spread += (x - mean) * (x - mean) / count;
  double products = 0.0;
  double pairs = 0.0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    for (std::size_t j = 0; j < value.size(); ++j) {
      if (i == j || accounts.cluster[i] != accounts.cluster[j]) continue;
      products += (value[i] - mean) * (value[j] - mean);
      pairs += 1.0;
    }
  }
  return products / pairs / spread;
}

double pairs_over_accounts(const Accounts& accounts) {
  double pairs = 0.0;
  for (std::size_t i = 0; i < accounts.cluster.size(); ++i) {
    for (std::size_t j = 0; j < accounts.cluster.size(); ++j) {
      pairs += i != j && accounts.cluster[i] == accounts.cluster[j] ? 1.0 : 0.0;
    }
  }
  return pairs / static_cast<double>(accounts.cluster.size());
}

TEST(ClusterCells, CountEveryAccountOnce) {
  const Accounts accounts = made(40, 1);
  const auto cells = cells_of(accounts);
  const Groups groups = groups_of(cells, 3);
  EXPECT_EQ(std::accumulate(groups.total.begin(), groups.total.end(), 0.0),
            static_cast<double>(accounts.best.size()));
  EXPECT_EQ(std::accumulate(groups.best.begin(), groups.best.end(), 0.0),
            static_cast<double>(std::count(accounts.best.begin(), accounts.best.end(), 1)));
  for (std::size_t i = 1; i < cells.size(); ++i) {
    EXPECT_TRUE(cells[i - 1].cluster < cells[i].cluster || cells[i - 1].group < cells[i].group);
  }
}

TEST(Design, OfScoresIsTheProductOfPairs) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Accounts accounts = made(30, seed);
    const std::vector<double> scores = {-1.0, 0.5, 3.0};
    std::vector<double> score;
    std::vector<double> outcome;
    for (std::size_t i = 0; i < accounts.best.size(); ++i) {
      score.push_back(scores[accounts.group[i]]);
      outcome.push_back(accounts.best[i]);
    }
    const double expected = 1.0 + pair_correlation(accounts, score) *
                                      pair_correlation(accounts, outcome) *
                                      pairs_over_accounts(accounts);
    EXPECT_NEAR(score_design(cells_of(accounts), scores), std::max(1.0, expected), 1e-9) << seed;
  }
}

TEST(Design, OfIndependenceIsTheMeanOverContrasts) {
  // With two groups there is one contrast: the score's.
  Accounts accounts = made(60, 7);
  for (std::uint32_t& group : accounts.group) group = group == 2 ? 1 : 0;
  const auto cells = cells_of(accounts);
  const double expected = score_design(cells, std::vector<double>{0.0, 1.0});
  EXPECT_GT(expected, 1.2);
  EXPECT_NEAR(independence_design(cells, 2), expected, 1e-9);
  // And the members of a set, one a group.
  Accounts all = accounts;
  for (std::uint32_t& group : all.group) group = 0;
  Accounts second;
  for (std::size_t i = 0; i < accounts.group.size(); ++i) {
    if (accounts.group[i] != 1) continue;
    second.cluster.push_back(accounts.cluster[i]);
    second.group.push_back(0);
    second.best.push_back(0);
  }
  EXPECT_NEAR(member_designs(cells_of(all), cells_of(second), 1)[0], expected, 1e-9);
}

TEST(Design, OfCopiesIsTheirNumber) {
  Accounts accounts;
  base::Random random(3);
  for (std::uint32_t number = 0; number < 50; ++number) {
    const auto group = static_cast<std::uint32_t>(random.below(4));
    const std::int8_t best = random.uniform() < 0.3 ? 1 : 0;
    accounts.cluster.insert(accounts.cluster.end(), 6, number);
    accounts.group.insert(accounts.group.end(), 6, group);
    accounts.best.insert(accounts.best.end(), 6, best);
  }
  const auto cells = cells_of(accounts);
  EXPECT_NEAR(score_design(cells, std::vector<double>{1.0, 2.0, 3.0, 7.0}), 6.0, 1e-9);
  EXPECT_NEAR(independence_design(cells, 4), 6.0, 1e-9);
  for (const RateDesign& design : rate_designs(cells, 4)) {
    EXPECT_NEAR(design.inside, 6.0, 1e-9);
    EXPECT_NEAR(design.outside, 6.0, 1e-9);
  }
  const Groups single = effective(groups_of(cells, 4), 6.0);
  EXPECT_NEAR(std::accumulate(single.total.begin(), single.total.end(), 0.0), 50.0, 1e-9);
}

TEST(Design, OfSingleAccountsIsOne) {
  const std::vector<std::uint32_t> cluster = {0, 1, 2, 3};
  const std::vector<std::uint32_t> group = {0, 1, 0, 1};
  const std::vector<std::int8_t> best = {1, 0, 0, 1};
  const auto cells = cluster_cells(cluster, group, best);
  EXPECT_EQ(score_design(cells, std::vector<double>{0.0, 1.0}), 1.0);
  EXPECT_EQ(independence_design(cells, 2), 1.0);
  EXPECT_EQ(rate_designs(cells, 2)[1].inside, 1.0);
}

/// Share of runs whose intervals of rate and of lift hold the truth, groups of five accounts with
/// one group and, as often as said, one outcome.
TEST(Design, IntervalsHoldTheTruth) {
  constexpr int kRuns = 1500;
  const std::vector<double> rates = {0.15, 0.35, 0.6};
  const double overall = (0.15 + 0.35 + 0.6) / 3.0;
  for (const double alike : {1.0, 0.6, 0.0}) {
    base::Random random(11);
    double covered = 0.0;
    double lifts_covered = 0.0;
    for (int run = 0; run < kRuns; ++run) {
      Accounts accounts;
      for (std::uint32_t number = 0; number < 180; ++number) {
        const std::uint32_t group = number % 3;
        const std::int8_t shared = random.uniform() < rates[group] ? 1 : 0;
        for (int i = 0; i < 5; ++i) {
          const std::int8_t own = random.uniform() < rates[group] ? 1 : 0;
          accounts.cluster.push_back(number);
          accounts.group.push_back(group);
          accounts.best.push_back(random.uniform() < alike ? shared : own);
        }
      }
      const auto cells = cells_of(accounts);
      const Groups groups = groups_of(cells, 3);
      const auto designs = rate_designs(cells, 3);
      const double best = std::accumulate(groups.best.begin(), groups.best.end(), 0.0);
      for (std::size_t group = 0; group < 3; ++group) {
        const Interval rate = wilson_interval_of_share(groups.best[group] / groups.total[group],
                                                       groups.total[group] / designs[group].inside);
        covered += rate.low <= rates[group] && rates[group] <= rate.high ? 1.0 / 3 / kRuns : 0.0;
        const Estimate lift = lift_over_all(
            std::llround(groups.best[group]), std::llround(groups.total[group]), std::llround(best),
            static_cast<std::int64_t>(accounts.best.size()), designs[group]);
        const double truth = rates[group] / overall;
        lifts_covered += lift.low <= truth && truth <= lift.high ? 1.0 / 3 / kRuns : 0.0;
      }
    }
    EXPECT_GE(covered, 0.93) << alike;
    EXPECT_LE(covered, 0.975) << alike;
    EXPECT_GE(lifts_covered, 0.93) << alike;
    EXPECT_LE(lifts_covered, 0.975) << alike;
    std::printf("    outcomes alike in %.0f %%: rates %.3f, lifts %.3f of intervals hold\n",
                100.0 * alike, covered, lifts_covered);
  }
}

/// Accounts of one level each, whole clusters alike: with every size the same the test is that of
/// the clusters, one account each.
TEST(ClusteredIndependence, IsThatOfClustersWhenAllAreAlike) {
  Groups once{.total = {0.0, 0.0, 0.0}, .best = {0.0, 0.0, 0.0}};
  Accounts accounts;
  base::Random random(4);
  for (std::uint32_t number = 0; number < 40; ++number) {
    const auto group = static_cast<std::uint32_t>(random.below(3));
    const std::int8_t best = random.uniform() < (group == 0 ? 0.7 : 0.3) ? 1 : 0;
    once.total[group] += 1.0;
    once.best[group] += best;
    accounts.cluster.insert(accounts.cluster.end(), 3, number);
    accounts.group.insert(accounts.group.end(), 3, group);
    accounts.best.insert(accounts.best.end(), 3, best);
  }
  const double p =
      clustered_independence_test(accounts.cluster, accounts.group, accounts.best, 20000, 1);
  EXPECT_NEAR(p, shuffled_independence_test(once, 20000, 2), 0.006);
}

}  // namespace
}  // namespace bestfit::stats
