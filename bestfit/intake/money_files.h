#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "bestfit/intake/read_file.h"
#include "bestfit/outcome/history.h"
#include "bestfit/recognise/roles.h"

/// Deals, revenue and rates as they were read: the columns that matter.
namespace bestfit::intake {

/// Deals, revenue and rates, where there are any, with the columns that matter.
struct MoneyFiles {
  std::optional<ReadFile> deals;
  std::optional<ReadFile> revenue;
  std::optional<ReadFile> rates;
  outcome::DealColumns deal_columns;
  outcome::RevenueColumns revenue_columns;
  outcome::Money money;
};

/// The columns of deals. Money signs in the amounts become a column of currencies where no other
/// one says them. Amounts that the CRM has brought into the company's currency stand for others
/// where there are no rates.
///   throws  Error(missing) when account, or stage and won, are not recognised
outcome::DealColumns deal_columns(ReadFile& deals, const recognise::Mapping& mapping,
                                  bool has_rates);

/// The columns of revenue, so too.
///   throws  Error(missing) when account or date is not recognised
outcome::RevenueColumns revenue_columns(ReadFile& revenue, const recognise::Mapping& mapping);

/// The rates of a table; notes say how they were read.
///   company  the company's currency, as a person says it; may be empty
///   throws   Error(missing) when currency or rate is not recognised, and as outcome::read_rates
outcome::Rates rates_of(ReadFile& rates, const recognise::Mapping& mapping,
                        const std::string& company);

/// Says of deals and of revenue what the join found: rows of no account, how outcomes were judged,
/// revenue that ends before the deals.
///   best  the outcome is `best`
void note_deals(const outcome::History& history, bool best, LoadedFile& deals);
void note_revenue(const outcome::History& history, LoadedFile& revenue);

}  // namespace bestfit::intake
