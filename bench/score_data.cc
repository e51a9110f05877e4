// Writes made-up accounts as a CRM has them, 12 columns, to score with bench/score_card.toml: text
// ids, names and domains, numbers, categories, a set, a date, a flag; some cells missing. DuckDB
// computes each cell from a hash of seed, row and column: the same rows on any number of threads.
//   bench_score_data ROWS SEED FILE [FILE …]     each ends in .parquet or .csv

#include <duckdb.h>
#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

/// SQL for a number in [0, 1) that belongs to row i and to `use`.
std::string uniform(std::int64_t seed, int use) {
  return fmt::format("((hash(i, {}, {}) >> 12)::DOUBLE / 4503599627370496e0)", use, seed);
}

/// One of the words, the first ones more often.
std::string one_of(std::int64_t seed, int use, const std::string& words, int count) {
  const std::string drawn = uniform(seed, use);
  return fmt::format("({})[1 + floor({} * {} * {})::INT]", words, drawn, drawn, count);
}

std::string missing(std::int64_t seed, int use, const std::string& share, const std::string& cell) {
  return fmt::format("CASE WHEN {} < {} THEN NULL ELSE {} END", uniform(seed, use), share, cell);
}

/// A size that is spread as those of companies are: over some powers of ten.
std::string size(std::int64_t seed, int use, const std::string& powers) {
  const std::string drawn = uniform(seed, use);
  return fmt::format("floor(pow(10e0, {} * {} * 2e0 - {} * {} * {}))::BIGINT", powers, drawn,
                     powers, drawn, drawn);
}

constexpr const char* kIndustries =
    "['Software', 'Retail', 'Manufacturing', 'Financial Services', 'Healthcare', 'Logistics', "
    "'Construction', 'Education', 'Media', 'Energy', 'Telecommunications', 'Insurance', "
    "'Real Estate', 'Hospitality', 'Agriculture', 'Legal Services', 'Pharmaceuticals', "
    "'Automotive', 'Aerospace', 'Public Sector']";
constexpr const char* kCountries =
    "['US', 'GB', 'DE', 'FR', 'NL', 'SE', 'NO', 'CA', 'ES', 'IT', 'PL', 'BR', 'IN', 'AU', 'JP', "
    "'CH', 'AT', 'DK', 'FI', 'BE', 'IE', 'PT', 'CZ', 'SG', 'KR', 'MX', 'ZA', 'AE', 'IL', 'NZ']";
constexpr const char* kStages =
    "['Bootstrapped', 'Seed', 'Series A', 'Series B', 'Series C', 'Public']";
constexpr const char* kTools =
    "['Salesforce', 'HubSpot', 'AWS', 'Google Cloud', 'Azure', 'SAP', 'Snowflake', 'Workday', "
    "'Slack', 'Zendesk', 'Shopify', 'Stripe']";

std::string query(std::int64_t rows, std::int64_t seed) {
  const auto tool = [&](int use) {
    return missing(seed, use, "35e-2", one_of(seed, use + 1, kTools, 12));
  };
  return fmt::format(
      "SELECT i + 100000 AS account_id, 'Company ' || (hash(i, 1, {}) % 1000000)::VARCHAR AS name,"
      " 'c' || i::VARCHAR || '.example' AS domain, {} AS country, {} AS industry, {} AS employees,"
      " {} AS revenue, {} AS growth, {} AS stage, nullif(concat_ws(';', {}, {}, {}), '') AS"
      " technologies, (DATE '1980-01-01' + floor({} * 16000)::INT) AS founded,"
      " CASE WHEN {} < 3e-1 THEN 'yes' ELSE 'no' END AS exporter FROM range({}) AS rows(i)",
      seed, missing(seed, 10, "2e-2", one_of(seed, 11, kCountries, 30)),
      missing(seed, 12, "4e-2", one_of(seed, 13, kIndustries, 20)),
      missing(seed, 14, "5e-2", size(seed, 15, "48e-1")),
      missing(seed, 16, "1e-1", size(seed, 17, "95e-1")),
      missing(seed, 18, "1e-1", fmt::format("round({} * 12e1 - 3e1, 1)", uniform(seed, 19))),
      missing(seed, 20, "15e-2", one_of(seed, 21, kStages, 6)), tool(22), tool(24), tool(26),
      uniform(seed, 28), uniform(seed, 29), rows);
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
    if (count < 4) throw std::runtime_error("usage: bench_score_data ROWS SEED FILE [FILE …]");
    if (duckdb_open(nullptr, &database) == DuckDBError ||
        duckdb_connect(database, &connection) == DuckDBError) {
      throw std::runtime_error("bench_score_data: DuckDB does not open");
    }
    const std::string rows =
        query(std::strtoll(words[1], nullptr, 10), std::strtoll(words[2], nullptr, 10));
    for (int i = 3; i < count; ++i) {
      const std::string file = words[i];
      const char* form = file.ends_with(".csv") ? "CSV, HEADER" : "PARQUET";
      run(connection, fmt::format("COPY ({}) TO '{}' (FORMAT {})", rows, file, form));
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    status = 1;
  }
  duckdb_disconnect(&connection);
  duckdb_close(&database);
  return status;
}
