// DuckDB's side of bench/score: the card of bench/score_card.toml as SQL CASE, on the same file.
//   bench_score_duckdb WHAT THREADS IN OUT     IN and OUT end in .csv or .parquet
//     sum    the sum of the scores; OUT is not written
//     short  all columns, score and tier
//     whole  all columns and all that `bestfit score` adds; reasons are not put in order

#include <duckdb.h>
#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct Line {
  const char* label;
  const char* condition;  // empty: else
  int points;
};

struct Attribute {
  const char* name;
  std::vector<Line> lines;
};

std::vector<Attribute> card() {
  const char* both =
      "contains(';' || technologies || ';', ';Salesforce;') AND contains(';' || technologies || "
      "';', ';AWS;')";
  return {
      {"employees",
       {{"not known", "employees IS NULL", 4},
        {"under 10", "employees < 10", 0},
        {"10–49", "employees < 50", 5},
        {"50–249", "employees < 250", 15},
        {"250–999", "employees < 1000", 20},
        {"1000 or more", "", 11}}},
      {"revenue",
       {{"not known", "revenue IS NULL", 3},
        {"under 1M", "revenue < 1000000", 0},
        {"1M–10M", "revenue < 10000000", 7},
        {"10M–100M", "revenue < 100000000", 15},
        {"100M or more", "", 9}}},
      {"growth",
       {{"not known", "growth IS NULL", 2},
        {"shrinking", "growth < 0", 0},
        {"0–25", "growth < 25", 4},
        {"25 or more", "", 10}}},
      {"industry",
       {{"not known", "industry IS NULL", 5},
        {"Software, Media", "industry IN ('Software', 'Media')", 20},
        {"Financial Services, Insurance", "industry IN ('Financial Services', 'Insurance')", 14},
        {"Healthcare, Pharmaceuticals", "industry IN ('Healthcare', 'Pharmaceuticals')", 8},
        {"any other", "", 0}}},
      {"country",
       {{"not known", "country IS NULL", 2},
        {"US, CA, GB, IE", "country IN ('US', 'CA', 'GB', 'IE')", 10},
        {"DE, AT, CH, NL", "country IN ('DE', 'AT', 'CH', 'NL')", 7},
        {"any other", "", 0}}},
      {"stage",
       {{"not known", "stage IS NULL", 3},
        {"Series A, Series B", "stage IN ('Series A', 'Series B')", 10},
        {"Series C", "stage = 'Series C'", 6},
        {"any other", "", 0}}},
      {"technologies",
       {{"not known", "technologies IS NULL", 2},
        {"Salesforce and AWS", both, 15},
        {"Salesforce", "contains(';' || technologies || ';', ';Salesforce;')", 10},
        {"HubSpot", "contains(';' || technologies || ';', ';HubSpot;')", 6},
        {"any other", "", 0}}},
  };
}

std::string when(const char* condition, const std::string& value) {
  return *condition == '\0' ? " ELSE " + value : fmt::format(" WHEN {} THEN {}", condition, value);
}

std::string points() {
  std::string sum;
  for (const Attribute& attribute : card()) {
    std::string lines;
    for (const Line& line : attribute.lines) {
      lines += when(line.condition, std::to_string(line.points));
    }
    sum += fmt::format("{}CASE{} END", sum.empty() ? "" : " + ", lines);
  }
  return fmt::format("CASE WHEN industry = 'Public Sector' THEN NULL ELSE {} END", sum);
}

std::string reasons() {
  std::string parts;
  for (const Attribute& attribute : card()) {
    std::string lines;
    for (const Line& line : attribute.lines) {
      const std::string text = fmt::format("'{} {} +{}'", attribute.name, line.label, line.points);
      lines += when(line.condition, line.points == 0 ? "NULL" : text);
    }
    parts += fmt::format(", CASE{} END", lines);
  }
  return fmt::format(
      "CASE WHEN industry = 'Public Sector' THEN 'no public sector' ELSE concat_ws('; '{}) END",
      parts);
}

std::string steps(const std::vector<std::pair<int, std::string>>& from) {
  std::string sql = "CASE";
  for (const auto& [least, value] : from) {
    sql += fmt::format(" WHEN icp_score >= {} THEN {}", least, value);
  }
  return sql + " END";
}

std::string query(const std::string& what, const std::string& in) {
  const std::string from = fmt::format("FROM '{}'", in);
  if (what == "sum") return fmt::format("SELECT sum({}) {}", points(), from);
  const std::string tier = steps({{65, "'A'"}, {50, "'B'"}, {35, "'C'"}, {0, "'D'"}});
  const std::string scored = fmt::format("(SELECT *, {} AS icp_score {})", points(), from);
  if (what == "short") return fmt::format("SELECT *, {} AS icp_tier FROM {}", tier, scored);
  return fmt::format(
      "SELECT *, {} AS icp_tier, CASE WHEN icp_score IS NULL THEN 'disqualified' ELSE 'scored' END "
      "AS icp_status, CASE WHEN icp_score IS NOT NULL THEN 'Mid-size software' END AS icp_profile, "
      "{} AS icp_probability, {} AS icp_reasons, 'bench-1' AS icp_version FROM {}",
      tier, steps({{65, "43e-2"}, {50, "21e-2"}, {35, "8e-2"}, {0, "2e-2"}}), reasons(), scored);
}

void run(duckdb_connection connection, const std::string& sql) {
  duckdb_result result;
  const bool failed = duckdb_query(connection, sql.c_str(), &result) == DuckDBError;
  const std::string why = failed ? duckdb_result_error(&result) : "";
  duckdb_destroy_result(&result);
  if (failed) throw std::runtime_error(why);
}

}  // namespace

int main(int count, char** words) {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  int status = 0;
  try {
    if (count != 5) throw std::runtime_error("usage: bench_score_duckdb WHAT THREADS IN OUT");
    if (duckdb_open(nullptr, &database) == DuckDBError ||
        duckdb_connect(database, &connection) == DuckDBError) {
      throw std::runtime_error("bench_score_duckdb: DuckDB does not open");
    }
    run(connection, fmt::format("SET threads = {}", words[2]));
    const std::string out = words[4];
    const std::string sql = query(words[1], words[3]);
    const char* form = out.ends_with(".csv") ? "CSV, HEADER" : "PARQUET";
    run(connection, std::string(words[1]) == "sum"
                        ? sql
                        : fmt::format("COPY ({}) TO '{}' (FORMAT {})", sql, out, form));
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    status = 1;
  }
  duckdb_disconnect(&connection);
  duckdb_close(&database);
  return status;
}
