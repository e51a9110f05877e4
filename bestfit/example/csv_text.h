#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bestfit/base/date.h"

namespace bestfit::example {

enum class DateForm { iso, us, european };  // 2026-06-30, 06/30/2026, 30.06.2026

/// Lines of a CSV file (RFC 4180, lines end in \n) put together cell by cell.
class CsvText {
 public:
  /// A cell of text, quoted when it must be.
  CsvText& text(std::string_view cell);
  CsvText& number(std::int64_t cell);
  /// A whole number of tenths: 12.5.
  CsvText& tenths(std::int64_t cell);
  /// Dollars as people write them: "$1,200,000".
  CsvText& money(std::int64_t dollars);
  /// Dollars and cents as machines write them: 1200000.00.
  CsvText& amount(std::int64_t dollars);
  CsvText& date(base::Day day, DateForm form);
  /// A date with a time of day, in minutes: 2026-06-30 09:41.
  CsvText& moment(base::Day day, int minutes);
  CsvText& empty();
  /// Ends the line.
  void end();
  /// Puts in whole lines.
  void lines(std::string_view lines) { text_ += lines; }

  [[nodiscard]] const std::string& str() const { return text_; }
  void clear() { text_.clear(); }
  void reserve(std::size_t bytes) { text_.reserve(bytes); }

 private:
  void next();
  void digits(int value, int count);
  void iso(base::Day day);

  std::string text_;
  bool first_ = true;
};

}  // namespace bestfit::example
