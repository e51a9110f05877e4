#include "bestfit/stats/auc.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "bestfit/base/error.h"
#include "bestfit/stats/distribution.h"

namespace bestfit::stats {
namespace {

constexpr double kFew =
    30.0;  // accounts of an outcome below which DeLong's interval is not trusted

/// The true value furthest from `value` towards `edge` that it does not contradict.
double newcombe_limit(double value, double edge, double best, double other, double z) {
  double inside = value;
  double outside = edge;
  for (int step = 0; step < 100; ++step) {
    const double middle = 0.5 * (inside + outside);
    const double reach = z * std::sqrt(newcombe_auc_variance(middle, best, other));
    (std::abs(value - middle) < reach ? inside : outside) = middle;
  }
  return 0.5 * (inside + outside);
}

}  // namespace

double newcombe_auc_variance(double value, double best, double other) {
  const double weight = 0.5 * (best + other) - 1.0;
  const double spread = (1.0 - value) / (2.0 - value) + value / (1.0 + value);
  return value * (1.0 - value) * (1.0 + weight * spread) / (best * other);
}

double auc_value(const ScoreCounts& counts) {
  const double best = total_best(counts);
  const double other = total_other(counts);
  check(best > 0.0 && other > 0.0, "auc_value: accounts of both outcomes");

  double below = 0.0;  // accounts without the outcome under this level
  double wins = 0.0;
  for (std::size_t level = 0; level < counts.score.size(); ++level) {
    const double tied = counts.other[level];
    wins += counts.best[level] * (below + 0.5 * tied);
    below += tied;
  }
  return std::min(1.0, wins / (best * other));  // sums of weights round
}

double auc_variance(const ScoreCounts& counts) {
  const double best = total_best(counts);
  const double other = total_other(counts);
  if (best < 2.0 || other < 2.0) return std::numeric_limits<double>::quiet_NaN();

  const double value = auc_value(counts);
  double best_below = 0.0;
  double other_below = 0.0;
  double best_squares = 0.0;
  double other_squares = 0.0;
  for (std::size_t level = 0; level < counts.score.size(); ++level) {
    const double best_here = counts.best[level];
    const double other_here = counts.other[level];
    const double placed = (other_below + 0.5 * other_here) / other - value;
    const double other_placed = (best - best_below - 0.5 * best_here) / best - value;
    best_squares += best_here * placed * placed;
    other_squares += other_here * other_placed * other_placed;
    best_below += best_here;
    other_below += other_here;
  }
  return best_squares / (best * (best - 1.0)) + other_squares / (other * (other - 1.0));
}

Interval logit_auc_interval(double value, double variance, double level) {
  check(0.0 < value && value < 1.0, "logit_auc_interval: 0 < value < 1");
  check(variance > 0.0, "logit_auc_interval: variance > 0");

  const double centre = std::log(value / (1.0 - value));
  const double reach = normal_critical_value(level) * std::sqrt(variance) / (value * (1.0 - value));
  return {.low = 1.0 / (1.0 + std::exp(reach - centre)),
          .high = 1.0 / (1.0 + std::exp(-reach - centre))};
}

Interval newcombe_auc_interval(double value, double best, double other, double level) {
  check(0.0 <= value && value <= 1.0, "newcombe_auc_interval: 0 <= value <= 1");
  check(best > 0.0 && other > 0.0, "newcombe_auc_interval: accounts of both outcomes");

  const double z = normal_critical_value(level);
  return {.low = value > 0.0 ? newcombe_limit(value, 0.0, best, other, z) : 0.0,
          .high = value < 1.0 ? newcombe_limit(value, 1.0, best, other, z) : 1.0};
}

Interval auc_interval(double value, double variance, double best, double other, double level) {
  const bool inner = 0.0 < value && value < 1.0 && variance > 0.0;  // false for NaN too
  return inner && std::min(best, other) >= kFew ? logit_auc_interval(value, variance, level)
                                                : newcombe_auc_interval(value, best, other, level);
}

Estimate auc(const ScoreCounts& counts) {
  const double value = auc_value(counts);
  const Interval interval =
      auc_interval(value, auc_variance(counts), total_best(counts), total_other(counts));
  return {.value = value, .low = interval.low, .high = interval.high};
}

}  // namespace bestfit::stats
