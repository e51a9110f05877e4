#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/stats/mean_value.h"

namespace bestfit::outcome {

/// A line of revenue: an invoice, or a period of a subscription.
struct RevenueLine {
  std::uint32_t account = 0;
  double day = 0.0;     // base::Day of the invoice, or of the period's first day
  double end = 0.0;     // the period's last day; NaN where there is none
  double amount = 0.0;  // NaN where it is not known
  bool churn = false;   // says that the account left on that day
};

/// An account from the day on which it became a customer.
struct Customer {
  std::uint32_t account = 0;
  double start = 0.0;             // base::Day of its first won deal or first line
  double wait = 0.0;              // days from then to its first line; 0 without lines
  stats::AccountHistory history;  // until it left or the data end, payments as they came
  bool known = true;              // whether all its amounts are
};

/// Histories of the accounts that have a won deal or a line. An account left on the day of a line
/// that says so, or where its last period ended without another one for `grace` days. Lines without
/// an end never say that an account left: one that orders no more has paid 0 since.
///   won_day  by account, the close of its first won deal; NaN without one
///   until    the newest day of the data
///   returns  by account, increasing
std::vector<Customer> customers_of(std::span<const RevenueLine> lines,
                                   std::span<const double> won_day, double until, double grace);

}  // namespace bestfit::outcome
