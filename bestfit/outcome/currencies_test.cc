#include "bestfit/outcome/currencies.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/outcome/history.h"

namespace bestfit::outcome {
namespace {

using table::kMissing;
using Texts = std::vector<std::string>;

double money_day(const char* text) { return static_cast<double>(*base::parse_iso_date(text)); }

std::vector<double> money_days(const Texts& texts) {
  std::vector<double> out;
  for (const std::string& text : texts)
    out.push_back(text.empty() ? kMissing : money_day(text.c_str()));
  return out;
}

const AccountColumns kPayers{.id = "id", .name = "", .domain = "", .created = ""};
const DealColumns kPaidDeals{.account = "account",
                             .stage = "stage",
                             .won = "",
                             .closed = "",
                             .amount = "amount",
                             .created = "created",
                             .closed_date = "closed",
                             .currency = "currency"};
const RevenueColumns kPaidLines{.account = "account",
                                .date = "date",
                                .end = "",
                                .amount = "amount",
                                .kind = "",
                                .currency = "currency"};

table::Table payers() {
  return table::Table({table::text_column("id", Texts{"1", "2", "3", "4", "5", "6"})});
}

/// 1 and 2 won in EUR and USD, 3 and 4 lost in EUR and USD, 5 won in both, 6 open in USD.
table::Table paid_deals() {
  return table::Table(
      {table::text_column("account", Texts{"1", "2", "3", "4", "5", "5", "6"}),
       table::category_column("stage", Texts{"Won", "Won", "Lost", "Lost", "Won", "Won", "Open"}),
       table::number_column("amount", {100.0, 200.0, 300.0, 400.0, 10.0, 20.0, 70.0}),
       table::date_column("created",
                          money_days({"2021-01-01", "2021-01-01", "2021-01-01", "2021-01-01",
                                      "2021-01-01", "2021-06-01", "2021-01-01"})),
       table::date_column("closed", money_days({"2021-02-01", "2022-02-01", "2021-02-01",
                                                "2021-02-01", "2021-02-01", "2022-07-01", ""})),
       table::category_column("currency", Texts{"EUR", "USD", "EUR", "USD", "EUR", "USD", "USD"})});
}

table::Table paid_lines() {
  return table::Table({table::text_column("account", Texts{"1", "2", "5", "5"}),
                       table::date_column("date", money_days({"2021-02-01", "2022-02-01",
                                                              "2021-02-01", "2022-07-01"})),
                       table::number_column("amount", {100.0, 200.0, 10.0, 20.0}),
                       table::category_column("currency", Texts{"EUR", "USD", "EUR", "USD"})});
}

/// A dollar is .8 from 2022 on and .9 from July 2022 on.
Money dated_rates() {
  return {
      .currency = "",
      .rates = Rates{.company = "EUR",
                     .lines = {{.currency = "USD", .from = money_day("2022-01-01"), .rate = 0.8},
                               {.currency = "USD", .from = money_day("2022-07-01"), .rate = 0.9}}}};
}

History joined(const Money& money) {
  const table::Table deal_table = paid_deals();
  const table::Table lines = paid_lines();
  return join_history(payers(), kPayers, &deal_table, kPaidDeals, &lines, kPaidLines, {}, money);
}

double amount(const History& history, std::size_t row) {
  return history.table.column(kAmount).numbers[row];
}

// Sums by hand: 200 x .8 = 160; 10 + 20 x .9 = 28.
TEST(Currencies, EachAmountIsConvertedAtItsOwnDate) {
  const History history = joined(dated_rates());
  EXPECT_DOUBLE_EQ(amount(history, 0), 100.0);
  EXPECT_DOUBLE_EQ(amount(history, 1), 160.0);
  EXPECT_DOUBLE_EQ(amount(history, 4), 28.0);
  const Currencies& currencies = *history.currencies;
  EXPECT_EQ(currencies.company, "EUR");
  ASSERT_EQ(currencies.used.size(), 2U);
  EXPECT_EQ(currencies.used[0].currency, "EUR");
  EXPECT_EQ(currencies.used[1].total(), 5);  // two won, one lost, two lines; the open one not
  // The lost deal of 2021 is older than any rate: its account is not judged, as a won one would be.
  EXPECT_EQ(currencies.used[1].too_early, 1);
  EXPECT_EQ(currencies.accounts_apart, 1);
  EXPECT_EQ(currencies.unjudged, 0);  // no line of revenue is
  EXPECT_EQ(history.by_value->value[3], 0.0);
}

TEST(Currencies, WithoutRatesTheyAreKeptApart) {
  const History history = joined({});
  const Currencies& currencies = *history.currencies;
  EXPECT_EQ(currencies.company, "EUR");  // the first of the commonest among the lines
  EXPECT_DOUBLE_EQ(amount(history, 0), 100.0);
  EXPECT_TRUE(std::isnan(amount(history, 1)));
  EXPECT_TRUE(std::isnan(amount(history, 4)));  // never 10 + 20
  EXPECT_EQ(currencies.accounts_apart, 3);
  EXPECT_EQ(currencies.unjudged, 3);
  EXPECT_EQ(currencies.unjudged_lost, 1);
  const std::vector<double>& value = history.by_value->value;
  EXPECT_GT(value[0], 0.0);
  EXPECT_TRUE(std::isnan(value[1]));
  EXPECT_EQ(value[2], 0.0);           // lost in the company's currency
  EXPECT_TRUE(std::isnan(value[3]));  // lost in another: else dollars would only ever be lost
  EXPECT_TRUE(std::isnan(value[4]));
  // Winning needs no currency.
  EXPECT_EQ(history.table.column(kWon).numbers[1], 1.0);
  EXPECT_EQ(history.table.column(kWon).numbers[3], 0.0);
  EXPECT_TRUE(std::isnan(history.table.column(kFirstYearRevenue).numbers[1]));
}

TEST(Currencies, TheCompanysOwnMayBeTheRarer) {
  const History history = joined({.currency = "usd", .rates = {}});
  EXPECT_EQ(history.currencies->company, "USD");
  EXPECT_TRUE(std::isnan(amount(history, 0)));
  EXPECT_DOUBLE_EQ(amount(history, 1), 200.0);
}

TEST(Currencies, ACurrencyWithoutARateIsNamed) {
  Money money = dated_rates();
  money.rates->lines = {{.currency = "GBP", .from = money_day("2020-01-01"), .rate = 1.1}};
  const History history = joined(money);
  const std::vector<std::string> notes = currency_notes(*history.currencies);
  ASSERT_EQ(notes.size(), 3U);
  EXPECT_EQ(notes[1], "5 amounts in USD are kept apart: the table has no rate of it");
}

TEST(Currencies, OneCurrencyNeedsNoWord) {
  const table::Table one({table::text_column("account", Texts{"1", "2"}),
                          table::category_column("stage", Texts{"Won", "Lost"}),
                          table::number_column("amount", {100.0, 200.0}),
                          table::category_column("currency", Texts{"EUR", ""}),
                          table::date_column("closed", money_days({"2021-02-01", "2021-02-01"}))});
  DealColumns columns = kPaidDeals;
  columns.created = "";
  const History history = join_history(payers(), kPayers, &one, columns, nullptr, {});
  EXPECT_EQ(history.currencies->assumed, 1);
  EXPECT_TRUE(currency_notes(*history.currencies).empty());
  columns.currency = "";
  EXPECT_FALSE(join_history(payers(), kPayers, &one, columns, nullptr, {}).currencies);
}

}  // namespace
}  // namespace bestfit::outcome
