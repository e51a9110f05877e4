#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/profile/profile.h"
#include "bestfit/recognise/format_options.h"

namespace bestfit::compile {

enum class SqlDialect { duckdb, postgres, clickhouse, snowflake, bigquery, spark, redshift };

/// The word for a dialect: "duckdb".
std::string_view dialect_name(SqlDialect dialect);
std::optional<SqlDialect> find_dialect(std::string_view name);

/// The parts of a name: crm.accounts has two, "one.name" in quotes is one.
///   option  that the name was given with, for the message
///   throws  Error(usage) for what is no name
std::vector<std::string> name_parts(std::string_view name, std::string_view option);

struct SqlOptions {
  SqlDialect dialect = SqlDialect::duckdb;
  std::string table = "accounts";  // dots part schema and table; "a.b" in quotes is one name
  std::string view;                // makes a view of that name; empty: a SELECT
  std::vector<std::string> keep;   // columns of the table that stay in the result; empty: all
  std::string rows_sql;            // with `keep`: a condition, in SQL, on the rows that are read
  bool typed = false;  // numbers, dates and booleans are in columns of such types: no text is read
  std::vector<std::string> text_columns;  // hold numbers as text, where the query cannot see it
  recognise::FormatOptions format;        // how text columns are written, as for `score`
  char separator = ';';                   // between the members of a set
};

/// One SELECT (or CREATE VIEW) that gives each row of a table what `bestfit score` adds: icp_score,
/// icp_tier, icp_status, icp_profile, icp_probability, icp_reasons, icp_version, with the same
/// values (docs/formats/compiled.md).
///   throws  Error(usage) for a name that cannot be one; Error(configuration) for a profile that
///           the dialect cannot hold
std::string sql(const profile::ProfileFile& file, const SqlOptions& options);

}  // namespace bestfit::compile
