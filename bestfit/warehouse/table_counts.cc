#include "bestfit/warehouse/table_counts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bestfit/base/text.h"
#include "bestfit/warehouse/outcome_sql.h"

namespace bestfit::warehouse {
namespace {

constexpr double kBytesOfNumber = 8.0;
constexpr std::size_t kColumnsAtOnce = 200;  // a SELECT of PostgreSQL has 1,664 columns at most
constexpr std::size_t kCountsOfColumn = 5;

bool is_ordered(const Column& column) {
  return column.holds == Holds::whole || column.holds == Holds::number ||
         column.holds == Holds::date;
}

/// Known rows, distinct values, bytes, least and greatest value: kCountsOfColumn expressions.
std::string counts_sql(const Column& column, Kind kind, const CellsSql& cells,
                       const compile::Dialect& dialect) {
  const std::string name = dialect.name(column.name);
  const bool postgres = kind == Kind::postgres;
  const bool may_be_empty = column.holds == Holds::text || column.holds == Holds::list;
  const std::string known =
      may_be_empty ? fmt::format("sum(CASE WHEN {} <> '' THEN 1 ELSE 0 END)", cells.text(column, 0))
      : column.holds == Holds::number ? fmt::format("count({})", cells.number(column))
                                      : fmt::format("count({})", name);
  const std::string distinct = postgres ? "NULL" : fmt::format("uniqHLL12({})", name);
  const std::string bytes = is_ordered(column) ? "NULL" : cells.bytes(column);
  const std::string value = column.holds == Holds::number ? cells.number(column) : name;
  const std::string low = is_ordered(column) ? fmt::format("min({})", value) : "NULL";
  const std::string high = is_ordered(column) ? fmt::format("max({})", value) : "NULL";
  return base::join({known, distinct, bytes, low, high}, ", ");
}

/// What PostgreSQL's planner takes for the number of distinct values, where it looked.
void put_planned(Database& database, const NamedTable& table, std::int64_t rows,
                 std::vector<ColumnCounts>& counts) {
  const compile::Dialect& dialect = database.dialect();
  const Rows planned = database.ask(fmt::format(
      "SELECT s.attname, s.n_distinct FROM pg_stats s JOIN pg_namespace n ON n.nspname = "
      "s.schemaname JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.tablename WHERE "
      "c.oid = to_regclass({}) AND NOT s.inherited",
      dialect.literal(table_sql(table, dialect))));
  for (const auto& row : planned) {
    const auto found = std::find_if(counts.begin(), counts.end(), [&](const ColumnCounts& column) {
      return column.column == row.at(0);
    });
    const std::optional<double> distinct = base::parse_number(row.at(1));
    if (found == counts.end() || !distinct) continue;
    const double all = *distinct < 0.0 ? -*distinct * static_cast<double>(rows) : *distinct;
    found->distinct = std::llround(all);
  }
}

}  // namespace

std::vector<ColumnCounts> count_columns(Database& database, const NamedTable& table, Kind kind,
                                        const CellsSql& cells) {
  std::vector<ColumnCounts> counts;
  std::int64_t rows = 0;
  for (std::size_t from = 0; from < table.columns.size(); from += kColumnsAtOnce) {
    const std::size_t to = std::min(table.columns.size(), from + kColumnsAtOnce);
    std::string sql = "SELECT count(*)";
    for (std::size_t i = from; i < to; ++i) {
      sql += ",\n  " + counts_sql(table.columns[i], kind, cells, database.dialect());
    }
    const Rows answer = database.ask(sql + "\nFROM " + table_sql(table, database.dialect()));
    const std::vector<std::string>& row = answer.at(0);
    rows = whole_number(row.at(0));
    for (std::size_t i = from; i < to; ++i) {
      const std::size_t at = 1 + (i - from) * kCountsOfColumn;
      const std::optional<double> bytes = base::parse_number(row.at(at + 2));
      ColumnCounts one{.column = table.columns[i].name,
                       .type = table.columns[i].type,
                       .known = whole_number(row.at(at)),
                       .distinct = std::nullopt,
                       .low = row.at(at + 3),
                       .high = row.at(at + 4),
                       .bytes = kBytesOfNumber};
      if (!row.at(at + 1).empty()) one.distinct = whole_number(row.at(at + 1));
      if (bytes) one.bytes = *bytes / static_cast<double>(std::max<std::int64_t>(1, rows));
      counts.push_back(std::move(one));
    }
  }
  if (kind == Kind::postgres) put_planned(database, table, rows, counts);
  return counts;
}

Sides count_sides(Database& database, const NamedTable& table, const std::string& side_sql,
                  const std::string& rows_sql) {
  Sides sides;
  const std::string where = rows_sql.empty() ? "" : "\nWHERE " + rows_sql;
  for (const auto& row :
       database.ask(fmt::format("SELECT {0} AS bestfit_side, count(*) FROM {1}{2}\nGROUP BY "
                                "bestfit_side",
                                side_sql, table_sql(table, database.dialect()), where))) {
    const std::int64_t rows = whole_number(row.at(1));
    const std::int64_t side = whole_number(row.at(0));
    (side == kBest ? sides.best : side == kOther ? sides.other : sides.unknown) += rows;
  }
  return sides;
}

bool has_few_groups(Database& database, const NamedTable& table, const Column& column) {
  const compile::Dialect& dialect = database.dialect();
  const Rows rows = database.ask(
      fmt::format("SELECT count(*) FROM (SELECT DISTINCT {} FROM {} LIMIT {}) AS values_of_group",
                  dialect.name(column.name), table_sql(table, dialect), kFewGroups + 1));
  return whole_number(rows.at(0).at(0)) <= kFewGroups;
}

std::int64_t count_rows(Database& database, const NamedTable& table) {
  const std::string sql = "SELECT count(*) FROM " + table_sql(table, database.dialect());
  return whole_number(database.ask(sql).at(0).at(0));
}

}  // namespace bestfit::warehouse
