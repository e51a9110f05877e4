#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bestfit/recognise/format_options.h"
#include "bestfit/table/column.h"

namespace bestfit::recognise {

/// Numbers that stand for dates.
enum class DateNumbers { none, compact, excel_serial, unix_seconds, unix_milliseconds };

/// How the cells of a column are written: enough to read further cells of it in the same way.
struct ColumnFormat {
  table::Kind kind = table::Kind::text;
  bool decimal_comma = false;                     // number
  DateOrder date_order = DateOrder::month_first;  // date
  DateNumbers date_numbers = DateNumbers::none;   // date
  char separator = ';';                           // set
  bool na_is_label = false;                       // "NA" stands among codes of two letters
  std::vector<std::string> missing = {};          // more texts for "not known", folded
  std::string words = {};                         // "number, decimal comma, thousands points"
};

/// The format of texts before anything is known of them but what the user says is missing.
ColumnFormat plain_format(const FormatOptions& options);

/// What a cell says: without the apostrophe that a writer puts before = + - @ tab CR so that no
/// spreadsheet runs the cell as a formula.
///   source  OWASP, CSV Injection
std::string_view value_text(std::string_view cell);

/// The cell stands for "not known" in a column of that format.
bool is_missing(std::string_view text, const ColumnFormat& format);

/// The number, flag or day that a text stands for in that format; kMissing when it is none.
double read_value(std::string_view text, const ColumnFormat& format);

/// Yes, true, y, t, 1 are 1; no, false, n, f, 0 are 0; others kMissing.
double read_flag(std::string_view text);

}  // namespace bestfit::recognise
