#include "bestfit/stats/survival.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "bestfit/base/error.h"
#include "bestfit/stats/distribution.h"
#include "bestfit/stats/proportion.h"
#include "bestfit/stats/symmetric.h"

namespace bestfit::stats {
namespace {

constexpr double kHalf = 0.5;
constexpr double kNothing = 1e-9;  // of what was at risk: rounding of sums of weights

double weight_of(const FollowUps& accounts, std::size_t i) {
  return accounts.weight.empty() ? 1.0 : accounts.weight[i];
}

std::vector<std::size_t> latest_first(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return values[a] != values[b] ? values[a] > values[b] : a < b;
  });
  return order;
}

/// Accounts of one time, one value a group.
struct Moment {
  double time = 0.0;
  std::vector<double> at_risk;
  std::vector<double> events;
  std::vector<double> censored;
};

/// Calls `visit` with each time at which accounts left or were censored, latest first.
template <typename Visit>
void each_moment(const FollowUps& accounts, std::span<const std::uint32_t> group,
                 std::size_t groups, Visit visit) {
  const std::vector<std::size_t> ends = latest_first(accounts.time);
  const std::vector<std::size_t> entries = latest_first(accounts.entry);
  std::size_t entered = 0;
  Moment moment = {.at_risk = std::vector<double>(groups), .events = {}, .censored = {}};
  for (std::size_t from = 0; from < ends.size();) {
    moment.time = accounts.time[ends[from]];
    moment.events.assign(groups, 0.0);
    moment.censored.assign(groups, 0.0);
    std::size_t to = from;
    for (; to < ends.size() && accounts.time[ends[to]] == moment.time; ++to) {
      const std::size_t i = ends[to];
      const std::size_t in = group.empty() ? 0 : group[i];
      moment.at_risk[in] += weight_of(accounts, i);
      (accounts.event[i] == 1 ? moment.events : moment.censored)[in] += weight_of(accounts, i);
    }
    for (; entered < entries.size(); ++entered) {
      const std::size_t i = entries[entered];
      if (accounts.entry[i] == 0.0 || accounts.entry[i] < moment.time) break;
      moment.at_risk[group.empty() ? 0 : group[i]] -= weight_of(accounts, i);
    }
    visit(moment);
    from = to;
  }
}

/// The last step at or before `time`; none when that is before the first.
const SurvivalStep* step_at(const SurvivalCurve& curve, double time) {
  const auto after =
      std::upper_bound(curve.steps.begin(), curve.steps.end(), time,
                       [](double wanted, const SurvivalStep& step) { return wanted < step.time; });
  return after == curve.steps.begin() ? nullptr : &*(after - 1);
}

/// Accounts followed until just before `time`; 0 past the last.
double at_risk_at(const SurvivalCurve& curve, double time) {
  const auto here =
      std::lower_bound(curve.steps.begin(), curve.steps.end(), time,
                       [](const SurvivalStep& step, double wanted) { return step.time < wanted; });
  return here == curve.steps.end() ? 0.0 : here->at_risk;
}

Interval log_log_interval(double survival, double spread, double level) {
  const double centre = std::log(-std::log(survival));
  const double reach =
      normal_critical_value(level) * std::sqrt(spread) / std::abs(std::log(survival));
  return {.low = std::exp(-std::exp(centre + reach)), .high = std::exp(-std::exp(centre - reach))};
}

/// Bounds beyond a step of the curve.
Interval bounds_after(const SurvivalCurve& curve, const SurvivalStep& step, double level) {
  if (step.survival >= 1.0) return wilson_interval_of_share(1.0, step.at_risk, level);
  if (step.survival > 0.0) return log_log_interval(step.survival, step.spread, level);
  const auto first = std::lower_bound(
      curve.steps.begin(), curve.steps.end(), step.time,
      [](const SurvivalStep& other, double wanted) { return other.time < wanted; });
  auto before = first;
  while (before != curve.steps.begin() && (before - 1)->survival <= 0.0) --before;
  if (before == curve.steps.begin()) {  // all that were there left at once
    return wilson_interval_of_share(0.0, before->at_risk, level);
  }
  return {.low = 0.0, .high = bounds_after(curve, *(before - 1), level).high};
}

/// The first time at which falling values are at most one half.
std::optional<double> half_time(const SurvivalCurve& curve, std::span<const double> values) {
  constexpr double kRounding = 1.5e-8;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] >= kHalf + kRounding) continue;
    const double time = curve.steps[i].time;
    if (values[i] <= kHalf - kRounding) return time;
    for (std::size_t j = i + 1; j < values.size(); ++j) {
      if (values[j] < values[i] - kRounding) return 0.5 * (time + curve.steps[j].time);
    }
    return time;
  }
  return std::nullopt;
}

}  // namespace

void check_follow_ups(const FollowUps& accounts) {
  const std::size_t size = accounts.time.size();
  check(accounts.event.size() == size, "FollowUps: as many events as times");
  check(accounts.weight.empty() || accounts.weight.size() == size, "FollowUps: weights");
  check(accounts.entry.empty() || accounts.entry.size() == size, "FollowUps: entries");
  for (std::size_t i = 0; i < size; ++i) {
    check(accounts.time[i] >= 0.0 && std::isfinite(accounts.time[i]), "FollowUps: time >= 0");
    check(accounts.event[i] == 0 || accounts.event[i] == 1, "FollowUps: event is 0 or 1");
    check(accounts.weight.empty() || accounts.weight[i] > 0.0, "FollowUps: weight > 0");
    if (accounts.entry.empty()) continue;
    const double entry = accounts.entry[i];
    check(entry == 0.0 || (0.0 < entry && entry < accounts.time[i]), "FollowUps: entry < time");
  }
}

SurvivalCurve survival_curve(const FollowUps& accounts) {
  check_follow_ups(accounts);
  SurvivalCurve curve;
  each_moment(accounts, {}, 1, [&](const Moment& moment) {
    curve.steps.push_back({.time = moment.time,
                           .at_risk = moment.at_risk[0],
                           .events = moment.events[0],
                           .censored = moment.censored[0]});
  });
  std::reverse(curve.steps.begin(), curve.steps.end());
  double survival = 1.0;
  double spread = 0.0;
  for (SurvivalStep& step : curve.steps) {
    const double left = step.at_risk - step.events;
    const bool nobody = step.events > 0.0 && left <= kNothing * step.at_risk;
    if (nobody) {
      survival = 0.0;
      spread = std::numeric_limits<double>::infinity();
    } else if (step.events > 0.0) {
      survival *= left / step.at_risk;
      spread += step.events / (step.at_risk * left);
    }
    step.survival = survival;
    step.spread = spread;
  }
  if (!curve.steps.empty()) curve.last_time = curve.steps.back().time;
  return curve;
}

std::optional<Estimate> survival_at(const SurvivalCurve& curve, double time, double level) {
  check(time >= 0.0, "survival_at: time >= 0");
  if (curve.steps.empty() || time > curve.last_time) return std::nullopt;
  const SurvivalStep* const step = step_at(curve, time);
  if (step == nullptr || step->survival >= 1.0) {
    const Interval bounds = wilson_interval_of_share(1.0, at_risk_at(curve, time), level);
    return Estimate{.value = 1.0, .low = bounds.low, .high = 1.0};
  }
  const Interval bounds = bounds_after(curve, *step, level);
  return Estimate{.value = step->survival, .low = bounds.low, .high = bounds.high};
}

MedianTime median_time(const SurvivalCurve& curve, double level) {
  std::vector<double> values;
  std::vector<double> lows;
  std::vector<double> highs;
  for (const SurvivalStep& step : curve.steps) {
    const bool known = step.survival < 1.0;  // while nobody left, nothing says when they will
    const Interval bounds = known ? bounds_after(curve, step, level) : Interval{1.0, 1.0};
    values.push_back(step.survival);
    lows.push_back(bounds.low);
    highs.push_back(bounds.high);
  }
  return {.value = half_time(curve, values),
          .low = half_time(curve, lows),
          .high = half_time(curve, highs)};
}

RestrictedMean restricted_mean(const SurvivalCurve& curve, double horizon, double level) {
  check(horizon > 0.0, "restricted_mean: horizon > 0");
  check(curve.last_time > 0.0, "restricted_mean: accounts that were followed");

  const bool all_left = curve.steps.back().survival <= 0.0;
  RestrictedMean found;
  found.until = all_left ? horizon : std::min(horizon, curve.last_time);
  found.at_risk = at_risk_at(curve, found.until);

  double area = 0.0;  // under the curve from a step to `until`, latest step first
  double to = found.until;
  bool nobody_left = true;
  for (std::size_t i = curve.steps.size(); i-- > 0;) {
    const SurvivalStep& step = curve.steps[i];
    if (step.time >= found.until) continue;
    area += step.survival * (to - step.time);
    to = step.time;
    nobody_left = nobody_left && step.events == 0.0;
    const double left = step.at_risk - step.events;
    if (step.survival > 0.0) {
      found.variance += area * area * step.events / (step.at_risk * left);
    }
  }
  area += to;
  const double share = std::min(1.0, area / found.until);
  const double varies = found.variance / (found.until * found.until);
  double size = nobody_left ? found.at_risk : curve.steps.front().at_risk;  // all left at once
  if (varies > 0.0) size = share * (1.0 - share) / varies;
  const Interval bounds = wilson_interval_of_share(share, size, level);
  found.mean = {.value = area, .low = found.until * bounds.low, .high = found.until * bounds.high};
  return found;
}

LogRank log_rank_test(const FollowUps& accounts, std::span<const std::uint32_t> group,
                      std::size_t groups) {
  check_follow_ups(accounts);
  check(group.size() == accounts.time.size(), "log_rank_test: one group an account");
  check(std::all_of(group.begin(), group.end(), [&](std::uint32_t in) { return in < groups; }),
        "log_rank_test: groups that there are");

  LogRank test;
  test.observed.assign(groups, 0.0);
  test.expected.assign(groups, 0.0);
  std::vector<double> covariance(groups * groups, 0.0);
  each_moment(accounts, group, groups, [&](const Moment& moment) {
    const double events = std::accumulate(moment.events.begin(), moment.events.end(), 0.0);
    const double total = std::accumulate(moment.at_risk.begin(), moment.at_risk.end(), 0.0);
    if (events <= 0.0) return;
    const double ties = total > 1.0 ? events * (total - events) / (total - 1.0) : 0.0;
    for (std::size_t i = 0; i < groups; ++i) {
      const double share = moment.at_risk[i] / total;
      test.observed[i] += moment.events[i];
      test.expected[i] += events * share;
      for (std::size_t j = 0; j < groups; ++j) {
        const double same = i == j ? share : 0.0;
        covariance[i * groups + j] += ties * (same - share * moment.at_risk[j] / total);
      }
    }
  });
  std::size_t rank = 0;
  const std::vector<double> inverse = symmetric_inverse(covariance, groups, &rank);
  for (std::size_t i = 0; i < groups; ++i) {
    for (std::size_t j = 0; j < groups; ++j) {
      test.chi_square += (test.observed[i] - test.expected[i]) * inverse[i * groups + j] *
                         (test.observed[j] - test.expected[j]);
    }
  }
  test.degrees = static_cast<double>(rank);
  if (rank > 0) test.p = chi_square_tail(test.chi_square, test.degrees);
  return test;
}

}  // namespace bestfit::stats
