#include "bestfit/validate/cases.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bestfit/base/random.h"

namespace bestfit::validate {
namespace {

using table::Kind;
using table::Role;

struct Data {
  table::Table table;
  table::Schema schema;
  learn::Outcome outcome;
};

/// Judged attributes of 5 levels, `copies` of the rows standing twice.
Data judged(int rows, int attributes, int copies, std::uint64_t seed) {
  base::Random random(seed);
  Data data;
  std::vector<table::Column> columns;
  for (int i = 0; i < attributes; ++i) {
    std::vector<std::string> cells;
    for (int row = 0; row < rows; ++row) cells.push_back(std::to_string(random.below(5)));
    for (int row = 0; row < copies; ++row) cells.push_back(cells[static_cast<std::size_t>(row)]);
    const std::string name = "a" + std::to_string(i);
    columns.push_back(table::category_column(name, cells));
    data.schema.fields.push_back(
        {.column = name, .kind = Kind::category, .role = Role::attribute, .why = ""});
  }
  data.table = table::Table(columns);
  for (int row = 0; row < rows; ++row) {
    data.outcome.best.push_back(static_cast<std::int8_t>(random.below(2)));
  }
  for (int row = 0; row < copies; ++row) {
    data.outcome.best.push_back(data.outcome.best[static_cast<std::size_t>(row)]);
  }
  return data;
}

TEST(FindCases, CopiesOfAnAccountStayTogether) {
  const Data data = judged(300, 20, 80, 1);
  const Cases cases = find_cases(data.table, data.schema, data.outcome);
  EXPECT_EQ(cases.clusters, 300);
  for (std::uint32_t row = 0; row < 80; ++row) {
    EXPECT_EQ(cases.cluster[row], cases.cluster[300 + row]);
  }
  EXPECT_NE(cases.words.find("80 rows"), std::string::npos) << cases.words;
}

TEST(FindCases, FewAttributesRepeatByChance) {
  const Data data = judged(300, 3, 0, 2);  // 125 kinds of rows
  const Cases cases = find_cases(data.table, data.schema, data.outcome);
  EXPECT_EQ(cases.clusters, 300);
  EXPECT_TRUE(cases.words.empty());
}

TEST(FindCases, AGroupGoesBeforeAnId) {
  Data data = judged(6, 2, 0, 3);
  const std::vector<std::string> ids{"1", "2", "3", "4", "5", "6"};
  const std::vector<std::string> groups{"a", "a", "b", "", "", "b"};
  data.table = table::with_column(data.table, table::text_column("id", ids));
  data.schema.fields.push_back({.column = "id", .kind = Kind::text, .role = Role::id, .why = ""});
  EXPECT_EQ(find_cases(data.table, data.schema, data.outcome).clusters, 6);

  data.table = table::with_column(data.table, table::category_column("firm", groups));
  data.schema.fields.push_back(
      {.column = "firm", .kind = Kind::category, .role = Role::group, .why = ""});
  const Cases cases = find_cases(data.table, data.schema, data.outcome);
  EXPECT_EQ(cases.clusters, 4);  // a, b, and two that are not known
  EXPECT_EQ(cases.cluster[2], cases.cluster[5]);
  EXPECT_NE(cases.cluster[3], cases.cluster[4]);
  EXPECT_EQ(cases.words, "rows of one firm stayed together");
}

TEST(FindCases, RowsOfUnknownOutcomeAreLeftOut) {
  Data data = judged(10, 2, 0, 4);
  data.outcome.best[3] = -1;
  data.outcome.best[7] = -1;
  const Cases cases = find_cases(data.table, data.schema, data.outcome);
  EXPECT_EQ(cases.rows, (std::vector<std::uint32_t>{0, 1, 2, 4, 5, 6, 8, 9}));
}

}  // namespace
}  // namespace bestfit::validate
