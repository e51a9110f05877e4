#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/table/table.h"

namespace bestfit::outcome {

enum class Operator { equal, unequal, at_least, above, at_most, below, is_true };

/// "Status=Won" taken apart: which column, compared how, with what.
struct Question {
  const table::Column* column = nullptr;  // of the table that was asked; the name at least
  Operator comparison = Operator::is_true;
  std::string value;
};

/// Cuts the question at the first operator whose left side is a column (names may hold '=').
///   throws  Error(missing) with the nearest name when there is no such column; Error(usage) on bad
///           syntax
Question parse_question(const table::Table& table, std::string_view asked);

/// The value asked for as a number of the column's kind (number, flag or date); none when it is no
/// such number.
std::optional<double> number_asked(const Question& question);

/// One a row of the question's column: 1 it is so, 0 it is not, -1 not known. A bare column of
/// numbers is so where it is not 0.
///   throws  Error(bad_input, usage) for a value that does not suit the column
std::vector<std::int8_t> answers(const Question& question);

/// Whether a cell compares so with the value.
bool compare(double cell, Operator comparison, double value);

/// Whether a text says yes (true, yes, 1) or no (false, no, 0).
std::optional<bool> truth_of(std::string_view text);

}  // namespace bestfit::outcome
