#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/outcome/rates.h"
#include "bestfit/table/table.h"

namespace bestfit::outcome {

struct DealColumns;
struct RevenueColumns;

/// What a company counts in, and how other currencies become that.
struct Money {
  std::string currency;  // its code; empty: that of the rates, else the commonest of the amounts
  std::optional<Rates> rates;
};

/// What became of the amounts in one currency: of closed deals, and of lines of revenue.
struct CurrencyUse {
  std::string currency;
  std::int64_t deals = 0;
  std::int64_t lines = 0;
  std::int64_t no_rate = 0;          // of these kept apart: the currency has no rate at all
  std::int64_t too_early = 0;        // dated before its first rate
  std::int64_t undated = 0;          // without a day, where rates have one
  std::optional<double> first_rate;  // the day, where there is one

  [[nodiscard]] std::int64_t total() const { return deals + lines; }
  [[nodiscard]] std::int64_t apart() const { return no_rate + too_early + undated; }
};

/// The currencies of deals and revenue.
struct Currencies {
  std::string company;  // that all amounts that are used are in
  bool has_rates = false;
  bool deals_say = false;  // a column of that file says in which currency an amount is
  bool lines_say = false;
  std::vector<CurrencyUse> used;    // the commonest first
  std::int64_t assumed = 0;         // amounts without a currency, taken for the company's
  std::int64_t accounts_apart = 0;  // with a deal or line that is kept apart
  std::int64_t unjudged = 0;        // of these not judged by value; lost ones too
  std::int64_t unjudged_lost = 0;

  [[nodiscard]] std::int64_t apart() const;
  /// Whether any amount is in another currency than the company's.
  [[nodiscard]] bool several() const;
};

/// Amounts of a file, one a row, in the company's currency.
struct Amounts {
  std::vector<double> amount;      // NaN where it is not known
  std::vector<std::int8_t> apart;  // 1 where it cannot be converted; empty: none

  [[nodiscard]] bool is_apart(std::size_t row) const { return !apart.empty() && apart[row] == 1; }
};

struct Conversion {
  Amounts deals;
  Amounts revenue;
  std::optional<Currencies> currencies;  // none where no column says any
};

/// Brings amounts into one currency: at the newest rate not after the day of the deal (its close,
/// else its creation) or of the line; without a table those in another currency are kept apart. The
/// company's currency is the one it names, else that of the rates, else the commonest.
///   deals, revenue  may be null
Conversion in_one_currency(const table::Table* deals, const DealColumns& deal_columns,
                           const table::Table* revenue, const RevenueColumns& revenue_columns,
                           const Money& money);

/// What became of the currencies, for people; nothing where all amounts are in one.
std::vector<std::string> currency_notes(const Currencies& currencies);

/// Why amounts in a currency are kept apart: "no rate table was given"; empty where none is.
std::string apart_words(const Currencies& currencies, const CurrencyUse& use);

}  // namespace bestfit::outcome
