#include "bestfit/outcome/history.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "bestfit/base/error.h"

namespace bestfit::outcome {
namespace {

using table::kMissing;
using Texts = std::vector<std::string>;

double day(const char* text) { return static_cast<double>(*base::parse_iso_date(text)); }

const AccountColumns kAccounts{.id = "id", .name = "name", .domain = "", .created = ""};
const DealColumns kDeals{.account = "account",
                         .stage = "stage",
                         .amount = "amount",
                         .created = "created",
                         .closed_date = "closed"};
const RevenueColumns kRevenue{
    .account = "account", .date = "date", .end = "", .amount = "amount", .kind = "kind"};

table::Table accounts() {
  return table::Table({table::text_column("id", Texts{"1", "2", "3", "4", "5"}),
                       table::text_column("name", Texts{"A", "B", "C", "D", "E"})});
}

table::Table deals() {
  return table::Table(
      {table::text_column("account", Texts{"1", "1", "2", "3", "4", "99"}),
       table::category_column("stage", Texts{"Closed Lost", "closedwon", "Closed Lost",
                                             "Negotiation", "Closed Won", "Closed Won"}),
       table::number_column("amount", {10.0, 100.0, 20.0, 30.0, 40.0, 50.0}),
       table::date_column("created", {day("2020-01-01"), day("2020-03-01"), day("2020-02-01"),
                                      day("2020-02-01"), day("2020-02-01"), day("2020-02-01")}),
       table::date_column("closed", {day("2020-02-01"), day("2020-04-01"), day("2020-03-01"),
                                     kMissing, day("2020-05-01"), day("2020-05-01")})});
}

const std::vector<double>& values(const History& history, const char* name) {
  return history.table.column(name).numbers;
}

/// "bestfit_won=won:ignored …": the derived columns, their outcomes and roles.
std::string derived_words(const History& history) {
  std::string words;
  for (const DerivedColumn& derived : history.derived) {
    EXPECT_EQ(history.table.column(derived.field.column).kind, derived.field.kind);
    words += derived.field.column + "=" + derived.outcome + ":" +
             std::string(table::role_name(derived.field.role)) + " ";
  }
  return words;
}

TEST(History, DerivesWhatBecameOfEachAccount) {
  const table::Table deal_table = deals();
  const History history = join_history(accounts(), kAccounts, &deal_table, kDeals, nullptr, {});
  EXPECT_EQ(history.unit, Unit::accounts);
  EXPECT_EQ(history.deals_without_account, 1);
  const auto& won = values(history, kWon);
  EXPECT_EQ(won[0], 1.0);  // one lost, then one won
  EXPECT_EQ(won[1], 0.0);
  EXPECT_TRUE(std::isnan(won[2]));  // still open
  EXPECT_EQ(won[3], 1.0);
  EXPECT_TRUE(std::isnan(won[4]));  // never worked
  EXPECT_EQ(values(history, kFirstMet)[0], day("2020-01-01"));
  EXPECT_EQ(values(history, kDecided)[0], day("2020-02-01"));
  EXPECT_TRUE(std::isnan(values(history, kDecided)[2]));  // still open
  EXPECT_EQ(values(history, kCycleDays)[0], 31.0);
  EXPECT_EQ(values(history, kAmount)[0], 100.0);
}

const BestDefinition kKept{.by = BestDefinition::By::kept};

TEST(History, TakesYoungCustomersForNotKnownNotForRetained) {
  const table::Table deal_table = deals();
  const auto revenue = [](const char* last_day) {
    return table::Table({table::text_column("account", Texts{"1", "1", "4", "99"}),
                         table::date_column("date", {day("2020-04-01"), day("2021-04-01"),
                                                     day("2020-05-01"), day(last_day)}),
                         table::number_column("amount", {100.0, 120.0, 40.0, 1.0}),
                         table::category_column("kind", Texts{"new", "renewal", "new", "new"})});
  };
  const table::Table late = revenue("2022-12-31");
  const History seen =
      join_history(accounts(), kAccounts, &deal_table, kDeals, &late, kRevenue, kKept);
  EXPECT_EQ(values(seen, kRetained)[0], 1.0);
  EXPECT_EQ(values(seen, kRetained)[3], 0.0);  // no line after its first renewal
  EXPECT_EQ(values(seen, kBest)[0], 1.0);
  EXPECT_EQ(values(seen, kBest)[1], 0.0);  // lost
  EXPECT_EQ(values(seen, kBest)[3], 0.0);  // churned
  EXPECT_EQ(values(seen, kFirstYearRevenue)[0], 100.0);

  const table::Table early = revenue("2021-05-02");
  const History young =
      join_history(accounts(), kAccounts, &deal_table, kDeals, &early, kRevenue, kKept);
  EXPECT_TRUE(std::isnan(values(young, kRetained)[3]));  // its renewal was yesterday
  EXPECT_TRUE(std::isnan(values(young, kBest)[1]));      // as young as those whose renewal is open
}

// A paid 100 and 120, D 40: half of the two won is one.
TEST(History, BestIsByExpectedValueWhereNothingElseIsSaid) {
  const table::Table deal_table = deals();
  const table::Table lines(
      {table::text_column("account", Texts{"1", "1", "4"}),
       table::date_column("date", {day("2020-04-01"), day("2021-04-01"), day("2020-05-01")}),
       table::number_column("amount", {100.0, 120.0, 40.0}),
       table::category_column("kind", Texts{"new", "renewal", "new"})});
  const History found = join_history(accounts(), kAccounts, &deal_table, kDeals, &lines, kRevenue);
  ASSERT_TRUE(found.by_value);
  EXPECT_EQ(found.by_value->worked, 3);
  EXPECT_EQ(values(found, kBest)[0], 1.0);
  EXPECT_EQ(values(found, kBest)[1], 0.0);
  EXPECT_TRUE(std::isnan(values(found, kBest)[2]));  // open
  EXPECT_EQ(values(found, kBest)[3], 0.0);
  EXPECT_EQ(values(found, kValue)[1], 0.0);
  EXPECT_GE(values(found, kValue)[0], 100.0);
}

TEST(History, MakesRowsOfDealsWhenEveryAccountHasWon) {
  Texts names;
  Texts stages;
  std::vector<double> created;
  for (int i = 0; i < 40; ++i) {
    names.emplace_back(i % 2 == 0 ? "a" : " B ");
    stages.emplace_back(i % 3 == 0 ? "Lost" : "Won");
    created.push_back(18000.0 + i);
  }
  const table::Table deal_table({table::category_column("account", names),
                                 table::category_column("stage", stages),
                                 table::date_column("created", created)});
  const DealColumns columns{.account = "account", .stage = "stage", .created = "created"};
  const History history = join_history(accounts(), kAccounts, &deal_table, columns, nullptr, {});
  EXPECT_EQ(history.unit, Unit::deals);
  EXPECT_EQ(history.table.rows(), 40U);
  EXPECT_EQ(history.table.column("name").cell_text(1), "B");
  EXPECT_EQ(derived_words(history),
            "bestfit_won=won:ignored bestfit_best=best:ignored bestfit_first_met=:time "
            "account of the deals=:group ");
  EXPECT_EQ(values(history, kWon)[0], 0.0);
}

TEST(History, SaysWhatItsDerivedColumnsAreFor) {
  const table::Table deal_table = deals();
  const History history = join_history(accounts(), kAccounts, &deal_table, kDeals, nullptr, {});
  EXPECT_EQ(derived_words(history),
            "bestfit_won=won:ignored bestfit_best=best:ignored bestfit_retained=retained:ignored "
            "bestfit_first_met=:time bestfit_decided=:ignored bestfit_cycle_days=:ignored "
            "bestfit_amount=:ignored "
            "bestfit_first_year_revenue=:ignored ");
}

TEST(History, ADerivedColumnTakesThePlaceOfOneOfItsName) {
  const table::Table with_own =
      table::with_column(accounts(), table::number_column(kWon, {9, 9, 9, 9, 9}));
  const table::Table deal_table = deals();
  const History history = join_history(with_own, kAccounts, &deal_table, kDeals, nullptr, {});
  EXPECT_EQ(values(history, kWon)[0], 1.0);
}

TEST(History, MatchesSalesforceIdsOfBothLengths) {
  const table::Table sf({table::text_column("id", Texts{"0015g00000AbCdE", "0015g00000abcde"})});
  const table::Table deal_table(
      {table::text_column("account", Texts{"0015g00000abcdeAAB", "0015g00000AbCdEAAX"}),
       table::category_column("stage", Texts{"Closed Won", "Closed Lost"})});
  const DealColumns columns{.account = "account", .stage = "stage"};
  const History history = join_history(sf, {.id = "id"}, &deal_table, columns, nullptr, {});
  EXPECT_EQ(values(history, kWon)[0], 0.0);
  EXPECT_EQ(values(history, kWon)[1], 1.0);
}

TEST(History, RefusesDealsOfOtherAccounts) {
  const table::Table deal_table(
      {table::text_column("account", Texts{"x"}), table::category_column("stage", Texts{"Won"})});
  const DealColumns columns{.account = "account", .stage = "stage"};
  EXPECT_THROW(join_history(accounts(), kAccounts, &deal_table, columns, nullptr, {}), Error);
}

}  // namespace
}  // namespace bestfit::outcome
