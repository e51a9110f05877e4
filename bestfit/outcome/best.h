#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bestfit/outcome/customers.h"
#include "bestfit/stats/mean_value.h"

namespace bestfit::outcome {

/// What the best accounts are, as a company says it: [best] of bestfit.toml.
struct BestDefinition {
  enum class By {
    value,  // expected value over a horizon
    kept,   // won, and there after the first renewal
    won,
  };
  By by = By::value;
  double months = 24.0;              // the horizon, from the day an account became a customer
  double share = 0.25;               // of the accounts worked, the most valuable
  double share_of_won = 0.5;         // of those won, at most: winning alone is not best
  std::optional<double> value_from;  // the least value of a best account, in place of both shares
  double margin = 1.0;               // of revenue, that stays
  double cost_per_month = 0.0;       // to serve an account while it is a customer
};

/// Days of that many months of the Gregorian calendar's mean length.
double days_of_months(double months);

/// "24 months", "1 month".
std::string months_words(double days);

/// A customer's history with what stays of its revenue, and the monthly costs of serving it.
stats::AccountHistory after_costs(stats::AccountHistory history, const BestDefinition& definition);

/// "after a margin of 20% and 200 a month to serve"; empty where all revenue counts.
std::string costs_words(const BestDefinition& definition);

/// Which accounts are best by their expected value, and what decided.
struct BestByValue {
  std::vector<double> value;  // by account: expected over the horizon; 0 of those not won; NaN
                              // where it is not known
  std::vector<double> best;   // by account: 1, 0, or NaN where it is not known
  double cut = 0.0;           // the least value of a best account
  double until = 0.0;         // days of the horizon that the data tell
  double persistence = 0.0;   // of what an account pays beyond the mean, that lasts
  // How many accounts each part of the definition moves:
  std::int64_t worked = 0;           // whose value is known
  std::int64_t won = 0;              // of these
  std::int64_t paying = 0;           // of these, worth more than 0
  std::int64_t by_share = 0;         // how many `share` of those worked are
  std::int64_t by_share_of_won = 0;  // how many `share_of_won` of the paying are: the lesser is
                                     // taken, less where several are worth the same at the cut
  std::int64_t below = 0;            // won, but worth less than the cut
  std::int64_t left = 0;             // of these, because they left
  std::int64_t by_expected = 0;      // best by what is expected of them, not yet by what they paid
  std::int64_t by_costs = 0;         // that margin and costs make best, or not
  std::int64_t unknown = 0;          // customers with amounts that are not known
};

/// Judges accounts by what they have paid and are expected to pay over the horizon. Customers who
/// have not left are followed until the data end: what comes after is expected from what others
/// paid, given that they have stayed so long, and never beyond the longest that any was followed.
///   won        by account: 1 or 0; NaN where it is not known
///   customers  by account, increasing; none without a value of `won` is judged
///   source     docs/methods/survival.md
BestByValue best_by_value(std::span<const double> won, std::span<const Customer> customers,
                          const BestDefinition& definition);

/// "top quarter by expected 24-month value among all accounts worked, at most half of those won".
std::string definition_words(const BestDefinition& definition);

}  // namespace bestfit::outcome
