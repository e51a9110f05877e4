#include "bestfit/card/logistic_line.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "bestfit/base/error.h"

namespace bestfit::card {
namespace {

using outcome::Mass;

TEST(LogisticLine, GoesThroughTheLogOddsOfTwoGroups) {
  const std::vector<double> scores = {0.0, 50.0};
  const std::vector<Mass> masses = {{.best = 10.0, .other = 90.0}, {.best = 60.0, .other = 40.0}};
  const LogisticLine line = fit_line(scores, masses, {});
  EXPECT_NEAR(line.intercept, std::log(10.0 / 90.0), 1e-6);
  EXPECT_NEAR(line.intercept + 50.0 * line.slope, std::log(60.0 / 40.0), 1e-6);
}

// R: glm(cbind(b, o) ~ s, binomial) on the same counts is the root of these two sums.
TEST(LogisticLine, SolvesTheScoreEquations) {
  const std::vector<double> scores = {0.0, 10.0, 35.0, 80.0, 100.0};
  const std::vector<Mass> masses = {{.best = 1.5, .other = 30.0},
                                    {.best = 4.0, .other = 18.5},
                                    {.best = 9.0, .other = 12.0},
                                    {.best = 7.0, .other = 3.0},
                                    {.best = 11.0, .other = 0.5}};
  for (const SlopePrior& prior : {SlopePrior{}, SlopePrior{.mean = 0.1, .precision = 5000.0}}) {
    const LogisticLine line = fit_line(scores, masses, {.intercept = -3.0, .slope = 0.2}, prior);
    double left = 0.0;
    double tilted = -prior.precision * (line.slope - prior.mean);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const double p = 1.0 / (1.0 + std::exp(-line.intercept - line.slope * scores[i]));
      left += masses[i].best - masses[i].total() * p;
      tilted += scores[i] * (masses[i].best - masses[i].total() * p);
    }
    EXPECT_NEAR(left, 0.0, 1e-4);
    EXPECT_NEAR(tilted, 0.0, 1e-3);
  }
}

TEST(LogisticLine, HoldsToAStrongPrior) {
  const std::vector<double> scores = {0.0, 1.0};
  const std::vector<Mass> masses = {{.best = 0.0, .other = 5.0}, {.best = 5.0, .other = 0.0}};
  const LogisticLine line = fit_line(scores, masses, {}, {.mean = 0.3, .precision = 1e9});
  EXPECT_NEAR(line.slope, 0.3, 1e-6);
  EXPECT_THROW(fit_line({}, masses, {}), Bug);
}

}  // namespace
}  // namespace bestfit::card
