#include <fmt/format.h>

#include "bestfit/compile/dialect.h"

namespace bestfit::compile {
namespace {

constexpr std::string_view kLeadingDate = "'^[0-9]+.[0-9]+.[0-9]+'";

/// Lower case is asked of the "C" collation, so that it does not depend on the server's locale.
class Postgres final : public Dialect {
 public:
  std::string heading() const override { return "PostgreSQL"; }
  bool is_tested() const override { return true; }
  Layers layers() const override { return Layers::row; }
  std::string text_type() const override { return "text"; }

  std::string literal(std::string_view text) const override {
    return literal_with_escapes(text, "\\\n\r\t");
  }
  std::string column(std::string_view text) const override { return "(this_row)." + name(text); }
  std::string cell(const std::string& column_sql) const override { return column_sql + "::text"; }
  std::string set_cell(const std::string& column_sql, char mark) const override {
    return fmt::format(
        "CASE WHEN pg_typeof({0})::text LIKE '%[]'\n"
        "        THEN array_to_string({0}::text::text[], {1})\n"
        "        WHEN pg_typeof({0}) IN ('json'::regtype, 'jsonb'::regtype)\n"
        "          AND {0}::text ~ '^[[:space:]]*[[]'\n"
        "        THEN (SELECT string_agg(value, {1}) FROM "
        "json_array_elements_text({0}::text::json))\n"
        "        ELSE {0}::text END",
        column_sql, literal(std::string(1, mark)));
  }
  std::string lower(const std::string& text_sql, const Capitals& capitals) const override {
    return Dialect::lower(fmt::format("{} COLLATE \"C\"", text_sql), capitals);
  }
  std::string matches(const std::string& text_sql, const std::string& pattern) const override {
    return fmt::format("{} ~ {}", text_sql, literal(pattern));
  }
  std::string replaced(const std::string& text_sql, const std::string& pattern,
                       const std::string& by) const override {
    return fmt::format("regexp_replace({}, {}, {}, 'g')", text_sql, literal(pattern), literal(by));
  }
  std::string contains(const std::string& text_sql, const std::string& part) const override {
    return fmt::format("strpos({}, {}) > 0", text_sql, literal(part));
  }
  std::string pattern_letter(std::string_view hexadecimal) const override {
    return fmt::format("\\u{:0>4}", hexadecimal);
  }
  std::string is_number_typed(const std::string& column_sql) const override {
    return fmt::format(
        "pg_typeof({}) NOT IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype)",
        column_sql);
  }
  std::string typed_number(const std::string& column_sql) const override {
    return finite(column_sql + "::float8");
  }
  /// A cast that has no room is an error, so the size is looked at first.
  std::string parsed_number(const std::string& text_sql) const override {
    return fmt::format(
        "CASE WHEN length({0}) <= 400 AND {0} !~ '[eE][-+]?0*[0-9]{{5}}'\n"
        "        AND ({0}::numeric = 0 OR abs({0}::numeric) > 2.4703282292062328e-324\n"
        "             AND abs({0}::numeric) < 1.7976931348623158e308) THEN {0}::float8 END",
        text_sql);
  }
  std::string parsed_digits(const std::string& text_sql) const override {
    return text_sql + "::float8";
  }
  std::string typed_date(const std::string& column_sql) const override {
    return fmt::format("CASE WHEN isfinite({0}::date) THEN {0}::date END", column_sql);
  }
  std::string date(const std::string& column_sql, const std::string& text_sql) const override {
    return fmt::format(
        "CASE WHEN {0} THEN {1}\n"
        "      WHEN {2} THEN translate(substring({3} FROM {4}), '/.', '--')::date END",
        is_number_typed(column_sql), typed_date(column_sql),
        matches(text_sql, valid_date_pattern()), text_sql, kLeadingDate);
  }
};

/// Like PostgreSQL 8, with a backslash that escapes in texts.
class Redshift final : public Dialect {
 public:
  std::string heading() const override { return "Amazon Redshift"; }
  std::string text_type() const override { return "VARCHAR(65535)"; }
  Layers layers() const override { return Layers::stay; }
  std::string literal(std::string_view text) const override {
    std::string out = "'";
    for (const char letter : text) {
      if (letter == '\'' || letter == '\\') out += letter;
      out += letter;
    }
    return out + "'";
  }
  std::string matches(const std::string& text_sql, const std::string& pattern) const override {
    return fmt::format("{} ~ {}", text_sql, literal(pattern));
  }
  std::string replaced(const std::string& text_sql, const std::string& pattern,
                       const std::string& by) const override {
    return fmt::format("regexp_replace({}, {}, {})", text_sql, literal(pattern), literal(by));
  }
  std::string contains(const std::string& text_sql, const std::string& part) const override {
    return fmt::format("strpos({}, {}) > 0", text_sql, literal(part));
  }
  std::string first_group() const override { return "$1"; }
  std::string pattern_letter(std::string_view /*hexadecimal*/) const override { return "\xC2\xA0"; }
  std::string is_number_typed(const std::string& /*column_sql*/) const override { return {}; }
  std::string parsed_number(const std::string& text_sql) const override {
    return fmt::format("TRY_CAST({} AS DOUBLE PRECISION)", text_sql);
  }
  std::string date(const std::string& /*column_sql*/, const std::string& text_sql) const override {
    return fmt::format(
        "CASE WHEN {} THEN CAST(translate(regexp_substr({}, {}), '/.', '--') AS "
        "DATE) END",
        matches(text_sql, valid_date_pattern()), text_sql, kLeadingDate);
  }
};

}  // namespace

std::unique_ptr<Dialect> postgres_dialect() { return std::make_unique<Postgres>(); }
std::unique_ptr<Dialect> redshift_dialect() { return std::make_unique<Redshift>(); }

}  // namespace bestfit::compile
