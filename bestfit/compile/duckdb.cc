#include <fmt/format.h>

#include "bestfit/compile/dialect.h"

namespace bestfit::compile {
namespace {

/// Types are looked at with typeof, which DuckDB knows when it plans: what does not apply costs
/// nothing. Its lower() is Unicode's simple mapping, as the engine's.
class DuckDb final : public Dialect {
 public:
  std::string heading() const override { return "DuckDB"; }
  bool is_tested() const override { return true; }
  std::string double_type() const override { return "DOUBLE"; }

  std::string literal(std::string_view text) const override {
    return literal_with_escapes(text, "\n\r\t");
  }
  std::string set_cell(const std::string& column_sql, char mark) const override {
    return fmt::format(
        "CASE WHEN typeof({0}) LIKE '%]' THEN array_to_string(TRY_CAST({0} AS VARCHAR[]), {1}) "
        "ELSE CAST({0} AS VARCHAR) END",
        column_sql, literal(std::string(1, mark)));
  }
  std::string lower(const std::string& text_sql, const Capitals& /*all known*/) const override {
    return "lower(" + text_sql + ")";
  }
  std::string matches(const std::string& text_sql, const std::string& pattern) const override {
    return fmt::format("regexp_matches({}, {})", text_sql, literal(pattern));
  }
  std::string replaced(const std::string& text_sql, const std::string& pattern,
                       const std::string& by) const override {
    return fmt::format("regexp_replace({}, {}, {}, 'g')", text_sql, literal(pattern), literal(by));
  }
  std::string contains(const std::string& text_sql, const std::string& part) const override {
    return fmt::format("contains({}, {})", text_sql, literal(part));
  }
  std::string is_number_typed(const std::string& column_sql) const override {
    return fmt::format("typeof({}) IN ('DOUBLE', 'FLOAT', 'BIGINT', 'INTEGER', 'SMALLINT')",
                       column_sql);
  }
  std::string typed_number(const std::string& column_sql) const override {
    return fmt::format(
        "CASE WHEN isfinite(TRY_CAST({0} AS DOUBLE)) THEN TRY_CAST({0} AS DOUBLE) END", column_sql);
  }
  std::string parsed_number(const std::string& text_sql) const override {
    return fmt::format(
        "CASE WHEN isfinite(TRY_CAST({0} AS DOUBLE))\n"
        "        AND (TRY_CAST({0} AS DOUBLE) <> 0 OR NOT {1}) THEN TRY_CAST({0} AS DOUBLE) END",
        text_sql, matches(text_sql, "^[^eE]*[1-9]"));
  }
  std::string parsed_digits(const std::string& text_sql) const override {
    return fmt::format("TRY_CAST({} AS DOUBLE)", text_sql);
  }
  std::string date(const std::string& column_sql, const std::string& text_sql) const override {
    return fmt::format(
        "CASE WHEN typeof({0}) IN ('DATE', 'TIMESTAMP') THEN TRY_CAST({0} AS DATE)\n"
        "      WHEN {1} THEN TRY_CAST({2} AS DATE) END",
        column_sql, matches(text_sql, iso_date_pattern()),
        fmt::format("replace(replace(regexp_extract({}, '^[0-9]+.[0-9]+.[0-9]+'), '/', '-'), '.', "
                    "'-')",
                    text_sql));
  }
};

}  // namespace

std::unique_ptr<Dialect> duckdb_dialect() { return std::make_unique<DuckDb>(); }

}  // namespace bestfit::compile
