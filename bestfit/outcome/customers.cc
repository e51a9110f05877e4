#include "bestfit/outcome/customers.h"

#include <algorithm>
#include <cmath>

#include "bestfit/outcome/days.h"
#include "bestfit/table/column.h"

namespace bestfit::outcome {
namespace {

/// What the lines of one account say.
struct Seen {
  double start = table::kMissing;
  double first = table::kMissing;    // the first line's day
  double covered = table::kMissing;  // the last day of a period
  double churned = table::kMissing;
};

Seen seen_of(std::span<const RevenueLine> lines, double won_day) {
  Seen seen;
  seen.start = won_day;
  for (const RevenueLine& line : lines) {
    if (line.churn) {
      seen.churned = later(seen.churned, line.day);
      continue;
    }
    seen.first = earlier(seen.first, line.day);
    if (!std::isnan(line.end)) seen.covered = later(seen.covered, line.end);
  }
  seen.start = earlier(seen.start, seen.first);
  return seen;
}

/// The day on which an account left; NaN where it had not by the end of the data.
double left_on(const Seen& seen, std::span<const RevenueLine> lines, double until, double grace) {
  double left = table::kMissing;
  if (!std::isnan(seen.churned)) left = seen.churned;
  if (!std::isnan(seen.covered) && seen.covered + grace < until) left = seen.covered;
  if (std::isnan(left)) return table::kMissing;
  // Whoever came back had not left.
  const bool came_back = std::any_of(lines.begin(), lines.end(), [&](const RevenueLine& line) {
    return !line.churn && line.day > left;
  });
  return came_back ? table::kMissing : left;
}

Customer customer_of(std::uint32_t account, std::span<const RevenueLine> lines, double won_day,
                     double until, double grace) {
  const Seen seen = seen_of(lines, won_day);
  const double left = left_on(seen, lines, until, grace);
  Customer customer{.account = account, .start = seen.start, .history = {}, .known = true};
  customer.wait = std::isnan(seen.first) ? 0.0 : seen.first - seen.start;
  customer.history.left = std::isnan(left) ? 0 : 1;
  customer.history.days = std::max(0.0, (std::isnan(left) ? until : left) - seen.start);
  for (const RevenueLine& line : lines) {
    if (line.churn) continue;
    customer.known = customer.known && !std::isnan(line.amount);
    const double day = line.day - seen.start;
    if (std::isnan(line.amount) || day > customer.history.days) continue;
    customer.history.payments.push_back({.day = day, .amount = line.amount});
  }
  return customer;
}

}  // namespace

std::vector<Customer> customers_of(std::span<const RevenueLine> lines,
                                   std::span<const double> won_day, double until, double grace) {
  std::vector<RevenueLine> ordered(lines.begin(), lines.end());
  std::stable_sort(ordered.begin(), ordered.end(), [](const RevenueLine& a, const RevenueLine& b) {
    return a.account < b.account;
  });
  std::vector<Customer> customers;
  std::size_t from = 0;
  for (std::uint32_t account = 0; account < won_day.size(); ++account) {
    std::size_t to = from;
    while (to < ordered.size() && ordered[to].account == account) ++to;
    const std::span<const RevenueLine> own = std::span(ordered).subspan(from, to - from);
    from = to;
    const bool paid =
        std::any_of(own.begin(), own.end(), [](const RevenueLine& line) { return !line.churn; });
    if (paid || !std::isnan(won_day[account])) {
      customers.push_back(customer_of(account, own, won_day[account], until, grace));
    }
  }
  return customers;
}

}  // namespace bestfit::outcome
