#include "bestfit/outcome/outcome.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bestfit/base/error.h"

namespace bestfit::outcome {
namespace {

using Best = std::vector<std::int8_t>;

table::Table flat_deals() {
  const std::vector<std::string> status = {"Won", " won ", "Lost", ""};
  const std::vector<std::string> level = {"10", "9", "11", "none"};
  const std::vector<std::string> tools = {"SAP;HubSpot", "HubSpot", "SAP", ""};
  return table::Table({table::category_column("Status", status),
                       table::number_column("revenue", {1000.0, 999.0, 2500.5, table::kMissing}),
                       table::flag_column("kept", {1.0, 0.0, 0.0, 1.0}),
                       table::date_column("closed", {0.0, 1.0, 2.0, table::kMissing}),
                       table::category_column("level", level), table::set_column("tools", tools),
                       table::number_column("a=b", {1.0, 2.0, 3.0, 4.0})});
}

TEST(Outcome, ComparesTextFoldedNumbersAsNumbersAndTruthAsOne) {
  const table::Table table = flat_deals();
  EXPECT_EQ(outcome_of(table, "status = WON").best, (Best{1, 1, 0, -1}));
  EXPECT_EQ(outcome_of(table, "Status!=Won").best, (Best{0, 0, 1, -1}));
  EXPECT_EQ(outcome_of(table, "revenue>=1000").best, (Best{1, 0, 1, -1}));
  EXPECT_EQ(outcome_of(table, "revenue<1000.0").best, (Best{0, 1, 0, -1}));
  EXPECT_EQ(outcome_of(table, "kept").best, (Best{1, 0, 0, 1}));
  EXPECT_EQ(outcome_of(table, "kept=yes").best, (Best{1, 0, 0, 1}));
  EXPECT_EQ(outcome_of(table, "closed>1970-01-01").best, (Best{0, 1, 1, -1}));
  EXPECT_EQ(outcome_of(table, "level>9").best, (Best{1, 0, 1, -1}));
  EXPECT_EQ(outcome_of(table, "tools=sap").best, (Best{1, 0, 1, -1}));
  EXPECT_EQ(outcome_of(table, "a=b>=3").best, (Best{0, 0, 1, 1}));
  EXPECT_EQ(outcome_of(table, "status = WON").column, "Status");
}

void expect_error(std::string_view asked, Fault fault, const std::string& part) {
  try {
    static_cast<void>(outcome_of(flat_deals(), asked));
    FAIL() << asked;
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), fault) << asked;
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

TEST(Outcome, SaysWhatIsWrong) {
  expect_error("Statis=Won", Fault::missing, "did you mean 'Status'?");
  expect_error("Status=Sold", Fault::bad_input, "Won (2), Lost (1)");
  expect_error("revenue>0", Fault::bad_input, "every row");
  expect_error("revenue=big", Fault::bad_input, "'big' is none");
  expect_error("Status=", Fault::usage, "names no value");
  expect_error("Status", Fault::usage, "is not yes or no");
  expect_error("", Fault::usage, "is empty");
}

TEST(Outcome, OpenDealsAreNotLost) {
  const std::vector<std::string> stages = {"Won", "Lost", "Engaging", "Closed Won", "Won"};
  const table::Table table({table::category_column("stage", stages)});
  EXPECT_EQ(outcome_of(table, "stage=won").best, (std::vector<std::int8_t>{1, 0, -1, 0, 1}));
  EXPECT_EQ(outcome_of(table, "stage=Engaging").best, (std::vector<std::int8_t>{0, 0, 1, 0, 0}));
}

}  // namespace
}  // namespace bestfit::outcome
