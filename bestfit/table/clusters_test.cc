#include "bestfit/table/clusters.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bestfit/base/random.h"

namespace bestfit::table {
namespace {

struct Data {
  Table table;
  Schema schema;
  std::vector<std::int8_t> outcome;
};

/// Judged attributes of 5 levels, `copies` of the rows standing twice.
Data judged(int rows, int attributes, int copies, std::uint64_t seed) {
  base::Random random(seed);
  Data data;
  std::vector<Column> columns;
  for (int i = 0; i < attributes; ++i) {
    std::vector<std::string> cells;
    for (int row = 0; row < rows; ++row) cells.push_back(std::to_string(random.below(5)));
    for (int row = 0; row < copies; ++row) cells.push_back(cells[static_cast<std::size_t>(row)]);
    const std::string name = "a" + std::to_string(i);
    columns.push_back(category_column(name, cells));
    data.schema.fields.push_back(
        {.column = name, .kind = Kind::category, .role = Role::attribute, .why = ""});
  }
  data.table = Table(columns);
  for (int row = 0; row < rows; ++row) {
    data.outcome.push_back(static_cast<std::int8_t>(random.below(2)));
  }
  for (int row = 0; row < copies; ++row) {
    data.outcome.push_back(data.outcome[static_cast<std::size_t>(row)]);
  }
  return data;
}

TEST(FindClusters, CopiesOfAnAccountStayTogether) {
  const Data data = judged(300, 20, 80, 1);
  const Clusters found = find_clusters(data.table, data.schema, data.outcome);
  EXPECT_EQ(found.among_known, 300);
  for (std::uint32_t row = 0; row < 80; ++row) {
    EXPECT_EQ(found.of_row[row], found.of_row[300 + row]);
  }
  EXPECT_NE(found.words.find("80 rows"), std::string::npos) << found.words;
}

TEST(FindClusters, FewAttributesRepeatByChance) {
  const Data data = judged(300, 3, 0, 2);  // 125 kinds of rows
  const Clusters found = find_clusters(data.table, data.schema, data.outcome);
  EXPECT_EQ(found.among_known, 300);
  EXPECT_TRUE(found.words.empty());
}

TEST(FindClusters, AGroupGoesBeforeAnId) {
  Data data = judged(6, 2, 0, 3);
  const std::vector<std::string> ids{"1", "2", "3", "4", "5", "6"};
  const std::vector<std::string> groups{"a", "a", "b", "", "", "b"};
  data.table = with_column(data.table, text_column("id", ids));
  data.schema.fields.push_back({.column = "id", .kind = Kind::text, .role = Role::id, .why = ""});
  EXPECT_EQ(find_clusters(data.table, data.schema, data.outcome).among_known, 6);

  data.table = with_column(data.table, category_column("firm", groups));
  data.schema.fields.push_back(
      {.column = "firm", .kind = Kind::category, .role = Role::group, .why = ""});
  const Clusters found = find_clusters(data.table, data.schema, data.outcome);
  EXPECT_EQ(found.among_known, 4);  // a, b, and two that are not known
  EXPECT_EQ(found.of_row[2], found.of_row[5]);
  EXPECT_NE(found.of_row[3], found.of_row[4]);
  EXPECT_EQ(found.words, "rows of one firm stayed together");
}

TEST(FindClusters, RowsOfUnknownOutcomeAreNoCopies) {
  Data data = judged(300, 20, 80, 4);
  for (std::size_t row = 0; row < 10; ++row) data.outcome[row] = -1;
  const Clusters found = find_clusters(data.table, data.schema, data.outcome);
  EXPECT_NE(found.of_row[3], found.of_row[303]);
  EXPECT_EQ(found.of_row[20], found.of_row[320]);
  EXPECT_EQ(found.among_known, 300);  // 290 and the ten whose copies are not known
}

}  // namespace
}  // namespace bestfit::table
