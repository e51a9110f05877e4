#include "bestfit/stats/mean_value.h"

#include <algorithm>
#include <cmath>

#include "bestfit/base/error.h"
#include "bestfit/stats/distribution.h"

namespace bestfit::stats {
namespace {

void check_history(const AccountHistory& account) {
  check(account.days >= 0.0 && std::isfinite(account.days), "AccountHistory: days >= 0");
  check(account.left == 0 || account.left == 1, "AccountHistory: left is 0 or 1");
  for (const Payment& payment : account.payments) {
    check(0.0 <= payment.day && payment.day <= account.days, "AccountHistory: paid while followed");
    check(std::isfinite(payment.amount), "AccountHistory: amounts are numbers");
  }
}

/// Something that happens to an account.
struct DayEvent {
  double day = 0.0;
  double paid = 0.0;
  std::int8_t ended = 0;  // 1 when it is its last day
  std::int8_t left = 0;
};

/// Days in order, each with what it says alone: left, paid, and at_risk as how many end there.
std::vector<ValueStep> days_of(std::span<const AccountHistory> accounts) {
  std::vector<DayEvent> events;
  for (const AccountHistory& account : accounts) {
    check_history(account);
    events.push_back({.day = account.days, .ended = 1, .left = account.left});
    for (const Payment& payment : account.payments) {
      events.push_back({.day = payment.day, .paid = payment.amount});
    }
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const DayEvent& a, const DayEvent& b) { return a.day < b.day; });
  std::vector<ValueStep> days;
  for (const DayEvent& event : events) {
    if (days.empty() || days.back().day < event.day) days.push_back({.day = event.day});
    days.back().at_risk += static_cast<double>(event.ended);
    days.back().left += static_cast<double>(event.left);
    days.back().paid += event.paid;
  }
  return days;
}

/// Steps that count towards a value until `until`.
std::size_t steps_until(std::span<const ValueStep> curve, double until, double horizon) {
  std::size_t size = 0;
  while (size < curve.size() && curve[size].day <= until && curve[size].day < horizon) ++size;
  return size;
}

/// By how much each account moves the mean: sums of these squared are its variance.
std::vector<double> influences(std::span<const AccountHistory> accounts,
                               std::span<const ValueStep> curve) {
  std::vector<double> weight(curve.size());  // of an amount paid then
  std::vector<double> drawn(curve.size());   // by being at risk until then
  std::vector<double> lost(curve.size());    // by leaving then
  const double whole = curve.empty() ? 0.0 : curve.back().value;
  double before = 1.0;
  double sum = 0.0;
  for (std::size_t k = 0; k < curve.size(); ++k) {
    const ValueStep& step = curve[k];
    weight[k] = before / step.at_risk;
    sum += weight[k] * step.paid / step.at_risk;
    const double stay = step.at_risk - step.left;
    if (stay > 0.0) {  // else nothing comes after
      lost[k] = (whole - step.value) / stay;
      sum -= lost[k] * step.left / step.at_risk;
    }
    drawn[k] = sum;
    before = step.survival;
  }

  const auto index_of = [&](double day) {  // of the last step at or before it, plus 1
    const auto after =
        std::upper_bound(curve.begin(), curve.end(), day,
                         [](double wanted, const ValueStep& step) { return wanted < step.day; });
    return static_cast<std::size_t>(after - curve.begin());
  };
  std::vector<double> found;
  found.reserve(accounts.size());
  for (const AccountHistory& account : accounts) {
    const std::size_t end = index_of(account.days);
    double moved = end > 0 ? -drawn[end - 1] : 0.0;
    const bool here = end > 0 && curve[end - 1].day == account.days;
    if (account.left == 1 && here) moved -= lost[end - 1];
    for (const Payment& payment : account.payments) {
      const std::size_t paid = index_of(payment.day);
      if (paid > 0 && curve[paid - 1].day == payment.day) {
        moved += weight[paid - 1] * payment.amount;
      }
    }
    found.push_back(moved);
  }
  return found;
}

/// Hall's cubic transformation takes the skewness out of the t statistic; inverted, in units of
/// the standard error.
double without_skewness(double quantile, double skewness) {
  if (std::abs(skewness) < 1e-6) return quantile;
  const double inside = 1.0 + skewness * (quantile - skewness / 6.0);
  return 3.0 / skewness * (std::cbrt(inside) - 1.0);
}

struct SkewedValue {
  MeanValue value;  // without bounds
  double skewness = 0.0;
};

/// The mean by the end of `until`, which is at most the horizon.
SkewedValue value_until(std::span<const AccountHistory> accounts, std::span<const ValueStep> curve,
                        double until, double horizon) {
  const std::size_t size = steps_until(curve, until, horizon);
  const std::span<const ValueStep> counted = curve.first(size);
  double squares = 0.0;
  double cubes = 0.0;
  for (const double moved : influences(accounts, counted)) {
    squares += moved * moved;
    cubes += moved * moved * moved;
  }
  const auto n = static_cast<double>(accounts.size());
  const auto here =
      std::lower_bound(curve.begin(), curve.end(), until,
                       [](const ValueStep& step, double wanted) { return step.day < wanted; });
  SkewedValue found;
  found.value.mean.value = counted.empty() ? 0.0 : counted.back().value;
  found.value.variance = squares * n / (n - 1.0);
  found.value.until = until;
  found.value.known = here == curve.end() ? curve.back().known : here->known;
  if (squares > 0.0) {  // small samples show too little of it: as for an unbiased third moment
    const double small = n > 2.0 ? n * n / ((n - 1.0) * (n - 2.0)) : 1.0;
    found.skewness = small * cubes / std::pow(squares, 1.5);
  }
  return found;
}

/// Whether no amount is below 0, so that no sum can be.
bool only_above(std::span<const AccountHistory> accounts) {
  return std::all_of(accounts.begin(), accounts.end(), [](const AccountHistory& account) {
    return std::all_of(account.payments.begin(), account.payments.end(),
                       [](const Payment& payment) { return payment.amount >= 0.0; });
  });
}

double degrees_of(const MeanValue& value) { return std::max(1.0, value.known - 1.0); }

}  // namespace

std::vector<ValueStep> value_curve(std::span<const AccountHistory> accounts) {
  std::vector<ValueStep> curve = days_of(accounts);
  double at_risk = static_cast<double>(accounts.size());
  double survival = 1.0;
  double value = 0.0;
  double known = at_risk;  // falls by the share of those that were followed no further
  for (ValueStep& step : curve) {
    const double ended = step.at_risk;
    step.at_risk = at_risk;
    step.known = known;
    value += survival * step.paid / at_risk;
    const double stay = at_risk - step.left;
    if (step.left > 0.0) survival *= stay / at_risk;
    if (stay > 0.0) known *= (at_risk - ended) / stay;
    step.survival = survival;
    step.value = value;
    at_risk -= ended;
  }
  return curve;
}

double known_until(std::span<const ValueStep> curve, const ValueOptions& options) {
  check(options.horizon > 0.0, "ValueOptions: horizon > 0");
  if (curve.empty()) return 0.0;
  const double enough = std::min(options.known_min, curve.front().known) * (1.0 - 1e-9);
  double until = 0.0;
  for (const ValueStep& step : curve) {
    if (step.known < enough) return until;
    if (step.day >= options.horizon || step.survival <= 0.0) return options.horizon;
    until = step.day;
  }
  return until;
}

MeanValue mean_value(std::span<const AccountHistory> accounts, const ValueOptions& options) {
  check(accounts.size() >= 2, "mean_value: two accounts or more");
  const std::vector<ValueStep> curve = value_curve(accounts);
  const double until = known_until(curve, options);
  const SkewedValue found = value_until(accounts, curve, until, options.horizon);
  MeanValue out = found.value;
  const double error = std::sqrt(out.variance);
  const double reach = t_critical_value(options.level, degrees_of(out));
  out.mean.low = out.mean.value - error * without_skewness(reach, found.skewness);
  out.mean.high = out.mean.value - error * without_skewness(-reach, found.skewness);
  if (only_above(accounts)) out.mean.low = std::max(0.0, out.mean.low);
  return out;
}

MeanValue value_difference(std::span<const AccountHistory> accounts,
                           std::span<const AccountHistory> others, const ValueOptions& options) {
  check(accounts.size() >= 2 && others.size() >= 2, "value_difference: two accounts or more");
  const std::vector<ValueStep> curve = value_curve(accounts);
  const std::vector<ValueStep> other_curve = value_curve(others);
  const double until = std::min(known_until(curve, options), known_until(other_curve, options));
  const MeanValue one = value_until(accounts, curve, until, options.horizon).value;
  const MeanValue two = value_until(others, other_curve, until, options.horizon).value;

  MeanValue out;
  out.until = until;
  out.known = std::min(one.known, two.known);
  out.variance = one.variance + two.variance;
  const double weight =
      one.variance * one.variance / degrees_of(one) + two.variance * two.variance / degrees_of(two);
  const double degrees = weight > 0.0 ? out.variance * out.variance / weight : degrees_of(out);
  const double reach = t_critical_value(options.level, degrees) * std::sqrt(out.variance);
  out.mean.value = one.mean.value - two.mean.value;
  out.mean.low = out.mean.value - reach;
  out.mean.high = out.mean.value + reach;
  return out;
}

}  // namespace bestfit::stats
