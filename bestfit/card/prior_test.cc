#include "bestfit/card/prior.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "bestfit/attribute/encode.h"
#include "bestfit/attribute/test_tables.h"
#include "bestfit/card/card.h"
#include "bestfit/stats/auc.h"

namespace bestfit::card {
namespace {

using attribute::test::Made;

/// What somebody wrote down about the made-up accounts, right as far as it goes: 60 points for a
/// Software or Logistics company, 40 for 50 to 400 employees.
void write_down(const Made& made, bool right, attribute::Coded& coded) {
  const table::Column& industry = made.table.column("Industry");
  const table::Column& employees = made.table.column("Employees");
  for (attribute::CodedAttribute& one : coded.attributes) {
    if (one.column != "Industry" && one.column != "Employees") continue;
    for (std::size_t row = 0; row < made.table.rows(); ++row) {
      const std::string label = industry.cell_text(row);
      const double size = employees.numbers[row];
      const bool fits = one.column == "Industry" ? label == "Software" || label == "Logistics"
                                                 : size >= 50.0 && size < 400.0;
      const float points = one.column == "Industry" ? 60.0F : 40.0F;
      one.prior_points.push_back(fits == right ? points : 0.0F);
    }
  }
}

enum class Hint { none, right, wrong };

struct Held {
  double auc = 0.5;
  double slope = 0.0;
};

/// AUC on 3,000 other accounts of a card learned from some.
Held held_out(std::size_t learned, Hint hint, std::uint64_t seed) {
  const Made made = attribute::test::accounts(learned + 3000, 1.0, seed);
  attribute::Coded coded = attribute::encode(made.table, made.schema, "", 1);
  if (hint != Hint::none) write_down(made, hint == Hint::right, coded);
  std::vector<std::int8_t> known(made.outcome.best.size(), -1);
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> asked;
  std::vector<std::int8_t> best;
  for (std::uint32_t row = 0; row < known.size(); ++row) {
    if (row < learned) {
      known[row] = made.outcome.best[row];
      rows.push_back(row);
    } else {
      asked.push_back(row);
      best.push_back(made.outcome.best[row]);
    }
  }
  const CodedModel model = fit(coded, known, rows, {});
  return {.auc = stats::auc_value(stats::count_points(points(model, coded, asked), best)),
          .slope = prior_slope(coded, known, rows)};
}

Held mean_held_out(std::size_t learned, Hint hint) {
  constexpr int kRuns = 20;
  Held mean{.auc = 0.0};
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    const Held one = held_out(learned, hint, seed);
    mean.auc += one.auc / kRuns;
    mean.slope += one.slope / kRuns;
  }
  return mean;
}

TEST(Prior, HelpsWhereOutcomesAreFewAndItIsRight) {
  const Held none = mean_held_out(60, Hint::none);
  const Held right = mean_held_out(60, Hint::right);
  std::printf("    60 accounts: AUC %.3f without, %.3f with what is right\n", none.auc, right.auc);
  EXPECT_GT(right.auc, none.auc + 0.03);
  EXPECT_GT(right.slope, 0.015);
}

TEST(Prior, HarmsLittleWhereItIsWrong) {
  for (const std::size_t learned : {60U, 400U}) {
    const Held none = mean_held_out(learned, Hint::none);
    const Held wrong = mean_held_out(learned, Hint::wrong);
    std::printf("    %d accounts: AUC %.3f without, %.3f with what is wrong\n",
                static_cast<int>(learned), none.auc, wrong.auc);
    EXPECT_GT(wrong.auc, none.auc - 0.03);
  }
  EXPECT_LT(mean_held_out(400, Hint::wrong).slope, 0.002);
}

TEST(Prior, ManyOutcomesNeedNone) {
  const Held none = held_out(6000, Hint::none, 3);
  EXPECT_NEAR(held_out(6000, Hint::right, 3).auc, none.auc, 0.005);
  EXPECT_NEAR(held_out(6000, Hint::wrong, 3).auc, none.auc, 0.005);
}

/// A slope alone, against the maximum found by trying.
TEST(Prior, SlopeIsThePosteriorMode) {
  attribute::Coded coded;
  coded.rows = 60;
  coded.attributes.resize(1);
  std::vector<std::int8_t> best;
  for (int row = 0; row < 60; ++row) {
    coded.attributes[0].prior_points.push_back(static_cast<float>(10 * (row % 10)));
    best.push_back(row % 10 > 6 || row % 7 == 0 ? 1 : 0);
  }
  const double slope = prior_slope(coded, best, attribute::test::all_rows(60));
  const auto posterior = [&](double intercept, double candidate) {
    double sum = -0.5 * std::pow((candidate - 0.03) / 0.02, 2);
    for (int row = 0; row < 60; ++row) {
      const double odds = intercept + candidate * (10.0 * (row % 10) - 45.0);
      sum += (best[static_cast<std::size_t>(row)] == 1 ? odds : 0.0) - std::log1p(std::exp(odds));
    }
    return sum;
  };
  double most = -1e300;
  double at = 0.0;
  for (double candidate = 0.0; candidate < 0.1; candidate += 0.0005) {
    for (double intercept = -2.0; intercept < 2.0; intercept += 0.02) {
      const double value = posterior(intercept, candidate);
      if (value <= most) continue;
      most = value;
      at = candidate;
    }
  }
  EXPECT_NEAR(slope, at, 0.0006);
}

}  // namespace
}  // namespace bestfit::card
