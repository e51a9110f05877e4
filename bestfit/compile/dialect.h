#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/compile/sql.h"

namespace bestfit::compile {

/// Capital letters and the small ones that the engine makes of them (base::capitals_of).
using Capitals = std::vector<std::pair<std::string, std::string>>;

/// How the helper columns of a query are kept out of its result. Where the row is carried as one
/// value, its name is this_row.
enum class Layers {
  exclude,  // nested queries, SELECT * EXCLUDE (…) at the end
  except,   // SELECT * EXCEPT (…)
  row,      // the row is carried as one value, (this_row).* at the end
  structs,  // the same, by struct(*) and this_row.*
  stay,     // they are in the result: there is no way
  aliases,  // WITH expression AS name: no columns at all
};

/// What a database calls things. Each function gives SQL for what its name says; arguments named
/// `…_sql` are SQL too.
class Dialect {
 public:
  virtual ~Dialect() = default;

  [[nodiscard]] virtual std::string heading() const = 0;  // "DuckDB"
  /// It was run by the project's own tests, else only looked at by a parser.
  [[nodiscard]] virtual bool is_tested() const { return false; }
  [[nodiscard]] virtual Layers layers() const { return Layers::exclude; }
  [[nodiscard]] virtual std::string create_view() const { return "CREATE OR REPLACE VIEW"; }

  [[nodiscard]] virtual std::string name(std::string_view text) const;
  /// A table can have a column of that name.
  [[nodiscard]] virtual bool has_name(std::string_view text) const { return !text.empty(); }
  [[nodiscard]] virtual std::string literal(std::string_view text) const;
  [[nodiscard]] virtual std::string number(double value) const;
  [[nodiscard]] virtual std::string day(base::Day day) const;
  [[nodiscard]] virtual std::string text_type() const { return "VARCHAR"; }
  [[nodiscard]] virtual std::string double_type() const { return "DOUBLE PRECISION"; }

  /// A column of the table, named in a later step.
  [[nodiscard]] virtual std::string column(std::string_view text) const { return name(text); }
  /// A column's cells as text.
  [[nodiscard]] virtual std::string cell(const std::string& column_sql) const;
  /// The same of a set, which may be a list: `mark` is between its members.
  [[nodiscard]] virtual std::string set_cell(const std::string& column_sql, char /*mark*/) const {
    return cell(column_sql);
  }
  /// A column that is a list of texts for sure, as one text with `mark` between its members.
  [[nodiscard]] virtual std::string list_cell(const std::string& column_sql, char mark) const;
  /// What `replaced` puts in for the first group.
  [[nodiscard]] virtual std::string first_group() const { return "\\1"; }
  [[nodiscard]] virtual std::string trimmed(const std::string& text_sql) const;
  /// In lower case as far as the letters of `capitals` and A to Z go.
  [[nodiscard]] virtual std::string lower(const std::string& text_sql,
                                          const Capitals& capitals) const;
  [[nodiscard]] virtual std::string matches(const std::string& text_sql,
                                            const std::string& pattern) const = 0;
  [[nodiscard]] virtual std::string replaced(const std::string& text_sql,
                                             const std::string& pattern,
                                             const std::string& by) const = 0;
  [[nodiscard]] virtual std::string contains(const std::string& text_sql,
                                             const std::string& part) const = 0;
  [[nodiscard]] virtual std::string joined(const std::vector<std::string>& texts_sql) const;
  [[nodiscard]] virtual std::string from_third_letter(const std::string& text_sql) const {
    return "substr(" + text_sql + ", 3)";
  }
  [[nodiscard]] virtual std::string length(const std::string& text_sql) const {
    return "length(" + text_sql + ")";
  }
  /// The character in a pattern, as code point.
  [[nodiscard]] virtual std::string pattern_letter(std::string_view hexadecimal) const {
    return "\\x{" + std::string(hexadecimal) + "}";
  }

  /// A condition: the column's type is a number's; empty when the query cannot see that.
  [[nodiscard]] virtual std::string is_number_typed(const std::string& column_sql) const = 0;
  /// The double of a column that is a number; NULL where it is not finite.
  [[nodiscard]] virtual std::string typed_number(const std::string& column_sql) const;
  /// The double that a plain decimal text stands for; NULL where it has no room.
  [[nodiscard]] virtual std::string parsed_number(const std::string& text_sql) const = 0;

  /// The same of digits with at most one point, no more than a double has room for.
  [[nodiscard]] virtual std::string parsed_digits(const std::string& text_sql) const {
    return parsed_number(text_sql);
  }

  /// The date of a column that is a date, timestamp or text; `text_sql` is its trimmed cell.
  [[nodiscard]] virtual std::string date(const std::string& column_sql,
                                         const std::string& text_sql) const = 0;
  /// The same of a column that is a date or timestamp for sure.
  [[nodiscard]] virtual std::string typed_date(const std::string& column_sql) const {
    return "CAST(" + column_sql + " AS DATE)";
  }
  /// 1, 0 or NULL of a column that is a boolean for sure.
  [[nodiscard]] virtual std::string typed_flag(const std::string& column_sql) const {
    return "CASE WHEN " + column_sql + " THEN 1 WHEN NOT " + column_sql + " THEN 0 END";
  }
  [[nodiscard]] virtual std::string days_between(const std::string& from_sql,
                                                 const std::string& to_sql) const;
};

std::unique_ptr<Dialect> make_dialect(SqlDialect dialect);

std::unique_ptr<Dialect> duckdb_dialect();
std::unique_ptr<Dialect> postgres_dialect();
std::unique_ptr<Dialect> redshift_dialect();
std::unique_ptr<Dialect> clickhouse_dialect();
std::unique_ptr<Dialect> snowflake_dialect();
std::unique_ptr<Dialect> bigquery_dialect();
std::unique_ptr<Dialect> spark_dialect();

/// Text with `quote` doubled, in quotes.
std::string doubled(std::string_view text, char quote);
/// Text with a backslash before `quote` and backslashes, in quotes; line ends and tabs as \n \r \t.
std::string escaped(std::string_view text, char quote);

/// The number, or NULL where it is NaN or infinite.
std::string finite(const std::string& number_sql);

/// A text as 'it''s', or as E'…' where it has one of those letters.
std::string literal_with_escapes(std::string_view text, std::string_view escaped_letters);

/// White space that the engine trims, for patterns: a character class.
std::string white_space(const Dialect& dialect);
/// A plain decimal number: -12.5, .5, 1e6.
inline constexpr std::string_view kPlainNumber =
    R"(^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$)";
/// A date with the year first, and a time of day that is not looked at.
std::string iso_date_pattern();
/// The same, for days that are in the calendar alone (years 1 to 9999).
std::string valid_date_pattern();

}  // namespace bestfit::compile
