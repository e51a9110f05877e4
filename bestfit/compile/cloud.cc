#include <fmt/format.h>

#include "bestfit/compile/dialect.h"

namespace bestfit::compile {
namespace {

constexpr std::string_view kFirstDate = "^[0-9]+.[0-9]+.[0-9]+";

class Snowflake final : public Dialect {
 public:
  std::string heading() const override { return "Snowflake"; }
  std::string double_type() const override { return "DOUBLE"; }
  std::string literal(std::string_view text) const override { return escaped(text, '\''); }
  std::string cell(const std::string& column_sql) const override {
    return "TO_VARCHAR(" + column_sql + ")";
  }
  std::string matches(const std::string& text_sql, const std::string& pattern) const override {
    return fmt::format("REGEXP_INSTR({}, {}) > 0", text_sql, literal(pattern));
  }
  std::string replaced(const std::string& text_sql, const std::string& pattern,
                       const std::string& by) const override {
    return fmt::format("REGEXP_REPLACE({}, {}, {})", text_sql, literal(pattern), literal(by));
  }
  std::string contains(const std::string& text_sql, const std::string& part) const override {
    return fmt::format("CONTAINS({}, {})", text_sql, literal(part));
  }
  std::string pattern_letter(std::string_view /*hexadecimal*/) const override { return "\xC2\xA0"; }
  std::string is_number_typed(const std::string& column_sql) const override {
    return fmt::format("NOT IS_VARCHAR(TO_VARIANT({}))", column_sql);
  }
  std::string typed_number(const std::string& column_sql) const override {
    return finite(fmt::format("AS_DOUBLE(TO_VARIANT({}))", column_sql));
  }
  std::string parsed_number(const std::string& text_sql) const override {
    return fmt::format("TRY_TO_DOUBLE({})", text_sql);
  }
  std::string date(const std::string& /*column_sql*/, const std::string& text_sql) const override {
    return fmt::format(
        "CASE WHEN {} THEN TRY_TO_DATE(TRANSLATE(REGEXP_SUBSTR({}, {}), '/.', '--'), 'YYYY-MM-DD') "
        "END",
        matches(text_sql, iso_date_pattern()), text_sql, literal(kFirstDate));
  }
  std::string days_between(const std::string& from_sql, const std::string& to_sql) const override {
    return fmt::format("DATEDIFF('day', {}, {})", from_sql, to_sql);
  }
};

class BigQuery final : public Dialect {
 public:
  std::string heading() const override { return "BigQuery"; }
  Layers layers() const override { return Layers::except; }
  std::string text_type() const override { return "STRING"; }
  std::string double_type() const override { return "FLOAT64"; }
  std::string name(std::string_view text) const override { return escaped(text, '`'); }
  /// "Flexible column names" of its documentation.
  bool has_name(std::string_view text) const override {
    return !text.empty() && text.find_first_of("!\"$()*,./;?@[\\]^`{}~") == std::string_view::npos;
  }
  std::string literal(std::string_view text) const override { return escaped(text, '\''); }
  std::string matches(const std::string& text_sql, const std::string& pattern) const override {
    return fmt::format("REGEXP_CONTAINS({}, {})", text_sql, literal(pattern));
  }
  std::string replaced(const std::string& text_sql, const std::string& pattern,
                       const std::string& by) const override {
    return fmt::format("REGEXP_REPLACE({}, {}, {})", text_sql, literal(pattern), literal(by));
  }
  std::string contains(const std::string& text_sql, const std::string& part) const override {
    return fmt::format("STRPOS({}, {}) > 0", text_sql, literal(part));
  }
  std::string is_number_typed(const std::string& /*column_sql*/) const override { return {}; }
  std::string parsed_number(const std::string& text_sql) const override {
    return fmt::format("SAFE_CAST({} AS FLOAT64)", text_sql);
  }
  std::string date(const std::string& /*column_sql*/, const std::string& text_sql) const override {
    return fmt::format(
        "CASE WHEN {} THEN SAFE_CAST(TRANSLATE(REGEXP_EXTRACT({}, {}), '/.', '--') AS DATE) END",
        matches(text_sql, iso_date_pattern()), text_sql, literal(kFirstDate));
  }
  std::string days_between(const std::string& from_sql, const std::string& to_sql) const override {
    return fmt::format("DATE_DIFF({}, {}, DAY)", to_sql, from_sql);
  }
};

class Spark final : public Dialect {
 public:
  std::string heading() const override { return "Spark SQL"; }
  Layers layers() const override { return Layers::structs; }
  std::string text_type() const override { return "STRING"; }
  std::string double_type() const override { return "DOUBLE"; }
  std::string name(std::string_view text) const override { return doubled(text, '`'); }
  std::string column(std::string_view text) const override { return "this_row." + name(text); }
  std::string literal(std::string_view text) const override { return escaped(text, '\''); }
  std::string matches(const std::string& text_sql, const std::string& pattern) const override {
    return fmt::format("{} RLIKE {}", text_sql, literal(pattern));
  }
  std::string replaced(const std::string& text_sql, const std::string& pattern,
                       const std::string& by) const override {
    return fmt::format("regexp_replace({}, {}, {})", text_sql, literal(pattern), literal(by));
  }
  std::string contains(const std::string& text_sql, const std::string& part) const override {
    return fmt::format("instr({}, {}) > 0", text_sql, literal(part));
  }
  std::string first_group() const override { return "$1"; }
  std::string is_number_typed(const std::string& column_sql) const override {
    return fmt::format("typeof({}) <> 'string'", column_sql);
  }
  std::string typed_number(const std::string& column_sql) const override {
    return finite(fmt::format("try_cast({} AS DOUBLE)", column_sql));
  }
  std::string parsed_number(const std::string& text_sql) const override {
    return fmt::format("try_cast({} AS DOUBLE)", text_sql);
  }
  std::string date(const std::string& /*column_sql*/, const std::string& text_sql) const override {
    return fmt::format(
        "CASE WHEN {} THEN try_cast(translate(regexp_extract({}, {}, 0), '/.', '--') AS DATE) END",
        matches(text_sql, iso_date_pattern()), text_sql, literal(kFirstDate));
  }
  std::string days_between(const std::string& from_sql, const std::string& to_sql) const override {
    return fmt::format("datediff({}, {})", to_sql, from_sql);
  }
};

}  // namespace

std::unique_ptr<Dialect> snowflake_dialect() { return std::make_unique<Snowflake>(); }
std::unique_ptr<Dialect> bigquery_dialect() { return std::make_unique<BigQuery>(); }
std::unique_ptr<Dialect> spark_dialect() { return std::make_unique<Spark>(); }

}  // namespace bestfit::compile
