#include "bestfit/outcome/rates.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/base/error.h"

namespace bestfit::outcome {
namespace {

using Texts = std::vector<std::string>;

const RateColumns kDated{.currency = "currency", .date = "from", .rate = "rate", .units = ""};
const RateColumns kPlain{.currency = "currency", .date = "", .rate = "rate", .units = ""};

double rate_day(const char* text) { return static_cast<double>(*base::parse_iso_date(text)); }

table::Table rate_table(const Texts& currencies, const Texts& from, std::vector<double> rates) {
  std::vector<double> days;
  for (const std::string& text : from) {
    days.push_back(text.empty() ? table::kMissing : rate_day(text.c_str()));
  }
  return table::Table({table::category_column("currency", currencies),
                       table::date_column("from", std::move(days)),
                       table::number_column("rate", std::move(rates))});
}

/// What went wrong, in words.
std::string refusal(const table::Table& table, const RateColumns& columns,
                    const char* company = "") {
  try {
    static_cast<void>(read_rates(table, columns, company, "rates.csv"));
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST(Rates, TakesTheNewestThatIsNotAfterTheDay) {
  const Rates rates =
      read_rates(rate_table({"usd", "EUR", "USD", "GBP"}, {"2023-01-01", "", "2022-01-01", ""},
                            {0.95, 1.0, 0.90, 1.15}),
                 kDated, "", "rates.csv");
  EXPECT_EQ(rates.company, "EUR");
  EXPECT_EQ(rate_at(rates, "USD", rate_day("2021-12-31")), std::nullopt);
  EXPECT_EQ(rate_at(rates, "USD", rate_day("2022-01-01")), 0.90);
  EXPECT_EQ(rate_at(rates, "USD", rate_day("2022-12-31")), 0.90);
  EXPECT_EQ(rate_at(rates, "USD", rate_day("2023-01-01")), 0.95);
  EXPECT_EQ(rate_at(rates, "USD", rate_day("2030-01-01")), 0.95);
  EXPECT_EQ(rate_at(rates, "USD", std::nan("")), std::nullopt);  // which rate cannot be told
  EXPECT_EQ(rate_at(rates, "GBP", std::nan("")), 1.15);          // it has always held
  EXPECT_EQ(rate_at(rates, "EUR", rate_day("1999-01-01")), 1.0);
  EXPECT_EQ(rate_at(rates, "SEK", rate_day("2023-01-01")), std::nullopt);
  EXPECT_EQ(first_rate(rates, "USD"), rate_day("2022-01-01"));
  EXPECT_EQ(first_rate(rates, "SEK"), std::nullopt);
}

TEST(Rates, OneLineACurrencyNeedsNoDates) {
  const Rates rates = read_rates(rate_table({"EUR", "USD"}, {"", ""}, {1.0, 0.9}), kPlain, "", "r");
  EXPECT_EQ(rate_at(rates, "USD", rate_day("1990-01-01")), 0.9);
}

// 100 JPY at 160 JPY an EUR are 0.625 EUR: the division by hand.
TEST(Rates, UnitsOfTheCompanysCurrencyAreTheOtherWayRound) {
  const RateColumns columns{.currency = "currency", .date = "", .rate = "", .units = "rate"};
  const Rates rates =
      read_rates(rate_table({"EUR", "JPY"}, {"", ""}, {1.0, 160.0}), columns, "", "rates.csv");
  EXPECT_DOUBLE_EQ(100.0 * *rate_at(rates, "JPY", 0.0), 0.625);
}

TEST(Rates, TheCompanysCurrencyIsNamedWhereNoRateTellsIt) {
  const table::Table foreign = rate_table({"USD", "GBP"}, {"", ""}, {0.9, 1.15});
  EXPECT_NE(refusal(foreign, kPlain).find("no currency has the rate 1"), std::string::npos);
  EXPECT_EQ(read_rates(foreign, kPlain, "eur", "rates.csv").company, "EUR");
  const table::Table pegged = rate_table({"USD", "EUR"}, {"", ""}, {1.0, 1.0});
  EXPECT_NE(refusal(pegged, kPlain).find("more than one currency has the rate 1"),
            std::string::npos);
}

TEST(Rates, RefusesWhatIsNoRate) {
  EXPECT_EQ(refusal(rate_table({"EUR", "USD"}, {"", ""}, {1.0, -0.9}), kDated),
            "rates.csv: the rate of USD in row 2 is -0.9: a rate is above 0");
  EXPECT_EQ(refusal(rate_table({"EUR", "USD"}, {"", ""}, {1.0, 0.0}), kDated),
            "rates.csv: the rate of USD in row 2 is 0: a rate is above 0");
  EXPECT_EQ(refusal(rate_table({"EUR", "USD"}, {"", ""}, {1.0, table::kMissing}), kDated),
            "rates.csv: the rate of USD in row 2 is empty: a rate is above 0");
  EXPECT_EQ(refusal(rate_table({"EUR", ""}, {"", ""}, {1.0, 0.9}), kDated),
            "rates.csv: row 2 names no currency ('currency')");
  EXPECT_EQ(
      refusal(rate_table({"EUR", "USD", "USD"}, {"", "2022-01-01", "2022-01-01"}, {1.0, 0.9, 0.8}),
              kDated),
      "rates.csv: USD has two rates from 2022-01-01, 0.9 and 0.8: leave one");
  EXPECT_EQ(refusal(rate_table({"EUR", "USD"}, {"", ""}, {1.0, 0.9}), kDated, "USD"),
            "rates.csv: USD is the company's currency, and its rate without a date is 0.9, not 1");
  EXPECT_EQ(refusal(rate_table({"EUR", "USD", "USD"}, {"", "", ""}, {1.0, 0.9, 0.9}), kDated),
            "none");  // the same said twice
}

TEST(Rates, ReadsCurrenciesAsPeopleWriteThem) {
  for (const char* text : {"EUR", "eur ", "€", "Euro", "EUR - Euro", "Euro (EUR)"}) {
    EXPECT_EQ(currency_code(text), "EUR") << text;
  }
  EXPECT_EQ(currency_code("$"), "USD");
  EXPECT_EQ(currency_code("£"), "GBP");
  EXPECT_EQ(currency_code("zł"), "PLN");
  EXPECT_EQ(currency_code(""), "");
}

}  // namespace
}  // namespace bestfit::outcome
