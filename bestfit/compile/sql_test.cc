#include "bestfit/compile/sql.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "bestfit/base/error.h"
#include "bestfit/compile/dialect.h"
#include "bestfit/profile/profile_file.h"

// That the SQL means what the engine means is held by tests/differential, which runs it.
namespace bestfit::compile {
namespace {

constexpr const char* kCard = R"(
version = "v'1"
[[profile]]
name = "Main"
known_min = 0
[[profile.score]]
column = "in\"du`stry"
kind = "category"
bins = [
  { label = "it's\u000A; DROP TABLE a", values = ["Bank", "bank ", "N/A"], points = 60 },
  { label = "nobody", values = ["none"], points = 1 },
]
[[profile.score]]
column = "size"
kind = "number"
bins = [ { label = "large", from = 0.30000000000000004, points = 40 } ]
)";

std::string sql_of(SqlDialect dialect, bool typed = false) {
  return sql(profile::parse_profile(kCard, "card"),
             {.dialect = dialect, .table = "crm.accounts", .typed = typed});
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Sql, QuotesNamesAndTextsAsTheDialectDoes) {
  const std::string duckdb = sql_of(SqlDialect::duckdb);
  EXPECT_TRUE(has(duckdb, R"("in""du`stry")"));
  EXPECT_TRUE(has(duckdb, R"(FROM "crm"."accounts")"));
  EXPECT_TRUE(has(duckdb, R"('v''1')"));
  EXPECT_TRUE(has(duckdb, R"(E'; in"du`stry it\'s\n; DROP TABLE a +60')"));
  const std::string clickhouse = sql_of(SqlDialect::clickhouse);
  EXPECT_TRUE(has(clickhouse, R"(`in"du\`stry`)"));
  EXPECT_TRUE(has(clickhouse, R"('v\'1')"));
  EXPECT_TRUE(has(sql_of(SqlDialect::spark), "`in\"du``stry`"));
}

TEST(Sql, KeepsTheColumnsAndReadsTheRowsThatAreAskedFor) {
  const auto text_of = [](SqlDialect dialect) {
    return sql(profile::parse_profile(kCard, "card"),
               {.dialect = dialect, .keep = {"id", "size"}, .rows_sql = "id > 7"});
  };
  const std::string postgres = text_of(SqlDialect::postgres);
  EXPECT_TRUE(has(postgres,
                  R"(FROM (SELECT "id", "size", "in""du`stry" FROM "accounts" WHERE id > 7) AS)"));
  EXPECT_TRUE(has(postgres, R"(  (this_row)."id" AS "id", (this_row)."size" AS "size",)"));
  const std::string clickhouse = text_of(SqlDialect::clickhouse);
  EXPECT_TRUE(has(clickhouse, "SELECT\n  `id`, `size`,\n"));
  EXPECT_TRUE(has(clickhouse, "WHERE id > 7\n"));
}

TEST(Sql, SaysOnceWhatProfilesHaveInCommon) {
  profile::ProfileFile file = profile::parse_profile(kCard, "card");
  file.profiles.push_back(file.profiles.front());
  file.profiles.back().name = "Second";
  const std::string text = sql(file, {});
  const std::size_t first = text.find("THEN 1  -- large: 40 points");
  EXPECT_NE(first, std::string::npos);
  EXPECT_EQ(text.find("THEN 1  -- large: 40 points", first + 1), std::string::npos);
  EXPECT_TRUE(has(text, "WHEN best_profile = 2 THEN 'Second'"));
}

TEST(Sql, NoTextEndsAComment) {
  for (const SqlDialect dialect :
       {SqlDialect::duckdb, SqlDialect::postgres, SqlDialect::clickhouse, SqlDialect::redshift}) {
    const std::string text = sql_of(dialect);
    EXPECT_TRUE(has(text, "-- it's ; DROP TABLE a: 60 points"));
    EXPECT_FALSE(has(text, "\n; DROP")) << dialect_name(dialect);
  }
}

TEST(Sql, FoldsLabelsOnceAndDropsWhatNeverMatches) {
  const std::string text = sql_of(SqlDialect::duckdb);
  EXPECT_TRUE(has(text, "IN ('bank') THEN 1"));
  EXPECT_TRUE(has(text, "WHEN 1 = 0 THEN 2"));  // "none" is not known
}

TEST(Sql, KeepsADoubleADouble) {
  EXPECT_TRUE(has(sql_of(SqlDialect::duckdb), ">= 0.30000000000000004e0 THEN"));
  const auto clickhouse = make_dialect(SqlDialect::clickhouse);
  EXPECT_EQ(clickhouse->number(50.0), "50");
  EXPECT_EQ(clickhouse->number(5e-324), "(1 * 2.2250738585072014e-308 / 4503599627370496)");
}

TEST(Sql, TypedReadsNoTextAsANumber) {
  EXPECT_TRUE(has(sql_of(SqlDialect::duckdb), "MXN"));
  EXPECT_FALSE(has(sql_of(SqlDialect::duckdb, true), "MXN"));
}

TEST(Sql, RefusesWhatTheDatabaseCannotHold) {
  const profile::ProfileFile file = profile::parse_profile(kCard, "card");
  const auto fault_of = [](const profile::ProfileFile& profiles, const SqlOptions& options) {
    try {
      sql(profiles, options);
    } catch (const Error& error) {
      return error.fault();
    }
    return Fault::conflict;
  };
  EXPECT_EQ(fault_of(file, {.dialect = SqlDialect::bigquery}), Fault::configuration);
  EXPECT_EQ(fault_of(file, {.table = "a..b"}), Fault::usage);
  EXPECT_EQ(fault_of(file, {.table = "\"open"}), Fault::usage);
  profile::ProfileFile nul = file;
  nul.profiles[0].score[0].bins[0].values.emplace_back(1, '\0');
  EXPECT_EQ(fault_of(nul, {}), Fault::configuration);
  profile::ProfileFile line = file;
  line.profiles[0].score[0].column = "a\nb";
  EXPECT_EQ(fault_of(line, {}), Fault::configuration);
}

TEST(Sql, SaysWhereItWasNotRun) {
  EXPECT_TRUE(has(sql_of(SqlDialect::snowflake), "-- Not run on Snowflake"));
  EXPECT_FALSE(has(sql_of(SqlDialect::postgres), "Not run on"));
}

}  // namespace
}  // namespace bestfit::compile
