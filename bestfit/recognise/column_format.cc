#include "bestfit/recognise/column_format.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "bestfit/base/date.h"
#include "bestfit/base/text.h"
#include "bestfit/recognise/date_text.h"
#include "bestfit/recognise/missing_text.h"
#include "bestfit/recognise/number_text.h"

namespace bestfit::recognise {
namespace {

constexpr double kExcelToUnixDays = 25569.0;  // day 0 of Excel is 1899-12-30
constexpr double kDaySeconds = 86400.0;

double read_day(std::string_view text, const ColumnFormat& format) {
  if (format.date_numbers == DateNumbers::compact) {
    const auto compact = read_compact_date(text);
    if (compact) return *compact;
  } else if (format.date_numbers != DateNumbers::none) {
    const auto number = base::parse_number(base::trim(text));
    if (number && format.date_numbers == DateNumbers::excel_serial) {
      return std::floor(*number) - kExcelToUnixDays;
    }
    const bool milliseconds = format.date_numbers == DateNumbers::unix_milliseconds;
    if (number) return std::floor(*number / (milliseconds ? 1000.0 : 1.0) / kDaySeconds);
  }
  const auto day = read_date(text, format.date_order);
  return day ? *day : table::kMissing;
}

}  // namespace

ColumnFormat plain_format(const FormatOptions& options) {
  ColumnFormat format;
  for (const std::string& text : options.missing_texts) format.missing.push_back(base::fold(text));
  return format;
}

std::string_view value_text(std::string_view cell) {
  constexpr std::string_view kDisarmed = "=+-@\t\r";
  const bool disarmed =
      cell.size() > 1 && cell[0] == '\'' && kDisarmed.find(cell[1]) != std::string_view::npos;
  return disarmed ? cell.substr(1) : cell;
}

bool is_missing(std::string_view text, const ColumnFormat& format) {
  if (format.na_is_label && base::fold(text) == "na") return false;
  if (is_missing_text(text)) return true;
  if (format.missing.empty()) return false;
  return std::find(format.missing.begin(), format.missing.end(), base::fold(text)) !=
         format.missing.end();
}

double read_flag(std::string_view text) {
  constexpr std::array<std::string_view, 5> kYes = {"true", "yes", "y", "t", "1"};
  constexpr std::array<std::string_view, 5> kNo = {"false", "no", "n", "f", "0"};
  const std::string folded = base::fold(text);
  if (std::find(kYes.begin(), kYes.end(), folded) != kYes.end()) return 1.0;
  if (std::find(kNo.begin(), kNo.end(), folded) != kNo.end()) return 0.0;
  return table::kMissing;
}

double read_value(std::string_view text, const ColumnFormat& format) {
  switch (format.kind) {
    case table::Kind::number:
      return read_number(text, format.decimal_comma).value_or(table::kMissing);
    case table::Kind::flag: return read_flag(text);
    case table::Kind::date: return read_day(text, format);
    case table::Kind::category:
    case table::Kind::set:
    case table::Kind::text: break;
  }
  return table::kMissing;
}

}  // namespace bestfit::recognise
