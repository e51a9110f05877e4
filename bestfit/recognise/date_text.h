#pragma once

#include <optional>
#include <string_view>

#include "bestfit/base/date.h"
#include "bestfit/recognise/format_options.h"

namespace bestfit::recognise {

/// What a text says about the order of day, month and year.
enum class DateLook {
  year_first,   // 2021-06-03, 2021/6/3
  named_month,  // 3 June 2021, Jun 3, 2021, 03-Jun-21
  day_first,    // 25/12/2021: no month 25
  month_first,  // 12/25/2021
  ambiguous,    // 03/04/2021
};

/// How a text is written as a date, if it is one; a time of day and a zone may follow.
std::optional<DateLook> look_at_date(std::string_view text);

/// The day that a text stands for, as it is written there (no zone is applied).
///   order  for texts of three numbers that do not begin with the year
std::optional<base::Day> read_date(std::string_view text, DateOrder order);

/// The day of 20210603.
std::optional<base::Day> read_compact_date(std::string_view text);

}  // namespace bestfit::recognise
