#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/base/date.h"

namespace bestfit::table {

/// What the cells of a column are.
enum class Kind {
  number,    // a double
  flag,      // 0 or 1
  date,      // a base::Day
  category,  // one of few labels
  set,       // several labels, such as technologies
  text,      // free text or identifiers: never an attribute
};

std::string_view kind_name(Kind kind);

/// A missing number, flag or date.
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
/// A missing category or text.
constexpr std::int32_t kNoCode = -1;

/// Cells of one kind under a name. Which members are filled depends on the kind:
///   number, flag, date   numbers: one a row, kMissing where not known
///   category, text       codes: one a row, an index into labels, kNoCode where not known
///   set                  codes[starts[row] .. starts[row + 1]): the members of a row, indices into
///                        labels, increasing; no member at all means not known
/// Labels differ from each other as base::fold compares them; each is kept in its commonest
/// spelling.
struct Column {
  std::string name;
  Kind kind = Kind::number;
  std::vector<double> numbers;
  std::vector<std::int32_t> codes;
  std::vector<std::string> labels;
  std::vector<std::uint32_t> starts;

  [[nodiscard]] std::size_t rows() const;
  [[nodiscard]] bool missing(std::size_t row) const;
  /// Members of a set's row.
  [[nodiscard]] std::span<const std::int32_t> members(std::size_t row) const;
  /// The cell as people write it: 12.5, yes, 2026-11-21, Software, "SAP;HubSpot"; empty when
  /// missing.
  [[nodiscard]] std::string cell_text(std::size_t row) const;
};

Column number_column(std::string name, std::vector<double> numbers);
Column flag_column(std::string name, std::vector<double> flags);
Column date_column(std::string name, std::vector<double> days);
/// Labels are numbered in order of first appearance; empty cells are missing.
Column category_column(std::string name, std::span<const std::string> cells);
Column text_column(std::string name, std::span<const std::string> cells);
/// Cells are cut at `separator`, members trimmed and made unique.
Column set_column(std::string name, std::span<const std::string> cells, char separator = ';');

/// The column with only those rows, in that order; labels stay as they are.
Column select(const Column& column, std::span<const std::uint32_t> rows);

}  // namespace bestfit::table
