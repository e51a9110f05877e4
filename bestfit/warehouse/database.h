#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/compile/dialect.h"
#include "bestfit/warehouse/address.h"

namespace bestfit::warehouse {

/// What a type of a database holds. `other`: what is read by its text (an enumeration, a UUID).
enum class Holds { other, text, whole, number, date, flag, list };

/// A column of a table, as the database declares it.
struct Column {
  std::string name;
  std::string type;
  bool is_text = false;  // a text, which may hold numbers
  bool is_key = false;   // of the table's primary key
  Holds holds = Holds::other;
};

/// A few rows, as texts; "" for NULL.
using Rows = std::vector<std::vector<std::string>>;

/// The parts of a name: "crm.accounts" has a schema, "\"a.b\"" is one name.
struct TableName {
  std::string schema;  // empty: the database's own
  std::string table;
};

/// One table scored into another.
struct Job {
  TableName source;
  TableName target;
  bool target_exists = false;
  std::vector<Column> kept;  // of the source, that stand beside the scores
  /// The compiled SELECT of the kept columns and the scores, of the rows that a condition asks for
  /// (empty: all).
  std::function<std::string(const std::string& rows_sql)> select;
};

/// A column that scores are written to, as each database declares it.
struct ScoreColumn {
  std::string_view name;
  std::string_view postgres;
  std::string_view clickhouse;
};
inline constexpr std::array<ScoreColumn, 7> kScoreColumns = {
    {{"icp_score", "integer", "Nullable(Int32)"},
     {"icp_tier", "text", "Nullable(String)"},
     {"icp_status", "text NOT NULL", "String"},
     {"icp_profile", "text", "Nullable(String)"},
     {"icp_probability", "double precision", "Nullable(Float64)"},
     {"icp_reasons", "text NOT NULL", "String"},
     {"icp_version", "text", "Nullable(String)"}}};

/// A connection to a database. Every function throws Error: unavailable when it cannot be reached
/// or dies, denied, missing, conflict, bad_input for what it refuses.
class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  [[nodiscard]] virtual const compile::Dialect& dialect() const = 0;
  virtual Rows ask(const std::string& sql) = 0;

  /// From here to `finish` what is read is of one moment, where the database has such a thing.
  virtual void begin() = 0;
  virtual void finish() = 0;
  /// Gives the rows of a SELECT of texts as they come, in pieces: cells with tabs between them, a
  /// line each, backslash escapes. A SELECT that fails has given no line that is wrong.
  virtual void copy(const std::string& select_sql,
                    const std::function<void(std::string_view)>& take) = 0;

  /// No column: there is no such table.
  virtual std::vector<Column> columns(const TableName& name) = 0;
  /// Tables that are there, at most 20.
  virtual std::vector<std::string> tables() = 0;
  /// Why a table cannot be put in the place of this one ("is a view"); empty when it can.
  virtual std::string fixed_because(const TableName& name) = 0;
  /// Makes good what a run that died in the middle left of the target.
  virtual void recover(const TableName& target) = 0;

  /// What `run` does, for people to read.
  virtual std::string script(const Job& job) = 0;
  /// Scores into a table beside the target, asks `counts_sql` of it, and puts it in the target's
  /// place in one step.
  ///   counts_sql  with {} for the table
  ///   returns     the answer
  virtual Rows run(const Job& job, std::string_view counts_sql, base::Progress& progress) = 0;
};

/// A count that was answered; 0 for what is none.
std::int64_t whole_number(const std::string& text);

/// Connects.
///   unharmed  what a message of a lost connection says: "The target is as it was"
std::unique_ptr<Database> open_database(const Address& address, const Credentials& credentials,
                                        const std::string& unharmed);
std::unique_ptr<Database> open_postgres(const Address& address, const Credentials& credentials,
                                        const std::string& unharmed);
std::unique_ptr<Database> open_clickhouse(const Address& address, const Credentials& credentials,
                                          const std::string& unharmed);

}  // namespace bestfit::warehouse
