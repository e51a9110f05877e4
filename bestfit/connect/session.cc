#include "bestfit/connect/session.h"

#include <duckdb.h>
#include <fmt/format.h>

#include "bestfit/base/error.h"

namespace bestfit::connect {
namespace {

std::string doubled(const std::string& text, char quote) {
  std::string out(1, quote);
  for (const char letter : text) {
    if (letter == quote) out += quote;
    out += letter;
  }
  out += quote;
  return out;
}

}  // namespace

Session::Session(int threads) {
  check(threads >= 1, "Session: threads >= 1");
  check(duckdb_open(nullptr, &database_) == DuckDBSuccess, "Session: DuckDB opens in memory");
  check(duckdb_connect(database_, &connection_) == DuckDBSuccess, "Session: DuckDB connects");
  const std::string failed =
      run(fmt::format("SET threads = {}; SET autoinstall_known_extensions = false; "
                      "SET autoload_known_extensions = false; SET enable_progress_bar = false",
                      threads));
  check(failed.empty(), "Session: DuckDB takes its settings");
}

Session::~Session() {
  duckdb_disconnect(&connection_);
  duckdb_close(&database_);
}

std::string Session::run(const std::string& sql) const {
  duckdb_result result;
  std::string failed;
  if (duckdb_query(connection_, sql.c_str(), &result) != DuckDBSuccess) {
    const char* words = duckdb_result_error(&result);
    failed = words != nullptr ? words : "unknown error";
  }
  duckdb_destroy_result(&result);
  return failed;
}

std::string sql_name(const std::string& name) { return doubled(name, '"'); }
std::string sql_text(const std::string& text) { return doubled(text, '\''); }

}  // namespace bestfit::connect
