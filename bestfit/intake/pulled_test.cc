#include "bestfit/intake/pulled.h"

#include <gtest/gtest.h>

#include "bestfit/base/error.h"

namespace bestfit::intake {
namespace {

table::Table rows_of_a_sample() {
  const std::vector<std::string> stages = {"Won", "won ", "Open", "Lost"};
  return table::Table({table::category_column("stage", stages),
                       table::number_column("told", {1.0, 1.0, table::kMissing, 0.0})});
}

TEST(Pulled, WhatWasToldIsNoColumnOfTheAccounts) {
  ReadFile accounts;
  accounts.table = rows_of_a_sample();
  accounts.file.report.path = "/somewhere/else.csv";
  const table::Column told = take_told({.origin = "a database", .told = "told"}, accounts);
  EXPECT_EQ(told.rows(), 4U);
  EXPECT_EQ(accounts.table.names(), std::vector<std::string>{"stage"});
  EXPECT_EQ(accounts.file.report.path, "a database");
}

TEST(Pulled, FilesOfAPersonStayAsTheyAre) {
  ReadFile accounts;
  accounts.table = rows_of_a_sample();
  accounts.file.report.path = "accounts.csv";
  EXPECT_TRUE(take_told({}, accounts).name.empty());
  EXPECT_EQ(accounts.table.names().size(), 2U);
  EXPECT_EQ(accounts.file.report.path, "accounts.csv");
}

TEST(Pulled, TheOutcomeIsAsItWasToldAndItsColumnNoAttribute) {
  const table::Table table = rows_of_a_sample();
  const outcome::Outcome outcome = told_outcome(table, " stage=won", table.column("told"));
  EXPECT_EQ(outcome.name, "stage=won");
  EXPECT_EQ(outcome.column, "stage");
  EXPECT_EQ(outcome.best, (std::vector<std::int8_t>{1, 1, -1, 0}));
  EXPECT_THROW(told_outcome(table, "stge=won", table.column("told")), Error);
}

}  // namespace
}  // namespace bestfit::intake
