#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bestfit::base {

/// Days since 1970-01-01 in the proleptic Gregorian calendar; a date has no time of day.
using Day = int;

/// The day of a calendar date, if there is such a date.
std::optional<Day> make_day(int year, int month, int day);

/// 2026-11-21.
std::string iso_date(Day day);

/// 21 November 2026, as prose has it.
std::string long_date(Day day);

/// The day of text that is exactly YYYY-MM-DD.
std::optional<Day> parse_iso_date(std::string_view text);

}  // namespace bestfit::base
