#include "bestfit/intake/money_files.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bestfit/base/error.h"

namespace bestfit::intake {
namespace {

using Texts = std::vector<std::string>;

ReadFile deals() {
  ReadFile read;
  read.table = table::Table({table::text_column("Account ID", Texts{"1", "2"}),
                             table::category_column("Stage", Texts{"Won", "Lost"}),
                             table::number_column("Amount", {10.0, 20.0}),
                             table::number_column("Amount in company currency", {9.0, 20.0}),
                             table::category_column("Currency", Texts{"USD", "EUR"})});
  read.file.report.path = "deals.csv";
  return read;
}

recognise::Mapping mapping_of(const ReadFile& read) {
  return recognise::map_columns(recognise::FileKind::deals, read.table);
}

TEST(MoneyFiles, WhatTheCrmHasConvertedStandsInWhereThereAreNoRates) {
  ReadFile with = deals();
  EXPECT_EQ(deal_columns(with, mapping_of(with), true).amount, "Amount");
  EXPECT_EQ(deal_columns(with, mapping_of(with), true).currency, "Currency");
  ReadFile without = deals();
  const outcome::DealColumns columns = deal_columns(without, mapping_of(without), false);
  EXPECT_EQ(columns.amount, "Amount in company currency");
  EXPECT_EQ(columns.currency, "");
  ASSERT_EQ(without.file.notes.size(), 1U);
}

TEST(MoneyFiles, SignsBesideTheAmountsAreTheirCurrencies) {
  ReadFile read = deals();
  read.table =
      table::Table({read.table.columns()[0], read.table.columns()[1], read.table.columns()[2]});
  read.money = {table::category_column("Amount", Texts{"$", "€"})};
  const outcome::DealColumns columns = deal_columns(read, mapping_of(read), false);
  ASSERT_NE(read.table.find(columns.currency), nullptr);
  EXPECT_EQ(outcome::currency_code(read.table.column(columns.currency).cell_text(1)), "EUR");
  read.money = {table::category_column("Discount", Texts{"$", "€"})};
  EXPECT_EQ(deal_columns(read, mapping_of(read), false).currency, "");
}

TEST(MoneyFiles, NamesTheColumnThatIsNotThere) {
  ReadFile read;
  read.table = table::Table({table::category_column("Currency", Texts{"USD", "EUR"})});
  read.file.report.path = "rates.csv";
  const auto mapping = recognise::map_columns(recognise::FileKind::rates, read.table);
  try {
    static_cast<void>(rates_of(read, mapping, ""));
    FAIL() << "there is no rate";
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::missing);
    EXPECT_NE(std::string(error.what()).find("rates.csv: no column was recognised as 'rate'"),
              std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace bestfit::intake
