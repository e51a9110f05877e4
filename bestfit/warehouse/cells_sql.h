#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bestfit/compile/dialect.h"
#include "bestfit/warehouse/database.h"

namespace bestfit::warehouse {

/// How cells of a table are written in the SQL of one database.
class CellsSql {
 public:
  ///   mark  between the members of a list
  CellsSql(Kind kind, const compile::Dialect& dialect, char mark)
      : kind_(kind), dialect_(dialect), mark_(mark) {}

  /// A column of numbers as a double; NULL where it is not finite.
  [[nodiscard]] std::string number(const Column& column) const;
  /// A column of dates, to be compared with dialect.day(); NULL where it is none.
  [[nodiscard]] std::string day(const Column& column) const;
  /// The cell as a text that a file would have; '' for NULL.
  ///   letters_max  the text is cut off there; 0: never
  [[nodiscard]] std::string text(const Column& column, int letters_max) const;
  /// All cells of a row as one text.
  [[nodiscard]] std::string row(const std::vector<Column>& columns) const;
  /// Eight hexadecimal digits that a text and a seed give, each as likely: the first of MD5, so
  /// that they are the same in every database and on every shard.
  [[nodiscard]] std::string digits(const std::string& text_sql, std::uint64_t seed) const;
  /// Whether such digits are below `cut`, in [0, 2^32].
  [[nodiscard]] std::string is_below(const std::string& digits_sql, std::uint64_t cut) const;
  /// Bytes of the cells of a column of texts together.
  [[nodiscard]] std::string bytes(const Column& column) const;
  /// In an order of its own: bytes for texts, whatever the locale.
  [[nodiscard]] std::string order(const Column& column) const;

 private:
  [[nodiscard]] std::string plain_text(const Column& column) const;
  [[nodiscard]] bool is_postgres() const { return kind_ == Kind::postgres; }

  Kind kind_;
  const compile::Dialect& dialect_;
  char mark_;
};

inline constexpr std::uint64_t kEveryRow = std::uint64_t{1} << 32U;  // a cut that is above all

}  // namespace bestfit::warehouse
