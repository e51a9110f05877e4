#include "bestfit/example/exchange.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "bestfit/base/error.h"
#include "bestfit/example/catalog.h"
#include "bestfit/example/csv_text.h"
#include "bestfit/example/history.h"

namespace bestfit::example {
namespace {

struct DollarLevel {
  std::string_view currency;
  double dollars;  // for one unit, about
};
constexpr std::array<DollarLevel, 8> kLevels = {{{"EUR", 1.09},
                                                 {"GBP", 1.27},
                                                 {"CHF", 1.12},
                                                 {"SEK", 0.095},
                                                 {"NOK", 0.094},
                                                 {"DKK", 0.146},
                                                 {"CAD", 0.735},
                                                 {"USD", 1.0}}};
constexpr base::Day kFirstRate = 18993;  // 2022-01-01
constexpr int kQuarters = 18;            // to the export
constexpr double kSwing = 0.08;
constexpr double kDigits = 1e6;

/// Dollars for one unit in a quarter, with six digits, as rates.csv has them.
double quarterly(std::size_t level, int quarter) {
  const double swing = kSwing * std::sin(0.7 * quarter + static_cast<double>(level));
  return std::round(kLevels.at(level).dollars * (1.0 + swing) * kDigits) / kDigits;
}

}  // namespace

std::string_view currency_of(const Company& company) {
  return kCountryWords[static_cast<std::size_t>(company.country)].currency;
}

double dollars_for(std::string_view currency, base::Day day) {
  const auto* level = std::find_if(kLevels.begin(), kLevels.end(), [&](const DollarLevel& known) {
    return known.currency == currency;
  });
  check(level != kLevels.end() && day >= kFirstRate,
        "dollars_for: a currency and day of the table");
  if (currency == "USD") return 1.0;
  int quarter = 0;
  while (quarter + 1 < kQuarters && months_later(kFirstRate, 3 * (quarter + 1)) <= day) ++quarter;
  return quarterly(static_cast<std::size_t>(level - kLevels.begin()), quarter);
}

std::int64_t in_currency(std::int64_t dollars, std::string_view currency, base::Day day) {
  return std::llround(static_cast<double>(dollars) / dollars_for(currency, day));
}

std::string rates_text() {
  CsvText out;
  out.lines("Currency,From,Rate\nUSD,,1\n");
  for (std::size_t level = 0; level + 1 < kLevels.size(); ++level) {
    for (int quarter = 0; quarter < kQuarters; ++quarter) {
      out.text(kLevels.at(level).currency)
          .date(months_later(kFirstRate, 3 * quarter), DateForm::iso);
      out.text(fmt::format("{:.6f}", quarterly(level, quarter))).end();
    }
  }
  return out.str();
}

}  // namespace bestfit::example
