#include "bestfit/card/logistic_line.h"

#include <algorithm>
#include <cmath>

#include "bestfit/base/error.h"

namespace bestfit::card {
namespace {

constexpr int kLineRounds = 100;
constexpr int kHalvings = 30;
constexpr double kGain = 1e-10;  // of log-likelihood: less is the end

struct LineProblem {
  std::span<const double> scores;
  std::span<const outcome::Mass> masses;
  SlopePrior prior;
};

double log_posterior(const LineProblem& problem, const LogisticLine& line) {
  const double off = line.slope - problem.prior.mean;
  double sum = -0.5 * problem.prior.precision * off * off;
  for (std::size_t i = 0; i < problem.scores.size(); ++i) {
    const double odds = line.intercept + line.slope * problem.scores[i];
    const outcome::Mass& mass = problem.masses[i];
    sum += mass.best * odds -
           mass.total() * (std::max(odds, 0.0) + std::log1p(std::exp(-std::abs(odds))));
  }
  return sum;
}

/// Newton's step from a line; the information is kept off 0.
LogisticLine step_from(const LineProblem& problem, const LogisticLine& line) {
  double g0 = 0.0;
  double g1 = -problem.prior.precision * (line.slope - problem.prior.mean);
  double h00 = 1e-9;
  double h01 = 0.0;
  double h11 = 1e-6 + problem.prior.precision;
  for (std::size_t i = 0; i < problem.scores.size(); ++i) {
    const double s = problem.scores[i];
    const double p = 1.0 / (1.0 + std::exp(-(line.intercept + line.slope * s)));
    const double total = problem.masses[i].total();
    const double g = problem.masses[i].best - total * p;
    const double h = total * p * (1.0 - p);
    g0 += g;
    g1 += g * s;
    h00 += h;
    h01 += h * s;
    h11 += h * s * s;
  }
  const double det = h00 * h11 - h01 * h01;
  return {.intercept = (h11 * g0 - h01 * g1) / det, .slope = (h00 * g1 - h01 * g0) / det};
}

}  // namespace

LogisticLine fit_line(std::span<const double> scores, std::span<const outcome::Mass> masses,
                      const LogisticLine& start, const SlopePrior& prior) {
  check(scores.size() == masses.size(), "fit_line: a mass for each score");
  const LineProblem problem{.scores = scores, .masses = masses, .prior = prior};
  LogisticLine line = start;
  double value = log_posterior(problem, line);
  for (int round = 0; round < kLineRounds; ++round) {
    LogisticLine step = step_from(problem, line);
    const auto moved = [&] {
      return LogisticLine{line.intercept + step.intercept, line.slope + step.slope};
    };
    double next = log_posterior(problem, moved());
    for (int half = 0; half < kHalvings && !(next >= value); ++half) {
      step.intercept *= 0.5;
      step.slope *= 0.5;
      next = log_posterior(problem, moved());
    }
    if (!(next > value + kGain)) break;
    line = moved();
    value = next;
  }
  return line;
}

}  // namespace bestfit::card
