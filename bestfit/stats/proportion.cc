#include "bestfit/stats/proportion.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "bestfit/base/error.h"
#include "bestfit/stats/distribution.h"

namespace bestfit::stats {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Accounts of one group as reals.
struct Group {
  double best = 0.0;
  double total = 0.0;
};

Group group_of(std::int64_t best, std::int64_t total) {
  check(total >= 1, "proportion: total >= 1");
  check(0 <= best && best <= total, "proportion: 0 <= best <= total");
  return {.best = static_cast<double>(best), .total = static_cast<double>(total)};
}

double pearson(const Group& group, double share) {
  const double variance = group.total * share * (1.0 - share);
  const double distance = group.best - group.total * share;
  return variance > 0.0 ? distance * distance / variance : 0.0;
}

/// Koopman's chi-square of the hypothesis that share(first) = ratio * share(second), at the
/// likeliest shares under it.
double ratio_chi_square(const Group& first, const Group& second, double ratio) {
  const double total = first.total + second.total;
  const double middle = ratio * (first.total + second.best) + first.best + second.total;
  const double product = ratio * (first.best + second.best);
  const double root = std::sqrt(std::max(0.0, middle * middle - 4.0 * total * product));
  const double share = std::min(1.0, 2.0 * product / (middle + root));
  return pearson(first, share) + pearson(second, std::min(1.0, share / ratio));
}

/// Where the chi-square crosses `limit` between an inner ratio (below it) and an outer one, both as
/// logarithms.
double ratio_limit(const Group& first, const Group& second, double limit, double inner,
                   double outer) {
  for (int step = 0; step < 200; ++step) {
    const double middle = 0.5 * (inner + outer);
    if (ratio_chi_square(first, second, std::exp(middle)) < limit) {
      inner = middle;
    } else {
      outer = middle;
    }
  }
  return std::exp(0.5 * (inner + outer));
}

Estimate ratio_of(const Group& first, const Group& second, double level) {
  const double z = normal_critical_value(level);
  constexpr double kFar = 60.0;  // ln of a ratio beyond any counts

  const double ratio = (first.best / first.total) / (second.best / second.total);
  Estimate found = {.value = ratio, .low = 0.0, .high = kInfinity};
  const double at = std::clamp(std::log(ratio), -kFar, kFar);  // the ratio may be 0 or infinite
  if (first.best > 0.0) found.low = ratio_limit(first, second, z * z, at, -kFar);
  if (second.best > 0.0) found.high = ratio_limit(first, second, z * z, at, kFar);
  return found;
}

}  // namespace

Interval wilson_interval(std::int64_t best, std::int64_t total, double level) {
  const Group group = group_of(best, total);
  return wilson_interval_of_share(group.best / group.total, group.total, level);
}

Interval wilson_interval_of_share(double share, double total, double level) {
  check(total > 0.0, "wilson_interval: total > 0");
  check(0.0 <= share && share <= 1.0, "wilson_interval: 0 <= share <= 1");

  const double z = normal_critical_value(level);
  const double shrink = 1.0 + z * z / total;
  const double centre = (share + z * z / (2.0 * total)) / shrink;
  const double spread =
      z / shrink * std::sqrt(share * (1.0 - share) / total + z * z / (4.0 * total * total));
  return {.low = share > 0.0 ? std::max(0.0, centre - spread) : 0.0,
          .high = share < 1.0 ? std::min(1.0, centre + spread) : 1.0};
}

Estimate share_estimate(std::int64_t best, std::int64_t total, double level) {
  if (total == 0) {
    return {.value = std::numeric_limits<double>::quiet_NaN(), .low = 0.0, .high = 1.0};
  }
  const Interval interval = wilson_interval(best, total, level);
  return {.value = static_cast<double>(best) / static_cast<double>(total),
          .low = interval.low,
          .high = interval.high};
}

Estimate share_difference(std::int64_t best, std::int64_t total, std::int64_t other_best,
                          std::int64_t other_total, double level) {
  const Group first = group_of(best, total);
  const Group second = group_of(other_best, other_total);

  const double share = first.best / first.total;
  const double other = second.best / second.total;
  const Interval bounds = wilson_interval(best, total, level);
  const Interval other_bounds = wilson_interval(other_best, other_total, level);
  const double difference = share - other;
  return {.value = difference,
          .low = difference - std::hypot(share - bounds.low, other_bounds.high - other),
          .high = difference + std::hypot(bounds.high - share, other - other_bounds.low)};
}

Estimate share_ratio(std::int64_t best, std::int64_t total, std::int64_t other_best,
                     std::int64_t other_total, double level) {
  return ratio_of(group_of(best, total), group_of(other_best, other_total), level);
}

Estimate share_ratio_of_sizes(double best, double total, double other_best, double other_total,
                              double level) {
  check(total > 0.0 && other_total > 0.0, "share_ratio: totals > 0");
  check(0.0 <= best && best <= total && 0.0 <= other_best && other_best <= other_total,
        "share_ratio: 0 <= best <= total");
  return ratio_of({.best = best, .total = total}, {.best = other_best, .total = other_total},
                  level);
}

Estimate lift_over_all(std::int64_t part_best, std::int64_t part_total, std::int64_t all_best,
                       std::int64_t all_total, const RateDesign& design, double level) {
  check(all_best >= 1, "lift_over_all: all_best >= 1");
  check(part_best <= all_best && part_total <= all_total, "lift_over_all: a part of all");

  if (part_total == all_total) return {.value = 1.0, .low = 1.0, .high = 1.0};
  const double most = static_cast<double>(all_total) / static_cast<double>(all_best);
  if (part_total == 0) {
    return {.value = std::numeric_limits<double>::quiet_NaN(), .low = 0.0, .high = most};
  }
  const double part = static_cast<double>(part_total) / static_cast<double>(all_total);
  const Group inside = group_of(part_best, part_total);
  const Group outside = group_of(all_best - part_best, all_total - part_total);
  const Estimate ratio = ratio_of(
      {.best = inside.best / design.inside, .total = inside.total / design.inside},
      {.best = outside.best / design.outside, .total = outside.total / design.outside}, level);
  const auto over_all = [part](double to_rest) {
    return 1.0 / (part + (1.0 - part) / to_rest);  // 0 -> 0, infinite -> 1 / part
  };
  return {.value = over_all(ratio.value),
          .low = over_all(ratio.low),
          .high = std::min(most, over_all(ratio.high))};
}

}  // namespace bestfit::stats
