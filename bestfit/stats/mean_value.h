#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/stats/interval.h"

namespace bestfit::stats {

/// What an account paid on a day, counted from the day on which it became a customer. May be below
/// 0: a credit, a cost.
struct Payment {
  double day = 0.0;  // >= 0
  double amount = 0.0;
};

/// An account from the day on which it became a customer.
struct AccountHistory {
  double days = 0.0;     // for how long it was followed, >= 0
  std::int8_t left = 0;  // 1 when it left then: nothing is paid later; 0 when it is not known
  std::vector<Payment> payments;  // none later than `days`; in any order
};

/// A day on which accounts paid, left, or were followed no further.
struct ValueStep {
  double day = 0.0;
  double at_risk = 0.0;   // accounts followed until then or longer
  double left = 0.0;      // of these, left; after what they paid on that day
  double paid = 0.0;      // sum of that day
  double survival = 1.0;  // share that stays beyond
  double value = 0.0;     // mean of what an account has paid by then, those that left included
  double known = 0.0;     // as many accounts, followed all along, would say as much of that day
};

/// The mean of what accounts have paid, by day: each day's payments over the accounts at risk,
/// times the share that has stayed so long, added up. Unbiased where the end of following says
/// nothing of what comes after.
///   returns  days increase
///   throws   Bug unless histories hold what AccountHistory says
///   source   Lin, Feuer, Etzioni and Wax 1997, Biometrics 53(2), 419-434, in parts of one day; the
///            same as Bang and Tsiatis 2000, Biometrika 87(2), 329-343, with each day's payments
///            over the chance of being followed so long. docs/methods/survival.md
std::vector<ValueStep> value_curve(std::span<const AccountHistory> accounts);

struct ValueOptions {
  double horizon = 730.0;   // days, > 0; what is paid on its last day and later does not count
  double known_min = 10.0;  // ValueStep::known below which days are not counted; of fewer accounts
                            // all must be known
  double level = 0.95;
};

/// Until when a curve tells: the horizon, or the last day with `known` of at least known_min where
/// that is before it; the horizon where all have left. 0 when no day tells.
double known_until(std::span<const ValueStep> curve, const ValueOptions& options);

/// The mean of what accounts have paid by the end of `until`, an account.
struct MeanValue {
  Estimate mean;
  double variance = 0.0;
  double until = 0.0;  // days; below the horizon where data do not reach it: nothing is added for
                       // what comes after
  double known = 0.0;  // accounts that would say as much, all followed until `until`
};

/// The value_curve at `until`, with the interval of Hall's transformed t (amounts are skewed), its
/// variance from the accounts' influence; of two accounts or more. Where no amount is below 0, no
/// mean can be, and the interval is cut there.
///   throws  Bug with fewer than two accounts, or as value_curve does
///   source  Ghosh and Lin 2000, Biometrics 56(2), 554-562 (variance); Hall 1992, JRSS B 54(1),
///           221-228 (interval)
MeanValue mean_value(std::span<const AccountHistory> accounts, const ValueOptions& options);

/// The mean value of accounts less that of others, none in both, by the end of the lesser `until`.
///   returns  the difference; its `known` is the lesser of both
///   throws   Bug as mean_value does
///   source   Welch 1947, Biometrika 34, 28-35 (interval)
MeanValue value_difference(std::span<const AccountHistory> accounts,
                           std::span<const AccountHistory> others, const ValueOptions& options);

}  // namespace bestfit::stats
