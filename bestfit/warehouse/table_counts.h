#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/warehouse/cells_sql.h"
#include "bestfit/warehouse/named_table.h"
#include "bestfit/warehouse/sample.h"

namespace bestfit::warehouse {

/// What a database counts of one column.
struct ColumnCounts {
  std::string column;
  std::string type;                      // as the database declares it
  std::int64_t known = 0;                // rows that have a value
  std::optional<std::int64_t> distinct;  // about; none where the database does not know
  std::string low;                       // numbers and dates; empty where there are none
  std::string high;
  double bytes = 0.0;  // of a cell, on average
};

/// Counts each column in one pass over the table, where it is (on the shards). Distinct values are
/// a sketch's (ClickHouse) or the planner's (PostgreSQL, after ANALYZE).
std::vector<ColumnCounts> count_columns(Database& database, const NamedTable& table, Kind kind,
                                        const CellsSql& cells);

/// Counts rows by side.
///   rows_sql  a condition; empty: all rows
Sides count_sides(Database& database, const NamedTable& table, const std::string& side_sql,
                  const std::string& rows_sql);

/// Whether a column has at most kFewGroups different values.
bool has_few_groups(Database& database, const NamedTable& table, const Column& column);
inline constexpr int kFewGroups = 10'000;

std::int64_t count_rows(Database& database, const NamedTable& table);

}  // namespace bestfit::warehouse
