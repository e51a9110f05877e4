#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/table/table.h"

namespace bestfit::outcome {

/// Which columns of a rate table play which part; an empty name: the file has none.
struct RateColumns {
  std::string currency;
  std::string date;   // from which a rate holds
  std::string rate;   // of the company's currency for one unit of `currency`
  std::string units;  // of `currency` for one of the company's: the other way round
};

/// From a day on, what one unit of a currency is in the company's.
struct Rate {
  std::string currency;
  double from = 0.0;  // base::Day; minus infinity: always
  double rate = 1.0;
};

struct Rates {
  std::string company;      // the currency that all is converted to
  std::vector<Rate> lines;  // by currency, then day
};

/// Reads a rate table. A line without a date holds from the beginning, so that a table of one line
/// a currency needs no dates.
///   company  the company's currency; empty: the one whose rates are all 1
///   file     the path, for the message
///   throws   Error(bad_input) naming file and row: no currency, a rate that is not above 0, two
///            rates of one currency and day, a company's rate that is not 1; Error(configuration)
///            where the company's currency is not told
Rates read_rates(const table::Table& table, const RateColumns& columns, std::string_view company,
                 const std::string& file);

/// The newest rate of a currency that is not after a day.
///   day      NaN: not known, then only a rate that has always held will do
///   returns  none where there is no such rate; 1 for the company's own currency
std::optional<double> rate_at(const Rates& rates, std::string_view currency, double day);

/// The day of a currency's first rate, minus infinity where it has always held; none without one.
std::optional<double> first_rate(const Rates& rates, std::string_view currency);

/// A currency as it is compared: "eur", "€", "EUR - Euro" and "Euro (EUR)" are EUR; "$" is USD and
/// "¥" JPY where nothing else is said. Empty for an empty text.
std::string currency_code(std::string_view text);

}  // namespace bestfit::outcome
