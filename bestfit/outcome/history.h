#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/outcome/best.h"
#include "bestfit/outcome/currencies.h"
#include "bestfit/table/schema.h"
#include "bestfit/table/table.h"

namespace bestfit::outcome {

/// Which columns of a file play which part; an empty name: the file has none.
struct AccountColumns {
  std::string id;
  std::string name;
  std::string domain;
  std::string created;
};
struct DealColumns {
  std::string account;  // id, name or domain of the account
  std::string stage;    // "Closed Won", "closedlost", "Negotiation"
  std::string won;      // a flag
  std::string closed;   // a flag
  std::string amount;
  std::string created;
  std::string closed_date;
  std::string currency;
};
struct RevenueColumns {
  std::string account;
  std::string date;  // of the invoice, or the start of the period
  std::string end;
  std::string amount;
  std::string kind;  // new, renewal, expansion, churn
  std::string currency;
};

/// Names of the derived columns; none of them is an attribute.
inline constexpr const char* kWon = "bestfit_won";
inline constexpr const char* kBest = "bestfit_best";
inline constexpr const char* kRetained = "bestfit_retained";
inline constexpr const char* kFirstMet = "bestfit_first_met";
inline constexpr const char* kDecided = "bestfit_decided";
inline constexpr const char* kCycleDays = "bestfit_cycle_days";
inline constexpr const char* kAmount = "bestfit_amount";
inline constexpr const char* kFirstYearRevenue = "bestfit_first_year_revenue";
inline constexpr const char* kValue = "bestfit_value";
inline constexpr const char* kAccount = "account of the deals";  // only where rows are deals

/// A column that was derived, and what it is for.
struct DerivedColumn {
  table::Field field;  // its role: time, group, or ignored
  std::string
      outcome;  // "won", "best", "retained", "value": what is asked for to get it; else empty
};

enum class Unit { accounts, deals };

/// What one row is called: "account" or "deal".
std::string_view unit_name(Unit unit);

/// Accounts with what became of them.
struct History {
  table::Table table;  // the accounts' columns, then the derived ones
  std::vector<DerivedColumn> derived;
  Unit unit = Unit::accounts;              // what a row is
  std::optional<base::Day> until;          // the newest date of deals and revenue that had come
                                           // (recorded_until.h)
  std::int64_t deals_ahead = 0;            // days of deals that are later
  std::int64_t lines_ahead = 0;            // lines of revenue that begin later
  std::optional<base::Day> revenue_until;  // where revenue was exported before (revenue_end.h)
  std::vector<Customer> customers;         // by row of the table; none where rows are deals
  std::optional<BestByValue> by_value;     // where there is revenue, and rows are accounts
  std::vector<std::int8_t> has_deal;       // one a row: whether its account has a deal
  std::optional<Currencies> currencies;    // where deals or revenue say in which they are
  std::int64_t deals = 0;
  std::int64_t deals_without_account = 0;
  std::int64_t revenue_lines = 0;
  std::int64_t revenue_without_account = 0;
  std::int64_t lines_backwards = 0;     // whose period ends before it begins
  std::vector<std::string> notes;       // what was decided, for people
  std::vector<std::string> best_notes;  // the same, of the outcome best alone
};

/// Joins accounts, deals and revenue, and derives for each account:
///
/// - won: 1 with a won deal; 0 when every deal is closed and none was won; else not known.
///
/// - first met: the creation of the earliest deal, else of the account.
///
/// - decided: the day its first deal was closed, won or lost; not known while none is.
///
/// - cycle days: from the creation to the close of the first won deal.
///
/// - amount: the sum of its won deals.
///
/// - first-year revenue: lines dated in the 365 days from the first won deal (or first line); not
///   known when that year is not over.
///
/// - retained, customers only: a line or period reaches past the first renewal, 365 days after the
///   first line; not known until 90 days after that.
///
/// - value: what an account is expected to bring over the definition's horizon (best.h).
///
/// - best: as the definition says, by value where nothing else is said; won and retained (kept),
///   which is not known for accounts that were first met so late that their renewal could not have
///   been seen, whatever became of them; won alone without revenue.
///
/// When accounts have several deals each and nearly all have won, winning tells accounts apart no
/// more: rows are then the closed deals, with their account's columns (Unit::deals), kept together
/// by account.
///
/// Amounts are converted to one currency at the day of the deal (its close, else its creation) or
/// line. Those that cannot be are kept apart, never added: what such accounts bring is not known,
/// and where revenue has such lines the accounts with such deals, won or lost, are not judged by
/// value, so that no currency stands among those that are not best alone.
///
///   deals, revenue  may be null
///   money           the company's currency and the rates to it
///   throws          Error(bad_input) when no deal belongs to any account
History join_history(const table::Table& accounts, const AccountColumns& account_columns,
                     const table::Table* deals, const DealColumns& deal_columns,
                     const table::Table* revenue, const RevenueColumns& revenue_columns,
                     const BestDefinition& best = {}, const Money& money = {});

/// Whether an outcome of that name is derived from deals and revenue, where no column has it.
bool is_derived_outcome(std::string_view asked);

}  // namespace bestfit::outcome
