#include "bestfit/learn/rank.h"

#include <gtest/gtest.h>

#include <cmath>

#include "bestfit/attribute/association.h"
#include "bestfit/attribute/effect.h"
#include "bestfit/attribute/encode.h"
#include "bestfit/attribute/test_tables.h"

namespace bestfit::learn {
namespace {

struct Alarms {
  double at_five_percent = 0.0;  // share of p < 0.05
  double effect = 0.0;           // mean effect
  double covered = 0.0;          // share of intervals that hold 0.5
  double information = 0.0;      // mean
};

/// Attributes of noise, each against fresh outcomes that have nothing to do with them.
Alarms alarms_of(const std::string& column, std::size_t rows, double rate, int runs) {
  const attribute::test::Made made = attribute::test::accounts(rows, 0.0, 77);
  const attribute::Coded coded = attribute::encode(made.table, made.schema, "", 1);
  std::uint32_t attribute = 0;
  while (coded.attributes[attribute].column != column) ++attribute;
  const auto all = attribute::test::all_rows(rows);
  base::Random random(rows);
  Alarms alarms;
  for (int run = 0; run < runs; ++run) {
    std::vector<std::int8_t> best;
    for (std::size_t row = 0; row < rows; ++row) best.push_back(random.uniform() < rate ? 1 : 0);
    const double p = attribute::association_p(coded, attribute, best, all,
                                              attribute::Shuffles::where_counts_are_small,
                                              static_cast<unsigned>(run));
    const attribute::Effect effect = attribute::cross_fitted_effect(coded, attribute, best, all);
    alarms.at_five_percent += p < 0.05 ? 1.0 / runs : 0.0;
    alarms.effect += effect.superiority.value / runs;
    alarms.information += effect.information / runs;
    const bool covers = effect.superiority.low <= 0.5 && 0.5 <= effect.superiority.high;
    alarms.covered += covers ? 1.0 / runs : 0.0;
  }
  return alarms;
}

profile::AttributeStats stats_named(const std::vector<profile::AttributeStats>& all,
                                    const std::string& column) {
  for (const auto& attribute : all) {
    if (attribute.column == column) return attribute;
  }
  ADD_FAILURE() << "no " << column;
  return {};
}

TEST(Rank, SaysWhatWasPlanted) {
  const attribute::test::Made made = attribute::test::accounts(4000, 1.0, 9);
  const attribute::Coded coded = attribute::encode(made.table, made.schema, "", 1);
  const auto rows = attribute::test::all_rows(4000);
  const card::CodedModel model = card::fit(coded, made.outcome.best, rows, {});
  const auto all = rank_attributes(coded, model, made.outcome.best, rows, {});
  ASSERT_EQ(all.size(), 8U);
  for (const char* column : {"Employees", "Industry", "Tools", "Score"}) {
    const auto attribute = stats_named(all, column);
    EXPECT_TRUE(attribute.selected) << column;
    EXPECT_LT(attribute.q, 1e-6) << column;
    EXPECT_GT(attribute.effect.low, 0.5) << column;
    EXPECT_EQ(attribute.stability, 1.0) << column;
  }
  for (const char* column : {"Noise", "City", "Flag"}) {
    const auto attribute = stats_named(all, column);
    EXPECT_FALSE(attribute.selected) << column;
    EXPECT_GT(attribute.q, 0.05) << column;
    EXPECT_LT(attribute.stability, 0.6) << column;
  }
  EXPECT_NEAR(stats_named(all, "Employees").coverage, 0.85, 0.02);
  for (const auto& attribute : all) {
    std::int64_t total = 0;
    for (const auto& value : attribute.values) {
      total += value.total;
      if (value.total == 4000) continue;
      EXPECT_LE(value.lift.low, value.lift.value) << attribute.column;
      EXPECT_GE(value.lift.high, value.lift.value) << attribute.column;
      EXPECT_EQ(value.weight > 0.0, value.lift.value > 1.0) << attribute.column;
    }
    EXPECT_EQ(total, 4000) << attribute.column;
  }
}

TEST(Rank, OneBestAccountSaysNothing) {
  const attribute::test::Made made = attribute::test::accounts(120, 0.0, 4);
  const attribute::Coded coded = attribute::encode(made.table, made.schema, "", 1);
  std::vector<std::int8_t> best(120, 0);
  best[7] = 1;
  for (const auto& attribute :
       rank_attributes(coded, {}, best, attribute::test::all_rows(120), {})) {
    EXPECT_EQ(attribute.effect.value, 0.5) << attribute.column;
    EXPECT_EQ(attribute.effect.low, 0.0) << attribute.column;
    EXPECT_EQ(attribute.effect.high, 1.0) << attribute.column;
  }
}

TEST(RankSimulation, FalseDiscoveriesStayBelowTheRate) {
  // 4 planted and 24 noise attributes; mean share of false ones among those with q <= 0.1.
  double false_share = 0.0;
  constexpr int kRuns = 60;
  for (int run = 0; run < kRuns; ++run) {
    const attribute::test::Made made =
        attribute::test::accounts(500, 1.0, 100 + static_cast<unsigned>(run));
    std::vector<table::Column> columns = made.table.columns();
    for (int more = 0; more < 20; ++more) {
      table::Column column =
          attribute::test::accounts(500, 0.0, 5000U + static_cast<unsigned>(20 * run + more))
              .table.columns()[static_cast<std::size_t>(more % 7)];
      column.name += std::to_string(more);
      columns.push_back(column);
    }
    const table::Table table(columns);
    const attribute::Coded coded =
        attribute::encode(table, attribute::test::attributes_of(table), "", 1);
    const auto all =
        rank_attributes(coded, {}, made.outcome.best, attribute::test::all_rows(500), {});
    double found = 0.0;
    double wrong = 0.0;
    for (const auto& attribute : all) {
      if (attribute.q > 0.1) continue;
      found += 1.0;
      const std::string& name = attribute.column;
      const bool planted =
          name == "Employees" || name == "Industry" || name == "Tools" || name == "Score";
      wrong += planted ? 0.0 : 1.0;
    }
    if (found > 0.0) false_share += wrong / found / kRuns;
  }
  EXPECT_LE(false_share, 0.1 + 0.04);
}

TEST(RankSimulation, NoiseIsCalledAFindingInFivePercent) {
  double least = 1.0;
  double most = 0.0;
  for (const auto& [rows, rate, runs] :
       {std::tuple{80U, 0.4, 1200}, std::tuple{400U, 0.15, 600}, std::tuple{3000U, 0.3, 200}}) {
    for (const char* column :
         {"Employees", "Noise", "Industry", "City", "Tools", "Flag", "Score", "Founded"}) {
      const Alarms alarms = alarms_of(column, rows, rate, runs);
      const double error = 3.0 * std::sqrt(0.05 * 0.95 / runs);
      EXPECT_LE(alarms.at_five_percent, 0.055 + error) << column << " " << rows;
      EXPECT_GE(alarms.at_five_percent, 0.045 - 0.015 - error) << column << " " << rows;
      EXPECT_NEAR(alarms.effect, 0.5, 0.007) << column << " " << rows;
      EXPECT_NEAR(alarms.information, 0.0, 0.025) << column << " " << rows;
      EXPECT_GE(alarms.covered, 0.935 - error) << column << " " << rows;
      least = std::min(least, alarms.covered);
      most = std::max(most, alarms.covered);
    }
  }
  std::printf("    intervals hold 0.5 in %.3f to %.3f\n", least, most);
}

}  // namespace
}  // namespace bestfit::learn
