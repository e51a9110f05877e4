#include "bestfit/learn/leakage.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "bestfit/attribute/encode.h"
#include "bestfit/attribute/test_tables.h"
#include "bestfit/base/random.h"
#include "bestfit/learn/prepare.h"
#include "bestfit/learn/test_leaks.h"

namespace bestfit::learn {
namespace {

using test::read;
using test::suspects;
using test::Why;
using test::with;

TEST(Leakage, HonestAttributesAreNotSuspected) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Why why = suspects(attribute::test::accounts(1500, 1.5, seed));
    EXPECT_TRUE(why.empty()) << why.begin()->first << ": " << why.begin()->second;
  }
}

TEST(Leakage, FindsWhatIsFilledInAfterwards) {
  const attribute::test::Made made = attribute::test::accounts(1500, 1.0, 1);
  base::Random random(4);
  std::vector<double> contract;
  for (const std::int8_t best : made.outcome.best) {
    contract.push_back(best == 1 && random.uniform() < 0.6 ? 1000.0 * random.uniform()
                                                           : table::kMissing);
  }
  const Why why = suspects(with(made, table::number_column("terms", contract)));
  ASSERT_EQ(why.size(), 1U);
  EXPECT_NE(why.at("terms").find("filled in afterwards"), std::string::npos);
}

/// Best are some of those won. What tells won from lost is no safer than what tells the best.
TEST(Leakage, FindsWhatGivesWonAway) {
  attribute::test::Made made = attribute::test::accounts(1500, 1.0, 3);
  base::Random random(9);
  LearnOptions options;
  std::vector<std::string> stages;
  for (std::int8_t& best : made.outcome.best) {
    const bool won = best == 1 || random.uniform() < 0.2;
    options.won.push_back(won ? 1 : 0);
    stages.emplace_back(won ? (random.uniform() < 0.8 ? "Customer" : "Former customer") : "Lead");
    if (best == 1 && random.uniform() < 0.7) best = 0;  // the best are a small part of those won
  }
  made = with(made, table::category_column("Lifecycle", stages));
  const Why why = suspects(made, options);
  ASSERT_EQ(why.size(), 1U);
  EXPECT_NE(why.at("Lifecycle").find("accounts won from those lost"), std::string::npos)
      << why.at("Lifecycle");
  options.won.clear();
  EXPECT_TRUE(suspects(made, options).empty());  // by the best alone it is not seen
}

TEST(Leakage, FindsWhatDecidesAlone) {
  const attribute::test::Made made = attribute::test::accounts(1500, 1.0, 2);
  base::Random random(4);
  std::vector<double> usage;
  for (const std::int8_t best : made.outcome.best) {
    usage.push_back(random.normal() + (best == 1 ? 4.0 : 0.0));
  }
  const attribute::test::Made leaking = with(made, table::number_column("usage", usage));
  const Why why = suspects(leaking);
  ASSERT_EQ(why.size(), 1U);
  EXPECT_NE(why.at("usage").find("better (AUC 0.9"), std::string::npos) << why.at("usage");
  // Kept on request, and said all the same.
  LearnOptions options;
  options.keep = {"Usage"};
  base::Silent silent;
  const Prepared prepared =
      prepare(leaking.table, leaking.schema, leaking.outcome, options, silent);
  EXPECT_TRUE(prepared.coded.attributes.back().leakage.suspected);
  EXPECT_TRUE(prepared.coded.attributes.back().left_out.empty());
}

TEST(Leakage, FindsDatesAfterTheTime) {
  const attribute::test::Made made = attribute::test::accounts(1500, 1.0, 3);
  base::Random random(4);
  std::vector<double> days;
  for (std::size_t row = 0; row < 1500; ++row) {
    const double met = made.table.column("met").numbers[row];
    days.push_back(
        std::floor(met + 60.0 * random.uniform() + (made.outcome.best[row] == 1 ? 20.0 : 0.0)));
  }
  const Why why = suspects(with(made, table::date_column("visited", days)));
  ASSERT_EQ(why.size(), 1U);
  EXPECT_NE(why.at("visited").find("later than the time"), std::string::npos);
}

/// Invoices with three dates: the days from due to paid say whether they were late.
attribute::test::Made invoices(double noise_days) {
  base::Random random(8);
  std::vector<double> issued, due, paid, amount;
  attribute::test::Made made;
  for (int row = 0; row < 600; ++row) {
    issued.push_back(18000.0 + static_cast<double>(random.below(700)));
    due.push_back(issued.back() + 30.0);
    const double late = 6.0 * random.normal();
    paid.push_back(std::floor(due.back() + late + noise_days * random.normal()));
    amount.push_back(std::floor(1000.0 * random.uniform()));
    made.outcome.best.push_back(late > 2.0 ? 1 : 0);
  }
  made.table = table::Table({table::date_column("Issued", issued), table::date_column("Due", due),
                             table::date_column("Reconciled", paid),
                             table::number_column("Amount", amount)});
  made.schema = attribute::test::attributes_of(made.table);
  made.outcome.name = "late";
  return made;
}

TEST(Leakage, FindsTheLaterOfTwoDatesThatDecide) {
  const Why why = suspects(invoices(0.0));
  ASSERT_EQ(why.size(), 1U);
  EXPECT_NE(why.at("Reconciled").find("the days from"), std::string::npos) << why.at("Reconciled");
  EXPECT_TRUE(suspects(invoices(40.0)).empty());  // dates that say little together are honest
}

TEST(Leakage, FindsPartsOfTheOutcomesOwnColumn) {
  base::Random random(9);
  std::vector<double> first, second, region, sites, total;
  attribute::test::Made made;
  for (int row = 0; row < 500; ++row) {
    first.push_back(std::floor(2000.0 * random.uniform()));
    second.push_back(std::floor(1500.0 * random.uniform()));
    region.push_back(1.0 + static_cast<double>(random.below(4)));
    sites.push_back(std::floor(first.back() / 100.0));
    total.push_back(first.back() + second.back());
  }
  made.table =
      table::Table({table::number_column("Coffee", first), table::number_column("Tea", second),
                    table::number_column("Region", region), table::number_column("Sites", sites),
                    table::number_column("Spend", total)});
  made.schema = attribute::test::attributes_of(made.table);
  made.outcome = outcome::outcome_of(made.table, "Spend>=2000");
  const Why why = suspects(made);
  ASSERT_EQ(why.size(), 2U);
  EXPECT_NE(why.at("Coffee").find("adds up to 'Spend'"), std::string::npos);
  EXPECT_EQ(why.count("Tea"), 1U);
}

TEST(Leakage, KnowsWordsOfTheOutcome) {
  for (const char* name :
       {"CloseDate", "days_to_settle", "Last Order Year", "is_won", "Deal Stage"}) {
    EXPECT_TRUE(speaks_of_outcome(name)) << name;
  }
  for (const char* name : {"Employees", "Wonder", "Latent demand", "Borders", "Clothes"}) {
    EXPECT_FALSE(speaks_of_outcome(name)) << name;
  }
}

std::vector<std::string> names(const Why& why) {
  std::vector<std::string> out;
  for (const auto& entry : why) out.push_back(entry.first);
  return out;
}

/// Three fields that only customers have, of which none stands above the other two together.
TEST(Leakage, LeaksDoNotHideEachOther) {
  attribute::test::Made made = attribute::test::accounts(1200, 1.0, 8);
  base::Random random(12);
  std::vector<double> tickets;
  std::vector<double> calls;
  std::vector<std::string> type;
  for (const std::int8_t best : made.outcome.best) {
    const double base = random.uniform();
    tickets.push_back(best == 1 ? 3.0 + std::floor(30.0 * base) : std::floor(1.3 * base));
    calls.push_back(best == 1 && random.uniform() < 0.9 ? 1.0 : 0.0);
    type.emplace_back(best == 1 && random.uniform() < 0.97 ? "Customer" : "Prospect");
  }
  made = test::with(made, table::number_column("Tickets", tickets));
  made = test::with(made, table::flag_column("Call", calls));
  made = test::with(made, table::category_column("Type", type));
  const test::Why why = test::suspects(made);
  EXPECT_EQ(why.size(), 3U);
  for (const char* name : {"Tickets", "Call", "Type"}) EXPECT_EQ(why.count(name), 1U) << name;
}

/// Known for a sixth of those with the outcome, and for nobody else.
TEST(Leakage, AFieldThatOnlySomeOfTheBestHave) {
  attribute::test::Made made = attribute::test::accounts(1200, 1.0, 9);
  base::Random random(13);
  std::vector<std::string> reason;
  for (const std::int8_t best : made.outcome.best) {
    reason.emplace_back(best == 1 && random.uniform() < 0.17 ? "price" : "");
  }
  EXPECT_EQ(
      test::suspects(test::with(made, table::category_column("Reason", reason))).count("Reason"),
      1U);
}

class LeakageRealData : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(BESTFIT_SHARED_DATA)) {
      GTEST_SKIP() << "SKIPPED: no shared data at " << BESTFIT_SHARED_DATA;
    }
  }
};

TEST_F(LeakageRealData, SpendIsHonestUntilItIsTheOutcome) {
  const std::string file = "uci_wholesale/wholesale_customers.csv";
  for (const char* asked : {"Channel=2", "Channel=1", "Region=1", "Region=3"}) {
    const Why why = suspects(read(file, ',', asked, {}));
    EXPECT_TRUE(why.empty()) << asked << " " << why.begin()->first << ": " << why.begin()->second;
  }
  attribute::test::Made made = read(file, ',', "Fresh>=10000", {});
  std::vector<double> total(made.table.rows(), 0.0);
  const std::vector<std::string> spends = {"Delicassen", "Detergents_Paper", "Fresh",
                                           "Frozen",     "Grocery",          "Milk"};
  for (const std::string& name : spends) {
    for (std::size_t row = 0; row < total.size(); ++row) {
      total[row] += made.table.column(name).numbers[row];
    }
  }
  made = with(made, table::number_column("Total", total));
  made.outcome = outcome::outcome_of(made.table, "Total>=40000");
  EXPECT_EQ(names(suspects(made)), spends);
}

TEST_F(LeakageRealData, CallDurationIsSuspected) {
  const attribute::test::Made made = read("uci_bank/bank-additional-full.csv", ';', "y=yes", {});
  EXPECT_EQ(names(suspects(made)), std::vector<std::string>{"duration"});
}

TEST_F(LeakageRealData, WhatOnlyBuyersHaveIsSuspected) {
  const attribute::test::Made made =
      read("adventureworks/DimReseller_with_header.csv", ',', "rev>=100000",
           {"ResellerKey", "AltKey", "Phone", "Name", "Addr1", "Addr2"});
  EXPECT_EQ(names(suspects(made)), (std::vector<std::string>{"FirstOrderYear", "LastOrderYear",
                                                             "OrderFrequency", "OrderMonth"}));
}

TEST_F(LeakageRealData, DaysToSettleAreSuspected) {
  const attribute::test::Made made =
      read("ibm_accounts_receivable/WA_Fn-UseC_-Accounts-Receivable.csv", ',', "DaysLate>0",
           {"invoiceNumber", "PaperlessDate", "InvoiceDate", "DueDate", "SettledDate"});
  EXPECT_EQ(names(suspects(made)), std::vector<std::string>{"DaysToSettle"});
}

TEST_F(LeakageRealData, StrongHonestAttributesAreNot) {
  for (const char* set : {"breastcancer", "mammo", "mushroom", "spambase", "bank_raw"}) {
    const attribute::test::Made made =
        read(std::string("bench_folds/") + set + ".csv", ',', "y=1", {"fold"});
    const Why why = suspects(made);
    EXPECT_TRUE(why.empty()) << set << " " << why.begin()->first << why.begin()->second;
  }
}

}  // namespace
}  // namespace bestfit::learn
