#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/recognise/cells.h"
#include "bestfit/recognise/column_format.h"
#include "bestfit/recognise/format_options.h"

namespace bestfit::recognise {

/// What the cells of a column look like; counts of cells that are not missing.
struct Evidence {
  std::size_t known = 0;     // cells that are not missing
  std::size_t distinct = 0;  // texts among them; `known` when most differ
  // Numbers.
  std::size_t numbers = 0;
  std::size_t points = 0;  // for sure a decimal point or thousands commas
  std::size_t commas = 0;  // for sure a decimal comma or thousands points
  std::size_t maybe_points = 0;
  std::size_t maybe_commas = 0;
  std::size_t grouped = 0;
  std::size_t leading_zeros = 0;
  std::size_t long_integers = 0;  // more digits than a double holds
  std::size_t percents = 0;
  std::size_t scaled = 0;
  std::size_t parentheses = 0;
  std::size_t ones_and_zeros = 0;
  std::vector<std::string> currencies;
  // Dates.
  std::size_t dates = 0;
  std::size_t day_first = 0;
  std::size_t month_first = 0;
  std::size_t ambiguous = 0;
  std::size_t dotted = 0;  // ambiguous with points: as in German
  std::size_t year_first = 0;
  std::size_t compact = 0;
  std::size_t excel_serials = 0;
  std::size_t unix_seconds = 0;
  std::size_t unix_milliseconds = 0;
  // Words.
  std::size_t flag_words = 0;  // yes, no, true, false
  std::size_t flag_yes = 0;    // y, t
  std::size_t flag_no = 0;     // n, f
  std::size_t bytes = 0;
  std::size_t longest = 0;
  std::size_t two_capitals = 0;  // distinct labels of two capital letters
  std::size_t na = 0;            // cells "NA"
  char separator = '\0';         // the cells are sets with this between members
};

/// Looks at all cells of a column.
Evidence look_at(const Cells& cells, const FormatOptions& options);

/// Words of a header: "hs_is_closed_won", "IsClosedWon" and "Is Closed Won" are is, closed, won
/// with or without hs.
std::vector<std::string> header_words(std::string_view name);

/// The header is one of codes, dates or flags, which may be written as numbers.
bool header_may_hide_kind(std::string_view name);

/// What other columns of the same file say, for cells that can be read in two ways.
struct FileHints {
  bool decimal_comma = false;
  bool day_first = false;
  bool month_first = false;
};

FileHints hints_of(const std::vector<Evidence>& columns);

/// How much cells tell of how further cells of their column are written.
enum class Told {
  nothing,  // they read alike in every format: 12, 2021-06-03
  maybe,    // they read in two ways: 1,234 or 03/04/2021
  surely,
};

Told told_by(const Evidence& evidence, table::Kind kind, const FormatOptions& options);

/// A format, and what is worth saying about how it was found.
struct Decision {
  ColumnFormat format;
  std::vector<std::string> notes;
};

/// Decides how a column is read; docs/formats/input.md has the rules.
///   kind  nullopt: found out; else the format that suits this kind best
Decision decide(std::string_view name, const Evidence& evidence, const FileHints& hints,
                std::optional<table::Kind> kind, const FormatOptions& options);

}  // namespace bestfit::recognise
