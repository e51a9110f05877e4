#include "bestfit/signal/half_life.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "bestfit/base/error.h"

namespace bestfit::signal {
namespace {

constexpr int kSteps = 200;          // of the grid, equal in logarithm
constexpr double kWithin = 1.92073;  // half of the 95 % quantile of chi-square, 1 degree

/// Events by lag: what the likelihood needs.
struct Lags {
  std::vector<double> count;  // by day, the first is lag 1
  double total = 0.0;
};

Lags counted(std::span<const int> lags, int window_days) {
  Lags out;
  out.count.assign(static_cast<std::size_t>(window_days), 0.0);
  for (const int lag : lags) {
    check(1 <= lag && lag <= window_days, "half_life: 1 <= lag <= window");
    out.count[static_cast<std::size_t>(lag - 1)] += 1.0;
  }
  out.total = static_cast<double>(lags.size());
  return out;
}

/// Of a mixture of an even background and an excess that halves in `days`; lags are whole days, so
/// the excess of a day is that of its whole length.
double log_likelihood(const Lags& lags, double even, double days) {
  const double keep = std::exp2(-1.0 / days);
  const auto window = static_cast<double>(lags.count.size());
  const double first = (1.0 - keep) / (1.0 - std::exp2(-window / days));
  double sum = 0.0;
  double decayed = first;
  for (const double count : lags.count) {
    if (count > 0.0) sum += count * std::log(even / window + (1.0 - even) * decayed);
    decayed *= keep;
  }
  return sum;
}

}  // namespace

HalfLife half_life(std::span<const int> lags, double background, const HalfLifeOptions& options) {
  check(options.window_days >= 2 && 0.0 < options.floor_days &&
            options.floor_days < options.ceiling_days,
        "half_life: a window, and a floor below the ceiling");
  const double fallback = 0.5 * options.window_days;
  HalfLife found{
      .days = fallback, .low = options.floor_days, .high = options.ceiling_days, .told = false};
  const Lags counts = counted(lags, options.window_days);
  if (counts.total - background < options.fewest_excess) return found;

  const double even = std::clamp(background / counts.total, 0.0, 1.0);
  const double step = std::log(options.ceiling_days / options.floor_days) / kSteps;
  std::vector<double> days;
  std::vector<double> likely;
  for (int i = 0; i <= kSteps; ++i) {
    days.push_back(std::min(options.ceiling_days, options.floor_days * std::exp(step * i)));
    likely.push_back(log_likelihood(counts, even, days.back()));
  }
  const auto best = std::max_element(likely.begin(), likely.end());
  const auto within = [&](double value) { return value >= *best - kWithin; };
  const auto low = std::find_if(likely.begin(), likely.end(), within) - likely.begin();
  const auto high = likely.rend() - std::find_if(likely.rbegin(), likely.rend(), within) - 1;
  found.low = days[static_cast<std::size_t>(low)];
  found.high = days[static_cast<std::size_t>(high)];
  found.told = high < kSteps;
  found.days = found.told ? days[static_cast<std::size_t>(best - likely.begin())]
                          : std::clamp(fallback, found.low, found.high);
  return found;
}

}  // namespace bestfit::signal
