#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bestfit/profile/profile.h"
#include "bestfit/recognise/format_options.h"

namespace bestfit::compile {

enum class SqlDialect { duckdb, postgres, clickhouse, snowflake, bigquery, spark, redshift };

/// The word for a dialect: "duckdb".
std::string_view dialect_name(SqlDialect dialect);
std::optional<SqlDialect> find_dialect(std::string_view name);

/// The parts of a name: crm.accounts has two, "one.name" in quotes is one, where "" stands
/// for a quote.
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
  std::vector<std::string> list_columns;  // hold lists of texts
  recognise::FormatOptions format;        // how text columns are written, as for `score`
  char separator = ';';                   // between the members of a set
};

/// One SELECT (or CREATE VIEW) that gives each row of a table what `bestfit score` adds: icp_score,
/// icp_tier, icp_status, icp_profile, icp_probability, icp_reasons, icp_version, with the same
/// values (docs/formats/compiled.md).
///   throws  Error(usage) for a name that cannot be one; Error(configuration) for a profile that
///           the dialect cannot hold
std::string sql(const profile::ProfileFile& file, const SqlOptions& options);

/// A bin whose rows are counted.
struct CountedBin {
  std::size_t profile = 0;    // of the file
  std::size_t criterion = 0;  // of the profile's card
  int bin = 0;                // of the criterion; kNotKnownBin, kAnyOtherBin
};
inline constexpr int kNotKnownBin = -1;  // the value is not known
inline constexpr int kAnyOtherBin = -2;  // it is in no bin that the criterion names

/// A query that counts rows, and what its last columns are.
struct CountsSql {
  std::string sql;
  std::vector<CountedBin> bins;  // one a column
};

/// One SELECT that counts the rows of a table by score: icp_score, icp_status, icp_profile, then
/// what `by` names, then `rows`, then for each bin of each attribute the rows that are in it. An
/// attribute that several profiles have in common is there once.
///   options  `keep` and `view` say nothing here
///   by       names, not columns of the table, and SQL over the table's columns; not empty, and
///            never NULL
///   throws   as sql
CountsSql counts_sql(const profile::ProfileFile& file, const SqlOptions& options,
                     const std::vector<std::pair<std::string, std::string>>& by);

}  // namespace bestfit::compile
