#include "bestfit/table/table.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bestfit/base/error.h"

namespace bestfit::table {
namespace {

TEST(Column, KeepsTheCommonestSpelling) {
  const std::vector<std::string> cells = {"saas", "SaaS", " SaaS ", "", "Bank"};
  const Column column = category_column("industry", cells);
  EXPECT_EQ(column.labels, (std::vector<std::string>{"SaaS", "Bank"}));
  EXPECT_EQ(column.codes, (std::vector<std::int32_t>{0, 0, 0, kNoCode, 1}));
}

TEST(Column, CutsSetsIntoMembers) {
  const std::vector<std::string> cells = {"SAP; HubSpot;sap", "", "HubSpot"};
  const Column column = set_column("tech", cells);
  EXPECT_EQ(column.rows(), 3U);
  EXPECT_EQ(column.cell_text(0), "SAP;HubSpot");
  EXPECT_TRUE(column.missing(1));
  EXPECT_EQ(select(column, std::vector<std::uint32_t>{2, 0}).cell_text(1), "SAP;HubSpot");
}

TEST(Table, FindsColumnsAndSuggestsNames) {
  const Table table(
      {number_column("Employees", {1.0, kMissing}), date_column("met", {0.0, 19782.0})});
  EXPECT_EQ(table.find("employees"), &table.columns()[0]);
  EXPECT_EQ(table.column("met").cell_text(1), "2024-02-29");
  try {
    static_cast<void>(table.column("Employes"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "no column 'Employes'; did you mean 'Employees'? Its columns: Employees, met");
  }
  EXPECT_THROW(Table({number_column("a", {1.0}), number_column("b", {})}), Bug);
  EXPECT_THROW(
      Table({number_column("a", {1.0}), number_column("b", {1.0}), number_column("a", {1.0})}),
      Bug);
}

TEST(Table, FindsEachOfManyColumns) {
  std::vector<Column> columns;
  for (int i = 0; i < 100; ++i) {
    columns.push_back(number_column("c" + std::to_string(i * 37 % 100), {static_cast<double>(i)}));
  }
  const Table table(std::move(columns));
  for (int i = 0; i < 100; ++i) {
    const Column* column = table.find("c" + std::to_string(i * 37 % 100));
    ASSERT_EQ(column, &table.columns()[static_cast<std::size_t>(i)]);
  }
  EXPECT_EQ(table.find("C37"), table.find("c37"));
  EXPECT_EQ(table.find("c100"), nullptr);
}

}  // namespace
}  // namespace bestfit::table
