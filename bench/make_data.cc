// Writes a flat table to measure with: made-up accounts, 60 % numbers and 40 % categories, 5 % of
// cells missing, an outcome that six columns drive. DuckDB computes each cell from a hash of seed,
// row and column, so that the table is the same on any number of threads.
//   make_data FILE ROWS COLUMNS SEED [no-outcome]     FILE ends in .parquet or .csv

#include <duckdb.h>
#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct Request {
  std::string file;
  std::int64_t rows = 0;
  int columns = 0;  // attributes, without id and outcome
  std::int64_t seed = 0;
  bool outcome = true;
};

/// SQL for a number in (0, 1) that belongs to row i and to `use`. Literals have an exponent:
/// without one they are decimals, and ten times as slow.
std::string uniform(const Request& request, int use) {
  return fmt::format("(((hash(i, {}, {}) >> 12)::DOUBLE + 5e-1) / 4503599627370496e0)", use,
                     request.seed);
}

/// A standard normal (Box and Muller 1958).
std::string normal(const Request& request, int use) {
  return fmt::format("(sqrt(-2e0 * ln({})) * cos(6283185307179586e-15 * {}))",
                     uniform(request, 2 * use), uniform(request, 2 * use + 1));
}

int numbers_of(const Request& request) { return (request.columns * 3 + 2) / 5; }

std::string number_cell(const Request& request, int column) {
  const std::string drawn = normal(request, column);
  if (column % 3 == 0) return fmt::format("round(140e0 * exp(12e-1 * {}))::BIGINT", drawn);
  if (column % 3 == 1) return fmt::format("round({}, 3)", drawn);
  return fmt::format("round(50e0 + 20e0 * {}, 1)", drawn);
}

std::string category_cell(const Request& request, int column) {
  const int levels = 4 + column % 9;
  const std::string drawn = uniform(request, 1000 + column);
  return fmt::format("'level ' || floor({} * sqrt({}) * {})::INT", drawn, drawn, levels);
}

/// Log-odds of winning: a peak, two slopes, three categories.
std::string log_odds() {
  return "-31e-1 + 13e-1 * (n0 BETWEEN 60 AND 600)::DOUBLE + 7e-1 * n1 + 3e-2 * (n2 - 50)"
         " + 9e-1 * (c0 IN ('level 0', 'level 2'))::DOUBLE + 8e-1 * (c1 = 'level 1')::DOUBLE"
         " - 9e-1 * (c2 = 'level 3')::DOUBLE";
}

std::string query(const Request& request) {
  const int numbers = numbers_of(request);
  std::string cells;
  std::string shown;
  for (int column = 0; column < request.columns; ++column) {
    const bool number = column < numbers;
    const int place = number ? column : column - numbers;
    const std::string name = fmt::format("{}{}", number ? 'n' : 'c', place);
    const std::string cell = number ? number_cell(request, place) : category_cell(request, place);
    cells += fmt::format(", {} AS {}", cell, name);
    shown += fmt::format(", CASE WHEN {} < 5e-2 THEN NULL ELSE {} END AS {}",
                         uniform(request, 2000 + column), name, name);
  }
  const std::string won =
      fmt::format(", CASE WHEN {} < 1 / (1 + exp(-({}))) THEN 'yes' ELSE 'no' END AS won",
                  uniform(request, 3000), log_odds());
  return fmt::format("SELECT i AS id{}{} FROM (SELECT i{} FROM range({}) AS rows(i))", shown,
                     request.outcome ? won : "", cells, request.rows);
}

void run(duckdb_connection connection, const std::string& sql) {
  duckdb_result result;
  const bool failed = duckdb_query(connection, sql.c_str(), &result) == DuckDBError;
  const std::string why = failed ? duckdb_result_error(&result) : "";
  duckdb_destroy_result(&result);
  if (failed) throw std::runtime_error(why);
}

Request request_of(const std::vector<std::string>& words) {
  if (words.size() < 4) throw std::runtime_error("make_data FILE ROWS COLUMNS SEED [no-outcome]");
  Request request;
  request.file = words[0];
  request.rows = std::strtoll(words[1].c_str(), nullptr, 10);
  request.columns = std::atoi(words[2].c_str());
  request.seed = std::strtoll(words[3].c_str(), nullptr, 10);
  request.outcome = words.size() == 4;
  if (request.columns < 8) throw std::runtime_error("make_data: at least 8 columns");
  return request;
}

}  // namespace

int main(int count, char** words) {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  int status = 0;
  try {
    const Request request = request_of(std::vector<std::string>(words + 1, words + count));
    if (duckdb_open(nullptr, &database) == DuckDBError ||
        duckdb_connect(database, &connection) == DuckDBError) {
      throw std::runtime_error("make_data: DuckDB does not open");
    }
    const char* form = request.file.ends_with(".csv") ? "CSV, HEADER" : "PARQUET";
    run(connection,
        fmt::format("COPY ({}) TO '{}' (FORMAT {})", query(request), request.file, form));
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    status = 1;
  }
  duckdb_disconnect(&connection);
  duckdb_close(&database);
  return status;
}
