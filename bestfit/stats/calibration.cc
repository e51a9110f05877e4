#include "bestfit/stats/calibration.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "bestfit/base/error.h"
#include "bestfit/stats/distribution.h"

namespace bestfit::stats {
namespace {

double smoothed(const RateStep& step) { return (step.best + 0.5) / (step.total + 1.0); }

void join_last(std::vector<RateStep>& steps) {
  const RateStep last = steps.back();
  steps.pop_back();
  steps.back().best += last.best;
  steps.back().total += last.total;
}

/// Levels joined from below until each step has `least` accounts; a small rest joins the last step.
std::vector<RateStep> joined_levels(const ScoreCounts& counts, double least) {
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

Estimate jeffreys(const RateStep& step, const Frame& frame) {
  const double best = step.best;
  const double other = step.total - step.best;
  const auto carried = [&](double rate) { return population_rate(rate, 1.0 - rate, frame); };
  return {.value = carried(smoothed(step)),
          .low = best > 0.0 ? carried(beta_quantile(0.025, best + 0.5, other + 0.5)) : 0.0,
          .high = other > 0.0 ? carried(beta_quantile(0.975, best + 0.5, other + 0.5)) : 1.0};
}

/// The weighted mean over accounts of a loss of probability and outcome.
template <typename Loss>
double mean_loss(std::span<const double> probabilities, std::span<const std::int8_t> best,
                 std::span<const double> weights, Loss loss) {
  check(!probabilities.empty(), "mean_loss: an account");
  check(probabilities.size() == best.size(), "mean_loss: one outcome a probability");
  check(weights.empty() || weights.size() == best.size(), "mean_loss: one weight a probability");
  double sum = 0.0;
  double all = 0.0;
  for (std::size_t row = 0; row < best.size(); ++row) {
    const double weight = weights.empty() ? 1.0 : weights[row];
    sum += weight * loss(probabilities[row], best[row] != 0);
    all += weight;
  }
  return sum / all;
}

}  // namespace

std::vector<RateStep> isotonic_rates(const ScoreCounts& counts, std::int64_t least,
                                     const Frame& frame) {
  check(least >= 1, "isotonic_rates: least >= 1");

  std::vector<RateStep> steps;
  for (const RateStep& next : joined_levels(counts, static_cast<double>(least))) {
    steps.push_back(next);
    while (steps.size() > 1 && smoothed(steps[steps.size() - 2]) >= smoothed(steps.back())) {
      join_last(steps);
    }
  }
  for (RateStep& step : steps) step.rate = jeffreys(step, frame);
  return steps;
}

void widen_intervals(std::span<const double> designs, const Frame& frame,
                     std::vector<RateStep>& steps) {
  check(designs.size() == steps.size(), "widen_intervals: one design a step");
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (designs[i] <= 1.0) continue;
    RateStep single = steps[i];
    single.best /= designs[i];
    single.total /= designs[i];
    const Estimate wide = jeffreys(single, frame);
    steps[i].rate.low = std::min(steps[i].rate.low, wide.low);
    steps[i].rate.high = std::max(steps[i].rate.high, wide.high);
  }
}

double rate_at(std::span<const RateStep> steps, double score) {
  check(!steps.empty(), "rate_at: a step");
  const auto above =
      std::upper_bound(steps.begin(), steps.end(), score,
                       [](double wanted, const RateStep& step) { return wanted < step.from; });
  return above == steps.begin() ? steps.front().rate.value : std::prev(above)->rate.value;
}

double log_loss(std::span<const double> probabilities, std::span<const std::int8_t> best,
                std::span<const double> weights) {
  return mean_loss(probabilities, best, weights, [](double given, bool is_best) {
    constexpr double kOff = 1e-15;
    const double probability = std::clamp(given, kOff, 1.0 - kOff);
    return is_best ? -std::log(probability) : -std::log1p(-probability);
  });
}

double brier_score(std::span<const double> probabilities, std::span<const std::int8_t> best,
                   std::span<const double> weights) {
  return mean_loss(probabilities, best, weights, [](double given, bool is_best) {
    const double distance = given - (is_best ? 1.0 : 0.0);
    return distance * distance;
  });
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
