#include "bestfit/intake/guess_outcome.h"

#include <gtest/gtest.h>

namespace bestfit::intake {
namespace {

using table::Column;
using table::Table;

Column labels(const char* name, const std::vector<std::string>& pattern) {
  std::vector<std::string> cells;
  for (std::size_t row = 0; row < 20; ++row) cells.push_back(pattern[row % pattern.size()]);
  return table::category_column(name, cells);
}

Column numbers(const char* name, const std::vector<double>& pattern) {
  std::vector<double> cells;
  for (std::size_t row = 0; row < 20; ++row) cells.push_back(pattern[row % pattern.size()]);
  return table::number_column(name, cells);
}

Column flag(const char* name) {
  Column column = numbers(name, {1, 0, 0, 0});
  column.kind = table::Kind::flag;
  return column;
}

/// The guess as text: "Status=Won, 10 of 20 rows, 50%", with "?" before what is not plain.
std::string guessed(std::vector<Column> columns) {
  const OutcomeGuess guess = guess_outcome(Table(std::move(columns)));
  std::string text = guess.plain ? "" : "?";
  for (const OutcomeCandidate& candidate : guess.candidates) {
    text += (text.size() > 1 ? "; " : "") + candidate.asked + ", " + rate_words(candidate);
  }
  return text;
}

TEST(GuessOutcome, AHeaderThatSaysSo) {
  EXPECT_EQ(guessed({labels("Status", {"Won", "Lost"}), labels("region", {"a", "b", "c"})}),
            "Status=Won, 10 of 20 rows, 50%");
  EXPECT_EQ(guessed({flag("is_customer")}), "is_customer=yes, 5 of 20 rows, 25%");
  EXPECT_EQ(guessed({flag("Churned")}), "Churned=no, 15 of 20 rows, 75%");
  EXPECT_EQ(guessed({numbers("churn", {1, 0})}), "churn=0, 10 of 20 rows, 50%");
  EXPECT_EQ(guessed({numbers("y", {0, 1}), numbers("x", {0, 1})}), "y=1, 10 of 20 rows, 50%");
  EXPECT_EQ(guessed({labels("Lifecycle Stage", {"Lead", "Customer", "Opportunity", "Lead"})}),
            "Lifecycle Stage=Customer, 5 of 20 rows, 25%");
  // Where others were lost, deals that are neither won nor lost are not known yet.
  EXPECT_EQ(guessed({labels("Deal Stage", {"Closed Won", "Closed Lost", "Demo", "Demo"})}),
            "Deal Stage=Closed Won, 5 of 10 rows, 50%");
}

TEST(GuessOutcome, ThePlainerHeaderFirst) {
  EXPECT_EQ(guessed({labels("status", {"Customer", "Lead"}), flag("converted")}),
            "converted=yes, 5 of 20 rows, 25%; status=Customer, 10 of 20 rows, 50%");
}

TEST(GuessOutcome, TwoThatAreEquallyPlainAreNotPlain) {
  EXPECT_EQ(guessed({flag("converted"), flag("churned")}),
            "?converted=yes, 5 of 20 rows, 25%; churned=no, 15 of 20 rows, 75%");
}

TEST(GuessOutcome, WhatIsNotPlainAreCandidates) {
  EXPECT_EQ(guessed({labels("status", {"hot", "cold"}), labels("region", {"a", "b", "c"})}),
            "?status=hot, 10 of 20 rows, 50%; status=cold, 10 of 20 rows, 50%");
  EXPECT_EQ(guessed({numbers("annual_revenue", {10, 20, 30, 40}), numbers("channel", {1, 2})}),
            "?annual_revenue>=40, 5 of 20 rows, 25%; channel=2, 10 of 20 rows, 50%");
  EXPECT_EQ(guessed({labels("status", {"won", "sold", "lead"})}),
            "?status=won, 7 of 20 rows, 35%; status=sold, 7 of 20 rows, 35%; "
            "status=lead, 6 of 20 rows, 30%");
}

TEST(GuessOutcome, NoneWhereThereIsNone) {
  EXPECT_EQ(guessed({labels("region", {"a", "b", "c"}), labels("status", {"Won"})}), "?");
}

}  // namespace
}  // namespace bestfit::intake
