#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "bestfit/attribute/association.h"
#include "bestfit/attribute/effect.h"
#include "bestfit/attribute/encode.h"
#include "bestfit/attribute/test_tables.h"
#include "bestfit/base/error.h"
#include "bestfit/base/random.h"
#include "bestfit/card/card.h"
#include "bestfit/learn/describe.h"
#include "bestfit/learn/prepare.h"
#include "bestfit/stats/calibration.h"
#include "bestfit/stats/score_counts.h"

namespace bestfit::learn {
namespace {

using attribute::test::Made;

Prepared prepared_of(const Made& made) {
  base::Silent silent;
  return prepare(made.table, made.schema, made.outcome, {}, silent);
}

Learned learned_of(const Made& made) {
  base::Silent silent;
  return learn(made.table, made.schema, made.outcome, {}, silent);
}

std::vector<std::string> names_of(const Prepared& prepared) {
  std::vector<std::string> names;
  for (const card::CardAttribute& one : prepared.card.attributes) {
    names.push_back(prepared.coded.attributes[one.attribute].name);
  }
  return names;
}

// Each row standing for seven accounts says nothing new of any of them.
TEST(Weights, AlikeForAllRowsChangeNothing) {
  Made made = attribute::test::accounts(1200, 1.0, 5);
  const Prepared plain = prepared_of(made);
  const Learned before = learned_of(made);
  made.outcome.weight.assign(1200, 7.0F);
  const Prepared weighted = prepared_of(made);
  const Learned after = learned_of(made);
  ASSERT_FALSE(plain.card.attributes.empty());
  EXPECT_EQ(names_of(weighted), names_of(plain));
  for (std::size_t i = 0; i < plain.card.attributes.size(); ++i) {
    EXPECT_EQ(weighted.card.attributes[i].points, plain.card.attributes[i].points);
  }
  ASSERT_EQ(before.attributes.size(), after.attributes.size());
  for (std::size_t i = 0; i < before.attributes.size(); ++i) {
    const auto& one = before.attributes[i];
    const auto& same = *std::find_if(after.attributes.begin(), after.attributes.end(),
                                     [&](const auto& other) { return other.name == one.name; });
    EXPECT_NEAR(same.effect.value, one.effect.value, 1e-6) << one.name;
    EXPECT_NEAR(same.effect.low, one.effect.low, 1e-6) << one.name;
    EXPECT_NEAR(std::log(same.p), std::log(one.p), 1e-3 * std::abs(std::log(one.p)) + 1e-6);
  }
}

/// Of a population all best and one in `each` of the others, drawn at random.
struct Sampled {
  Made made;
  double rate = 0.0;  // of the population
};

Sampled sampled(std::size_t rows, std::size_t each, std::uint64_t seed) {
  const Made all = attribute::test::accounts(rows, 1.0, seed);
  base::Random random(seed + 1);
  std::vector<std::uint32_t> kept;
  Sampled out;
  for (std::uint32_t row = 0; row < rows; ++row) {
    const bool best = all.outcome.best[row] == 1;
    out.rate += best ? 1.0 / static_cast<double>(rows) : 0.0;
    if (!best && random.below(each) != 0) continue;
    kept.push_back(row);
    out.made.outcome.best.push_back(best ? 1 : 0);
    out.made.outcome.weight.push_back(best ? 1.0F : static_cast<float>(each));
  }
  out.made.table = table::select(all.table, kept);
  out.made.schema = all.schema;
  out.made.outcome.name = "won";
  return out;
}

// All won deals and every tenth lost one: the card's chances are those of the population, not of
// the sample, in which four times as many are best.
TEST(Weights, ChancesAreOfThePopulation) {
  const Sampled world = sampled(20000, 10, 3);
  const Prepared prepared = prepared_of(world.made);
  const Learned learned = learned_of(world.made);
  ASSERT_EQ(learned.profiles.size(), 1U);
  const Made all = attribute::test::accounts(20000, 1.0, 3);
  const attribute::Coded coded = prepared_of(all).coded;
  ASSERT_EQ(coded.attributes.size(), prepared.coded.attributes.size());
  double foreseen = 0.0;
  double total = 0.0;
  for (const profile::CalibrationStep& step : learned.profiles.front().calibration) {
    EXPECT_LE(step.interval.low, step.probability);
    EXPECT_GE(step.interval.high, step.probability);
  }
  const std::vector<int> scores = card::points(prepared.card, prepared.coded, prepared.rows);
  const std::vector<double> stands_for = population_shares(prepared);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto& steps = learned.profiles.front().calibration;
    auto at = steps.begin();
    while (std::next(at) != steps.end() && std::next(at)->from <= scores[i]) ++at;
    foreseen += stands_for[i] * at->probability;
    total += stands_for[i];
  }
  EXPECT_NEAR(foreseen / total, world.rate, 0.02);
  EXPECT_NEAR(total, 20000.0, 400.0);
}

/// Accounts that spend: a bank twice what others do, and one in three of any industry nothing.
Made spenders(std::size_t rows, double times, std::uint64_t seed) {
  base::Random random(seed);
  Made made;
  std::vector<std::string> industry;
  std::vector<double> size;
  std::vector<double> spend;
  for (std::size_t row = 0; row < rows; ++row) {
    industry.emplace_back(random.below(3) == 0 ? "Bank" : "Other");
    size.push_back(std::floor(1000.0 * random.uniform()));
    const double mean = industry.back() == "Bank" ? times : 1.0;
    const double amount = mean * std::exp(0.7 * random.normal());
    spend.push_back(random.below(3) == 0 ? 0.0 : amount);
  }
  made.table =
      table::Table({table::category_column("Industry", industry),
                    table::number_column("Size", size), table::number_column("Spend", spend)});
  made.schema = attribute::test::attributes_of(made.table);
  made.outcome = outcome::outcome_of(made.table, "Spend");
  return made;
}

// The odds ratio of two values' masses is the ratio of their mean spends.
TEST(Weights, WorthFindsWhoBringsMore) {
  const Made made = spenders(4000, 3.0, 11);
  const Prepared prepared = prepared_of(made);
  EXPECT_EQ(names_of(prepared), (std::vector<std::string>{"Industry"}));
  const Learned learned = learned_of(made);
  const profile::AttributeStats& industry = learned.attributes.front();
  double sums[2] = {0.0, 0.0};
  double counts[2] = {0.0, 0.0};
  for (std::size_t row = 0; row < 4000; ++row) {
    const int bank = made.table.column("Industry").cell_text(row) == "Bank" ? 1 : 0;
    sums[bank] += made.table.column("Spend").numbers[row];
    counts[bank] += 1.0;
  }
  const double truth = sums[1] / counts[1] / (sums[0] / counts[0]);
  for (const profile::ValueStats& value : industry.values) {
    if (value.label != "Bank") continue;
    EXPECT_NEAR(value.lift.value, truth, 0.02 * truth);
    EXPECT_TRUE(std::isnan(value.rate));
    EXPECT_NEAR(value.of_best, sums[1] / (sums[0] + sums[1]), 1e-4);
    EXPECT_NEAR(value.of_others, counts[1] / 4000.0, 1e-4);
  }
  EXPECT_TRUE(learned.profiles.front().calibration.empty());
}

// A column that is the amount in other words gives it away.
TEST(Weights, ACopyOfTheAmountIsALeak) {
  Made made = spenders(600, 2.0, 4);
  std::vector<double> copy;
  for (const double spend : made.table.column("Spend").numbers) copy.push_back(1.2 * spend);
  made.table = table::with_column(made.table, table::number_column("Invoiced", copy));
  made.schema = attribute::test::attributes_of(made.table);
  for (const auto& one : prepared_of(made).coded.attributes) {
    EXPECT_EQ(one.leakage.suspected, one.name == "Invoiced") << one.name;
  }
}

/// A population in which nothing matters, sampled by an attribute: a row with a high one is five
/// times as likely to be in, and counts for a fifth.
struct Null {
  attribute::Coded coded;
  outcome::Outcome outcome;
};

Null null_world(std::size_t rows, std::uint64_t seed) {
  base::Random random(seed);
  std::vector<double> size;
  std::vector<std::string> region;
  Null world;
  while (size.size() < rows) {
    const double one = std::floor(20.0 * random.uniform());
    if (one < 10.0 && random.below(5) != 0) continue;
    size.push_back(one);
    region.emplace_back(1, static_cast<char>('A' + random.below(4)));
    world.outcome.best.push_back(random.uniform() < 0.25 ? 1 : 0);
    world.outcome.weight.push_back(one < 10.0 ? 5.0F : 1.0F);
  }
  const table::Table table(
      {table::number_column("Size", size), table::category_column("Region", region)});
  world.coded = attribute::encode(table, attribute::test::attributes_of(table), "", 1);
  return world;
}

TEST(WeightsSimulation, TestsAreValidWhereWeightsDependOnTheAttribute) {
  constexpr int kRuns = 1500;
  int small[2] = {0, 0};
  int held[2] = {0, 0};
  const auto rows = attribute::test::all_rows(400);
  for (int run = 0; run < kRuns; ++run) {
    const Null world = null_world(400, static_cast<std::uint64_t>(run));
    const outcome::Counted counted = outcome::counted(world.outcome);
    for (std::uint32_t i = 0; i < 2; ++i) {
      small[i] += attribute::association_p(world.coded, i, counted.outcome, rows,
                                           attribute::Shuffles::none, 0) < 0.05
                      ? 1
                      : 0;
      const stats::Estimate effect =
          attribute::cross_fitted_effect(world.coded, i, counted.outcome, rows).superiority;
      held[i] += effect.low <= 0.5 && 0.5 <= effect.high ? 1 : 0;
    }
  }
  for (int i = 0; i < 2; ++i) {
    const double rate = 100.0 * small[i] / kRuns;
    const double coverage = 100.0 * held[i] / kRuns;
    std::printf("    %s: p < .05 in %.1f %%, interval of the effect holds 0.5 in %.1f %%\n",
                i == 0 ? "number" : "category", rate, coverage);
    EXPECT_GE(rate, 2.0);
    EXPECT_LE(rate, 6.5);
    EXPECT_GE(coverage, 93.0);
  }
}

}  // namespace
}  // namespace bestfit::learn
