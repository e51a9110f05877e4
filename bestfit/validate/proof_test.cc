#include "bestfit/validate/proof.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "bestfit/base/random.h"

namespace bestfit::validate {
namespace {

using table::Kind;
using table::Role;

struct Data {
  table::Table table;
  table::Schema schema;
  outcome::Outcome outcome;
};

void add_field(Data& data, const std::string& name, Kind kind, Role role) {
  data.schema.fields.push_back({.column = name, .kind = kind, .role = role, .why = ""});
}

/// Accounts with `numbers` numbers and as many categories of five labels; the first number and the
/// first category move the log odds by `effect` a standard deviation.
Data make_data(int rows, int numbers, double effect, std::uint64_t seed) {
  base::Random random(seed);
  Data data;
  std::vector<table::Column> columns;
  std::vector<double> odds(static_cast<std::size_t>(rows), -0.7);
  for (int i = 0; i < numbers; ++i) {
    std::vector<double> cells;
    std::vector<std::string> labels;
    for (std::size_t row = 0; row < odds.size(); ++row) {
      cells.push_back(random.normal());
      const auto label = random.below(5);
      labels.push_back("label " + std::to_string(label));
      if (i == 0) odds[row] += effect * (cells[row] + (static_cast<double>(label) - 2.0) / 1.41);
    }
    const std::string name = std::to_string(i);
    columns.push_back(table::number_column("number " + name, cells));
    columns.push_back(table::category_column("category " + name, labels));
    add_field(data, "number " + name, Kind::number, Role::attribute);
    add_field(data, "category " + name, Kind::category, Role::attribute);
  }
  data.table = table::Table(columns);
  data.outcome.name = "won";
  for (const double odd : odds) {
    data.outcome.best.push_back(random.uniform() < 1.0 / (1.0 + std::exp(-odd)) ? 1 : 0);
  }
  return data;
}

Proof prove_data(const Data& data, std::uint64_t seed, const ProofOptions& options = {}) {
  base::Silent silent;
  learn::LearnOptions learn_options;
  learn_options.seed = seed;
  return prove(data.table, data.schema, data.outcome, learn_options, options, silent);
}

/// Runs of the null simulation; BESTFIT_NULL_RUNS=1000 for the figures in docs/methods/proof.md.
int null_runs() {
  const char* asked = std::getenv("BESTFIT_NULL_RUNS");
  return asked ? std::atoi(asked) : 40;
}

TEST(ProveSimulation, FindsNoProfileInNoise) {
  const int runs = null_runs();
  int claimed = 0;
  for (int run = 0; run < runs; ++run) {
    const auto seed = static_cast<std::uint64_t>(run);
    const Proof proof = prove_data(make_data(200, 10, 0.0, seed), seed);
    claimed += proof.verdict == Verdict::ready || proof.verdict == Verdict::ok ? 1 : 0;
  }
  RecordProperty("claimed", claimed);
  EXPECT_LE(claimed, runs / 20);
}

TEST(Prove, FindsWhatWasPlanted) {
  const Proof proof = prove_data(make_data(1000, 10, 0.8, 1), 1);
  EXPECT_EQ(proof.verdict, Verdict::ready) << proof.why;
  EXPECT_GT(proof.held->auc.value, 0.7);
  EXPECT_LT(proof.held->auc.value, proof.apparent_auc + 0.01);
  EXPECT_GT(proof.held->auc.low, proof.noise.high);
  EXPECT_FALSE(proof.calibration.empty());
  EXPECT_FALSE(proof.held->by_tier.empty());
}

TEST(Prove, HoldsBackLaterAccountsWhereThereIsATime) {
  Data data = make_data(1000, 5, 0.8, 2);
  std::vector<double> days;
  for (int row = 0; row < 1000; ++row) days.push_back(18000 + row);
  data.table = table::with_column(data.table, table::date_column("met", days));
  add_field(data, "met", Kind::date, Role::time);
  const Proof proof = prove_data(data, 1);
  EXPECT_EQ(proof.method, "split in time");
  EXPECT_EQ(proof.learned_rows, 700);
  EXPECT_EQ(proof.held_rows, 300);
  EXPECT_EQ(proof.verdict, Verdict::ready) << proof.why;
  EXPECT_NE(proof.words.find("14 March 2021"), std::string::npos) << proof.words;  // day 18,700
}

TEST(Prove, OneOutcomeAloneIsNotReady) {
  Data data = make_data(100, 2, 0.0, 3);
  data.outcome.best.assign(100, 0);
  const Proof proof = prove_data(data, 1);
  EXPECT_EQ(proof.verdict, Verdict::not_ready);
  EXPECT_FALSE(proof.held.has_value());
}

TEST(Prove, SaysTheSameOnAnyNumberOfThreads) {
  const Data data = make_data(400, 5, 0.6, 4);
  base::Silent silent;
  learn::LearnOptions one;
  learn::LearnOptions four;
  four.threads = 4;
  const Proof a = prove(data.table, data.schema, data.outcome, one, {}, silent);
  const Proof b = prove(data.table, data.schema, data.outcome, four, {}, silent);
  EXPECT_EQ(a.held->auc.low, b.held->auc.low);
  EXPECT_EQ(a.held->brier, b.held->brier);
  EXPECT_EQ(a.noise.median, b.noise.median);
  EXPECT_EQ(a.words, b.words);
  EXPECT_EQ(a.why, b.why);
}

}  // namespace
}  // namespace bestfit::validate
