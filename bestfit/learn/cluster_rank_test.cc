// Rows that hang together: tests and intervals must not take five rows of one company for five
// companies. Null outcomes; docs/methods/ranking.md has the figures of more runs
// (BESTFIT_CLUSTER_RUNS=2000).
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>

#include "bestfit/attribute/association.h"
#include "bestfit/attribute/effect.h"
#include "bestfit/attribute/encode.h"
#include "bestfit/attribute/test_tables.h"
#include "bestfit/learn/rank.h"
#include "bestfit/stats/proportion.h"

namespace bestfit::learn {
namespace {

/// How rows of one cluster are alike.
struct World {
  const char* name;
  std::size_t clusters = 0;
  std::size_t size_least = 5;  // rows of a cluster
  std::size_t size_most = 5;
  double outcome_shared = 1.0;  // probability that a row takes the outcome of its cluster
  bool attributes_shared = true;
};

/// Which cluster each row is in.
std::vector<std::uint32_t> clusters_of(const World& world) {
  base::Random random(world.clusters);
  std::vector<std::uint32_t> cluster;
  for (std::size_t i = 0; i < world.clusters; ++i) {
    const std::size_t size =
        world.size_least + random.below(world.size_most - world.size_least + 1);
    cluster.insert(cluster.end(), size, static_cast<std::uint32_t>(i));
  }
  return cluster;
}

/// Noise attributes; rows of a cluster are copies of one account, or each an account of its own.
attribute::Coded coded_of(const World& world, const std::vector<std::uint32_t>& cluster) {
  const attribute::test::Made made = attribute::test::accounts(cluster.size(), 0.0, 77);
  std::vector<std::uint32_t> rows = cluster;
  if (!world.attributes_shared) rows = attribute::test::all_rows(cluster.size());
  const table::Table table = table::select(made.table, rows);
  attribute::Coded coded = attribute::encode(table, made.schema, "", 1);
  coded.cluster = cluster;
  return coded;
}

std::vector<std::int8_t> outcomes_of(const World& world, const std::vector<std::uint32_t>& cluster,
                                     double rate, base::Random& random) {
  std::vector<std::int8_t> of_cluster;
  for (std::size_t i = 0; i < world.clusters; ++i) {
    of_cluster.push_back(random.uniform() < rate ? 1 : 0);
  }
  std::vector<std::int8_t> best;
  for (const std::uint32_t number : cluster) {
    const bool shared = random.uniform() < world.outcome_shared;
    const std::int8_t own = random.uniform() < rate ? 1 : 0;
    best.push_back(shared ? of_cluster[number] : own);
  }
  return best;
}

constexpr std::array<const char*, 8> kColumns = {"Employees", "Noise", "Industry", "City",
                                                 "Tools",     "Flag",  "Score",    "Founded"};

struct ClusterAlarms {
  double at_five_percent = 0.0;  // share of p < 0.05
  double naive = 0.0;            // the same when every row is taken to stand alone
  double covered = 0.0;          // share of intervals of the effect that hold 0.5
};

ClusterAlarms cluster_alarms_of(const World& world, const std::string& column, double rate,
                                int runs) {
  const std::vector<std::uint32_t> cluster = clusters_of(world);
  attribute::Coded coded = coded_of(world, cluster);
  std::erase_if(coded.attributes, [&](const attribute::CodedAttribute& attribute) {
    return attribute.column != column;
  });
  attribute::Coded alone = coded;
  alone.cluster.clear();
  const auto rows = attribute::test::all_rows(cluster.size());
  base::Random random(7);
  ClusterAlarms alarms;
  for (int run = 0; run < runs; ++run) {
    const std::vector<std::int8_t> best = outcomes_of(world, cluster, rate, random);
    const double p =
        attribute::association_p(coded, 0, best, rows, attribute::Shuffles::where_counts_are_small,
                                 static_cast<unsigned>(run));
    const stats::Estimate effect = attribute::cross_fitted_effect(coded, 0, best, rows).superiority;
    alarms.at_five_percent += p < 0.05 ? 1.0 / runs : 0.0;
    const double naive =
        attribute::association_p(alone, 0, best, rows, attribute::Shuffles::none, 1);
    alarms.naive += naive < 0.05 ? 1.0 / runs : 0.0;
    alarms.covered += effect.low <= 0.5 && 0.5 <= effect.high ? 1.0 / runs : 0.0;
  }
  return alarms;
}

constexpr World kWorlds[] = {
    {.name = "copies of five", .clusters = 80},
    {.name = "many copies of five", .clusters = 300},
    {.name = "sizes 1 to 9", .clusters = 200, .size_least = 1, .size_most = 9},
    {.name = "outcomes half alike", .clusters = 200, .outcome_shared = 0.7},
    {.name = "attributes of each row", .clusters = 200, .attributes_shared = false},
};

TEST(ClusterRankSimulation, RowsOfOneClusterAreNoFindings) {
  const char* asked = std::getenv("BESTFIT_CLUSTER_RUNS");
  const int runs = asked ? std::atoi(asked) : 40;
  const double error = 3.0 * std::sqrt(0.05 * 0.95 / runs);
  for (const World& world : kWorlds) {
    ClusterAlarms mean;
    for (const char* column : kColumns) {
      const ClusterAlarms alarms = cluster_alarms_of(world, column, 0.3, runs);
      EXPECT_LE(alarms.at_five_percent, 0.065 + error) << world.name << " " << column;
      EXPECT_GE(alarms.covered, 0.935 - error) << world.name << " " << column;
      mean.at_five_percent += alarms.at_five_percent / kColumns.size();
      mean.covered += alarms.covered / kColumns.size();
      mean.naive += alarms.naive / kColumns.size();
      if (!asked) continue;
      std::printf("%-22s %-10s p<.05 %.3f naive %.3f covered %.3f\n", world.name, column,
                  alarms.at_five_percent, alarms.naive, alarms.covered);
    }
    EXPECT_NEAR(mean.at_five_percent, 0.05, 0.01 + error / 2.0) << world.name;
    EXPECT_NEAR(mean.covered, 0.965, 0.015 + error / 2.0) << world.name;
    if (world.attributes_shared) {
      EXPECT_GT(mean.naive, 0.15) << world.name;  // what is at stake
    }
  }
}

TEST(ClusterRank, CopiesOfRowsSayNoMoreThanTheRows) {
  // Five copies of each account: the same p as the accounts alone, and no narrower interval.
  const attribute::test::Made made = attribute::test::accounts(300, 0.7, 5);
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < 300; ++row) rows.insert(rows.end(), 5, row);
  const attribute::Coded once = attribute::encode(made.table, made.schema, "", 1);
  attribute::Coded copies = once;
  copies.rows = rows.size();
  copies.cluster = rows;
  std::vector<std::int8_t> best;
  for (const std::uint32_t row : rows) best.push_back(made.outcome.best[row]);
  for (std::uint32_t i = 0; i < copies.attributes.size(); ++i) {
    attribute::CodedAttribute& attribute = copies.attributes[i];
    if (attribute.kind == table::Kind::set) continue;
    attribute.codes.clear();
    for (const std::uint32_t row : rows) attribute.codes.push_back(once.attributes[i].codes[row]);
    const double p = attribute::association_p(
        once, i, made.outcome.best, attribute::test::all_rows(300), attribute::Shuffles::none, 1);
    EXPECT_NEAR(attribute::association_p(copies, i, best, attribute::test::all_rows(1500),
                                         attribute::Shuffles::none, 1),
                p, 1e-6 + 1e-6 * p)
        << attribute.column;
    const auto alone =
        attribute::cross_fitted_effect(once, i, made.outcome.best, attribute::test::all_rows(300))
            .superiority;
    const auto copied =
        attribute::cross_fitted_effect(copies, i, best, attribute::test::all_rows(1500))
            .superiority;
    EXPECT_GT(copied.high - copied.low, 0.85 * (alone.high - alone.low)) << attribute.column;
  }
}

TEST(ClusterRank, IntervalsOfValuesAreOfAccountsNotOfCopies) {
  const attribute::test::Made made = attribute::test::accounts(200, 0.5, 6);
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < 200; ++row) rows.insert(rows.end(), 4, row);
  const table::Table table = table::select(made.table, rows);
  std::vector<std::int8_t> best;
  for (const std::uint32_t row : rows) best.push_back(made.outcome.best[row]);
  attribute::Coded coded = attribute::encode(table, made.schema, "", 1);
  coded.cluster = rows;
  LearnOptions options;
  for (const auto& attribute :
       rank_attributes(coded, {}, best, attribute::test::all_rows(800), options)) {
    for (const auto& value : attribute.values) {
      // Wilson's interval on a quarter of the rows.
      const auto wilson = stats::wilson_interval(value.best / 4, value.total / 4);
      EXPECT_NEAR(value.share.low, wilson.low, 1e-9) << attribute.column;
      EXPECT_NEAR(value.share.high, wilson.high, 1e-9) << attribute.column;
    }
  }
}

}  // namespace
}  // namespace bestfit::learn
