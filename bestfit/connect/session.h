#pragma once

#include <string>

// The names are the C API's own.
struct _duckdb_connection;  // NOLINT(bugprone-reserved-identifier)
struct _duckdb_database;    // NOLINT(bugprone-reserved-identifier)

namespace bestfit::connect {

/// A DuckDB in memory that loads no extension and opens no network.
class Session {
 public:
  explicit Session(int threads);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  [[nodiscard]] _duckdb_connection* connection() const { return connection_; }
  /// Runs SQL and forgets its result.
  ///   returns  what went wrong; empty when nothing did
  [[nodiscard]] std::string run(const std::string& sql) const;

 private:
  _duckdb_database* database_ = nullptr;
  _duckdb_connection* connection_ = nullptr;
};

/// A name in SQL: "a""b".
std::string sql_name(const std::string& name);
/// A text in SQL: 'it''s'.
std::string sql_text(const std::string& text);

}  // namespace bestfit::connect
