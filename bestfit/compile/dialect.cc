#include "bestfit/compile/dialect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::compile {
namespace {

constexpr std::array<std::pair<SqlDialect, std::string_view>, 7> kNames = {
    {{SqlDialect::duckdb, "duckdb"},
     {SqlDialect::postgres, "postgres"},
     {SqlDialect::clickhouse, "clickhouse"},
     {SqlDialect::snowflake, "snowflake"},
     {SqlDialect::bigquery, "bigquery"},
     {SqlDialect::spark, "spark"},
     {SqlDialect::redshift, "redshift"}}};

/// "[zZ]" for "z".
std::string any_case(std::string_view word) {
  std::string pattern;
  for (const char letter : word) {
    pattern += fmt::format("[{}{}]", letter, static_cast<char>(letter - 'a' + 'A'));
  }
  return pattern;
}

/// What may follow a date: " 10:30:15.5 pm +01:00".
std::string time_pattern() {
  constexpr std::array<std::string_view, 11> kZones = {"z",   "utc", "gmt", "est", "edt", "cst",
                                                       "cdt", "pst", "pdt", "cet", "cest"};
  std::string zones = "[-+]([0-9]{1,4}|[0-9]{1,2}:[0-9]{0,2})";
  for (const std::string_view zone : kZones) zones += "|" + any_case(zone);
  return "((T|[, ]+)([01]?[0-9]|2[0-4]):[0-5]?[0-9](:([0-5]?[0-9]|60))?([.,][0-9]+)?"
         " *([aApP][mM])? *(" +
         zones + ")?)?";
}

/// Month and day with `mark` between them and before them.
std::string month_day(std::string_view mark) {
  return fmt::format(
      "{0}((0?[13578]|1[02]){0}(0?[1-9]|[12][0-9]|3[01])|(0?[469]|11){0}(0?[1-9]|[12][0-9]|30)|"
      "0?2{0}(0?[1-9]|1[0-9]|2[0-8]))",
      mark);
}

}  // namespace

std::string_view dialect_name(SqlDialect dialect) {
  return kNames.at(static_cast<std::size_t>(dialect)).second;
}

std::optional<SqlDialect> find_dialect(std::string_view name) {
  for (const auto& entry : kNames) {
    if (entry.second == name) return entry.first;
  }
  return std::nullopt;
}

std::string doubled(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char letter : text) {
    if (letter == quote) out += quote;
    out += letter;
  }
  out += quote;
  return out;
}

std::string escaped(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char letter : text) {
    switch (letter) {
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (letter == quote || letter == '\\') out += '\\';
        out += letter;
    }
  }
  out += quote;
  return out;
}

std::string literal_with_escapes(std::string_view text, std::string_view escaped_letters) {
  if (text.find_first_of(escaped_letters) == std::string_view::npos) return doubled(text, '\'');
  return "E" + escaped(text, '\'');
}

std::string finite(const std::string& number_sql) {
  return fmt::format(
      "CASE WHEN {0} BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN {0} END",
      number_sql);
}

std::string white_space(const Dialect& dialect) {
  return "[ \\t\\r\\n" + dialect.pattern_letter("A0") + "]";
}

std::string iso_date_pattern() {
  return "^[0-9]{4}(-[0-9]{1,2}-|/[0-9]{1,2}/|[.][0-9]{1,2}[.])[0-9]{1,2}" + time_pattern() + "$";
}

std::string valid_date_pattern() {
  const std::string year = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])";
  const std::string leap =
      "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26]|0[48])00)";
  std::string days;
  for (const std::string_view mark : {"-", "/", "[.]"}) {
    days += fmt::format("{}{}{}|{}{}0?2{}29", days.empty() ? "" : "|", year, month_day(mark), leap,
                        mark, mark);
  }
  return "^(" + days + ")" + time_pattern() + "$";
}

std::string Dialect::name(std::string_view text) const { return doubled(text, '"'); }
std::string Dialect::literal(std::string_view text) const { return doubled(text, '\''); }

std::string Dialect::list_cell(const std::string& column_sql, char mark) const {
  return fmt::format("array_to_string({}, {})", column_sql, literal(std::string(1, mark)));
}

/// Doubles that a database might take for decimals are given an exponent.
std::string Dialect::number(double value) const {
  std::string text = base::number_text(value);
  const bool whole = text.find_first_of(".e") == std::string::npos;
  const auto digits = std::count_if(text.begin(), text.end(), base::is_digit);
  if (!whole && digits > 15 && text.find('e') == std::string::npos) text += "e0";
  return text;
}

std::string Dialect::day(base::Day day) const { return "DATE '" + base::iso_date(day) + "'"; }

std::string Dialect::cell(const std::string& column_sql) const {
  return fmt::format("CAST({} AS {})", column_sql, text_type());
}

std::string Dialect::trimmed(const std::string& text_sql) const {
  const std::string space = white_space(*this);
  return replaced(text_sql, "^" + space + "+|" + space + "+$", "");
}

std::string Dialect::lower(const std::string& text_sql, const Capitals& capitals) const {
  std::string from;
  std::string to;
  for (const auto& [capital, small] : capitals) {
    if (static_cast<unsigned char>(capital.front()) < 0x80) continue;
    from += capital;
    to += small;
  }
  if (from.empty()) return fmt::format("lower({})", text_sql);
  return fmt::format("lower(translate({}, {}, {}))", text_sql, literal(from), literal(to));
}

std::string Dialect::joined(const std::vector<std::string>& texts_sql) const {
  return base::join(texts_sql, "\n      || ");
}

std::string Dialect::typed_number(const std::string& column_sql) const {
  return finite(fmt::format("CAST({} AS {})", column_sql, double_type()));
}

std::string Dialect::days_between(const std::string& from_sql, const std::string& to_sql) const {
  return fmt::format("{} - {}", to_sql, from_sql);
}

std::unique_ptr<Dialect> make_dialect(SqlDialect dialect) {
  switch (dialect) {
    case SqlDialect::duckdb: return duckdb_dialect();
    case SqlDialect::postgres: return postgres_dialect();
    case SqlDialect::clickhouse: return clickhouse_dialect();
    case SqlDialect::snowflake: return snowflake_dialect();
    case SqlDialect::bigquery: return bigquery_dialect();
    case SqlDialect::spark: return spark_dialect();
    case SqlDialect::redshift: return redshift_dialect();
  }
  return duckdb_dialect();
}

}  // namespace bestfit::compile
