#include <duckdb.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/batch_source.h"
#include "bestfit/connect/session.h"

namespace bestfit::connect {
namespace {

using table::Kind;

constexpr std::size_t kBatchCells = std::size_t{1} << 22;

/// A result that goes with its scope.
class Result {
 public:
  Result() = default;
  Result(const Result&) = delete;
  Result& operator=(const Result&) = delete;
  ~Result() { duckdb_destroy_result(&result_); }
  duckdb_result* get() { return &result_; }

 private:
  duckdb_result result_ = {};
};

/// How a column of the file is taken out of it.
struct Plan {
  Kind native = Kind::text;  // text: as VARCHAR
  std::string sql;
};

bool is_one_of(const std::string& type, std::initializer_list<std::string_view> types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

bool is_big_integer(const std::string& type) { return is_one_of(type, {"BIGINT", "UBIGINT"}); }

bool is_small_decimal(const std::string& type) {
  if (type.rfind("DECIMAL(", 0) != 0) return false;
  const auto width = base::parse_number(std::string_view(type).substr(8, type.find(',') - 8));
  return width && *width <= 15;
}

/// Types that a text of theirs can be cast back to.
bool casts_back(const std::string& type) {
  return type.rfind("TIMESTAMP", 0) == 0 || type.rfind("DECIMAL(", 0) == 0 ||
         is_one_of(type, {"TIME", "UUID", "HUGEINT", "BIGINT", "UBIGINT", "VARCHAR[]"});
}

Plan plan_of(const std::string& name, const std::string& type, bool beyond_double) {
  const std::string column = sql_name(name);
  const bool number = is_one_of(type, {"TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT",
                                       "UINTEGER", "FLOAT", "DOUBLE"}) ||
                      is_small_decimal(type) || (is_big_integer(type) && !beyond_double);
  if (number) return {.native = Kind::number, .sql = fmt::format("CAST({} AS DOUBLE)", column)};
  if (type == "BOOLEAN") {
    return {.native = Kind::flag, .sql = fmt::format("CAST({} AS DOUBLE)", column)};
  }
  if (type == "DATE") return {.native = Kind::date, .sql = column};
  if (type == "VARCHAR") return {.sql = column};
  if (type == "VARCHAR[]") return {.sql = fmt::format("array_to_string({}, ';')", column)};
  return {.sql = fmt::format("CAST({} AS VARCHAR)", column)};
}

/// A statement that is let go whatever happens, also where a source cannot be made.
class Prepared {
 public:
  Prepared() = default;
  ~Prepared() { duckdb_destroy_prepare(&statement_); }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  duckdb_prepared_statement* get() { return &statement_; }
  [[nodiscard]] duckdb_prepared_statement statement() const { return statement_; }

 private:
  duckdb_prepared_statement statement_ = nullptr;
};

class ParquetSource final : public BatchSource {
 public:
  explicit ParquetSource(Intake& intake)
      : intake_(intake),
        session_(intake.options.threads),
        from_(fmt::format("read_parquet({})", sql_text(intake.source.other_path()))) {
    describe();
    plan();
    start();
  }

  const std::vector<InputColumn>& columns() const override { return columns_; }
  std::string words() const override { return "Parquet"; }
  double share_read() const override {
    return rows_ == 0 ? 1.0 : static_cast<double>(rows_read_) / static_cast<double>(rows_);
  }

  bool next(Batch& batch) override {
    batch.columns.resize(columns_.size());
    for (std::size_t i = 0; i < plans_.size(); ++i) batch.columns[i].native = plans_[i].native;
    const std::size_t most =
        std::clamp(kBatchCells / columns_.size(), std::size_t{2048}, kBatchRows);
    while (!ended_ && batch.rows < most) {
      duckdb_data_chunk chunk = duckdb_fetch_chunk(*result_.get());
      if (chunk == nullptr) {
        ended_ = true;  // a stream must not be asked again
        break;
      }
      take(chunk, batch);
      duckdb_destroy_data_chunk(&chunk);
    }
    const char* failed = duckdb_result_error(result_.get());
    if (failed != nullptr && *failed != '\0') refuse(failed);
    rows_read_ += batch.rows;
    return batch.rows > 0;
  }

 private:
  [[noreturn]] void refuse(const std::string& words) const {
    throw Error(Fault::bad_input,
                fmt::format("'{}' cannot be read as Parquet: {}", intake_.source.name(),
                            words.substr(0, words.find('\n'))));
  }

  void query(const std::string& sql, Result& result) const {
    if (duckdb_query(session_.connection(), sql.c_str(), result.get()) == DuckDBSuccess) return;
    refuse(duckdb_result_error(result.get()));
  }

  /// Texts of one column of a result.
  static std::vector<std::string> texts(Result& result, idx_t column) {
    std::vector<std::string> out;
    for (idx_t row = 0; row < duckdb_row_count(result.get()); ++row) {
      char* text = duckdb_value_varchar(result.get(), column, row);
      out.emplace_back(text != nullptr ? text : "");
      duckdb_free(text);
    }
    return out;
  }

  void describe() {
    Result result;
    query("DESCRIBE SELECT * FROM " + from_, result);
    names_ = texts(result, 0);
    types_ = texts(result, 1);
    columns_ = named_columns(names_, intake_);
    for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].type = types_[i];
    Result count;
    query("SELECT count(*) FROM " + from_, count);
    rows_ = static_cast<std::size_t>(*base::parse_number(texts(count, 0).front()));
    if (rows_ > 0) return;
    throw Error(Fault::bad_input, fmt::format("'{}' has {} columns and no rows",
                                              intake_.source.name(), columns_.size()));
  }

  /// Whole numbers that a double does not hold are taken as text.
  void plan() {
    std::string sql;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (!is_big_integer(types_[i])) continue;
      const std::string column = sql_name(names_[i]);
      sql += fmt::format(
          "{}coalesce(max({}) > 9007199254740992 OR min({}) < -9007199254740992, "
          "false)",
          sql.empty() ? "SELECT " : ", ", column, column);
    }
    Result result;
    if (!sql.empty()) query(sql + " FROM " + from_, result);
    idx_t asked = 0;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const bool big = is_big_integer(types_[i]);
      const bool beyond = big && texts(result, asked).front() == "true";
      if (big) ++asked;
      plans_.push_back(plan_of(names_[i], types_[i], beyond));
      columns_[i].native = plans_[i].native;
      const bool kept = plans_[i].native != Kind::text || casts_back(types_[i]);
      if (!kept) columns_[i].type = "VARCHAR";
    }
  }

  void start() {
    std::string sql;
    for (const Plan& plan : plans_) sql += (sql.empty() ? "SELECT " : ", ") + plan.sql;
    sql += " FROM " + from_;
    if (duckdb_prepare(session_.connection(), sql.c_str(), prepared_.get()) != DuckDBSuccess) {
      refuse(duckdb_prepare_error(prepared_.statement()));
    }
    if (duckdb_execute_prepared_streaming(prepared_.statement(), result_.get()) != DuckDBSuccess) {
      refuse(duckdb_result_error(result_.get()));
    }
  }

  void take(duckdb_data_chunk chunk, Batch& batch) const {
    const auto rows = static_cast<std::size_t>(duckdb_data_chunk_get_size(chunk));
    for (std::size_t i = 0; i < plans_.size(); ++i) {
      duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, i);
      RawColumn& column = batch.columns[i];
      if (plans_[i].native == Kind::text) {
        take_texts(vector, rows, column, batch);
      } else if (plans_[i].native == Kind::date) {
        take_numbers<std::int32_t>(vector, rows, column);
      } else {
        take_numbers<double>(vector, rows, column);
      }
    }
    batch.rows += rows;
  }

  template <typename Value>
  static void take_numbers(duckdb_vector vector, std::size_t rows, RawColumn& column) {
    const auto* values = static_cast<const Value*>(duckdb_vector_get_data(vector));
    uint64_t* validity = duckdb_vector_get_validity(vector);
    for (std::size_t row = 0; row < rows; ++row) {
      const bool known = validity == nullptr || duckdb_validity_row_is_valid(validity, row);
      const double value = known ? static_cast<double>(values[row]) : table::kMissing;
      column.numbers.push_back(std::isfinite(value) ? value : table::kMissing);
    }
  }

  static void take_texts(duckdb_vector vector, std::size_t rows, RawColumn& column, Batch& batch) {
    auto* values = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector));
    uint64_t* validity = duckdb_vector_get_validity(vector);
    std::string& bytes = batch.unescaped.emplace_back();
    std::vector<std::size_t> ends;
    for (std::size_t row = 0; row < rows; ++row) {
      const bool known = validity == nullptr || duckdb_validity_row_is_valid(validity, row);
      if (known)
        bytes.append(duckdb_string_t_data(&values[row]), duckdb_string_t_length(values[row]));
      ends.push_back(known ? bytes.size() : SIZE_MAX);
    }
    std::size_t start = 0;
    for (const std::size_t end : ends) {
      const bool known = end != SIZE_MAX;
      column.texts.push_back(known ? std::string_view(bytes).substr(start, end - start)
                                   : std::string_view());
      if (known) start = end;
    }
  }

  Intake& intake_;
  Session session_;
  std::string from_;
  std::vector<std::string> names_;
  std::vector<std::string> types_;
  std::vector<InputColumn> columns_;
  std::vector<Plan> plans_;
  Prepared prepared_;
  Result result_;
  std::size_t rows_ = 0;
  std::size_t rows_read_ = 0;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<BatchSource> parquet_source(Intake& intake) {
  return std::make_unique<ParquetSource>(intake);
}

}  // namespace bestfit::connect
