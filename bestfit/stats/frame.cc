#include "bestfit/stats/frame.h"

#include <cmath>
#include <limits>

#include "bestfit/base/error.h"
#include "bestfit/stats/distribution.h"
#include "bestfit/stats/proportion.h"

namespace bestfit::stats {
namespace {

double carried(double rate, const Frame& frame) { return population_rate(rate, 1.0 - rate, frame); }

/// The logarithm of a rate (of odds where there is none) and its variance.
struct LogRate {
  double value = 0.0;
  double variance = 0.0;
};

LogRate log_rate(const Part& part, const Frame& frame, double design) {
  const double best = part.best + 0.5;
  const double other = part.other + 0.5;
  const double rate = frame.has_rates() ? population_rate(best, other, frame) : 0.0;
  const double value = frame.has_rates() ? std::log(rate) : std::log(best / other);
  const double slope = 1.0 - rate;  // of the logarithm of a rate by that of its odds
  return {.value = value, .variance = design * slope * slope * (1.0 / best + 1.0 / other)};
}

}  // namespace

double population_rate(double best, double other, const Frame& frame) {
  check(frame.has_rates(), "population_rate: the others are not the whole population");
  if (frame.is_plain()) return best / (best + other);
  return frame.best * best / (frame.best * best + frame.other * other);
}

Estimate population_rate_estimate(double best, double other, const Frame& frame, double design) {
  check(design >= 1.0, "population_rate_estimate: design >= 1");
  if (best + other <= 0.0) {
    return {.value = std::numeric_limits<double>::quiet_NaN(), .low = 0.0, .high = 1.0};
  }
  const double share = best / (best + other);
  const Interval interval = wilson_interval_of_share(share, (best + other) / design);
  return {.value = carried(share, frame),
          .low = carried(interval.low, frame),
          .high = carried(interval.high, frame)};
}

Estimate population_lift(const Part& part, const Part& all, const Frame& frame, double design) {
  check(all.best > 0.0 && all.other > 0.0, "population_lift: accounts of both outcomes");
  if (part.best + part.other <= 0.0) {
    return {.value = std::numeric_limits<double>::quiet_NaN(),
            .low = 0.0,
            .high = std::numeric_limits<double>::infinity()};
  }
  const Estimate ratio = share_ratio_of_sizes(part.best / design, all.best / design,
                                              part.other / design, all.other / design);
  const double of_population =
      frame.best * all.best / (frame.best * all.best + frame.other * all.other);
  const auto lift = [&](double to_others) {  // 0 -> 0, infinite -> 1 / of_population
    return 1.0 / (of_population + (1.0 - of_population) / to_others);
  };
  return {.value = lift(ratio.value), .low = lift(ratio.low), .high = lift(ratio.high)};
}

Estimate population_ratio(const Part& part, const Part& rest, const Frame& frame,
                          const RateDesign& design) {
  const LogRate inside = log_rate(part, frame, design.inside);
  const LogRate outside = log_rate(rest, frame, design.outside);
  const double value = inside.value - outside.value;
  const double reach = normal_critical_value(0.95) * std::sqrt(inside.variance + outside.variance);
  return {
      .value = std::exp(value), .low = std::exp(value - reach), .high = std::exp(value + reach)};
}

}  // namespace bestfit::stats
