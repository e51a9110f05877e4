#include "bestfit/stats/calibration.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "bestfit/base/error.h"
#include "bestfit/stats/distribution.h"

namespace bestfit::stats {
namespace {

double smoothed(const RateStep& step) {
  return (static_cast<double>(step.best) + 0.5) / (static_cast<double>(step.total) + 1.0);
}

void join_last(std::vector<RateStep>& steps) {
  const RateStep last = steps.back();
  steps.pop_back();
  steps.back().best += last.best;
  steps.back().total += last.total;
}

/// Levels joined from below until each step has `least` accounts; a small rest joins the last step.
std::vector<RateStep> joined_levels(const ScoreCounts& counts, std::int64_t least) {
  std::vector<RateStep> steps;
  for (std::size_t level = 0; level < counts.score.size(); ++level) {
    if (steps.empty() || steps.back().total >= least) {
      steps.emplace_back();
      steps.back().from = counts.score[level];
    }
    steps.back().best += counts.best[level];
    steps.back().total += counts.best[level] + counts.other[level];
  }
  if (steps.size() > 1 && steps.back().total < least) join_last(steps);
  return steps;
}

Estimate jeffreys(const RateStep& step) {
  const auto best = static_cast<double>(step.best);
  const auto other = static_cast<double>(step.total - step.best);
  return {.value = smoothed(step),
          .low = step.best > 0 ? beta_quantile(0.025, best + 0.5, other + 0.5) : 0.0,
          .high = step.best < step.total ? beta_quantile(0.975, best + 0.5, other + 0.5) : 1.0};
}

}  // namespace

std::vector<RateStep> isotonic_rates(const ScoreCounts& counts, std::int64_t least) {
  check(least >= 1, "isotonic_rates: least >= 1");

  std::vector<RateStep> steps;
  for (const RateStep& next : joined_levels(counts, least)) {
    steps.push_back(next);
    while (steps.size() > 1 && smoothed(steps[steps.size() - 2]) >= smoothed(steps.back())) {
      join_last(steps);
    }
  }
  for (RateStep& step : steps) step.rate = jeffreys(step);
  return steps;
}

double rate_at(std::span<const RateStep> steps, double score) {
  check(!steps.empty(), "rate_at: a step");
  const auto above =
      std::upper_bound(steps.begin(), steps.end(), score,
                       [](double wanted, const RateStep& step) { return wanted < step.from; });
  return above == steps.begin() ? steps.front().rate.value : std::prev(above)->rate.value;
}

double log_loss(std::span<const double> probabilities, std::span<const std::int8_t> best) {
  check(!probabilities.empty(), "log_loss: an account");
  check(probabilities.size() == best.size(), "log_loss: one outcome a probability");

  constexpr double kOff = 1e-15;
  double sum = 0.0;
  for (std::size_t row = 0; row < best.size(); ++row) {
    const double probability = std::clamp(probabilities[row], kOff, 1.0 - kOff);
    sum -= best[row] != 0 ? std::log(probability) : std::log1p(-probability);
  }
  return sum / static_cast<double>(best.size());
}

double brier_score(std::span<const double> probabilities, std::span<const std::int8_t> best) {
  check(!probabilities.empty(), "brier_score: an account");
  check(probabilities.size() == best.size(), "brier_score: one outcome a probability");

  double sum = 0.0;
  for (std::size_t row = 0; row < best.size(); ++row) {
    const double distance = probabilities[row] - (best[row] != 0 ? 1.0 : 0.0);
    sum += distance * distance;
  }
  return sum / static_cast<double>(best.size());
}

CalibrationError calibration_error(std::span<const Promise> bins) {
  double total = 0.0;
  CalibrationError error;
  for (const Promise& bin : bins) {
    total += static_cast<double>(bin.total);
    error.value += std::abs(static_cast<double>(bin.best) - bin.predicted);
    error.expected += std::sqrt(2.0 * bin.variance * std::numbers::inv_pi);
  }
  check(total > 0.0, "calibration_error: an account");
  return {.value = error.value / total, .expected = error.expected / total};
}

}  // namespace bestfit::stats
