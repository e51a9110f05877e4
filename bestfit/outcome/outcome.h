#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/table/table.h"

namespace bestfit::outcome {

/// What is to be explained: which rows have the outcome.
struct Outcome {
  std::string name;               // as it was asked for: "Status=Won", "won", "revenue>=1000"
  std::string column;             // the column it was taken from; empty when it was derived
  std::vector<std::int8_t> best;  // one a row: 1 has it, 0 has not, -1 not known (not learned from)
};

/// Reads an outcome off a column: 'column=value', 'column!=value', 'column>=number',
/// 'column>number', 'column<=number', 'column<number', or a flag's bare 'column'. Text is compared
/// as base::fold does, numbers as numbers; true, yes and 1 are one, and so are false, no and 0.
/// Missing cells are not known.
///   throws  Error(missing) when there is no such column; Error(bad_input) when no row, or every
///           row, has the outcome (the message lists the values that there are); Error(usage) on
///           bad syntax
Outcome outcome_of(const table::Table& table, std::string_view asked);

/// The outcome of that name from a column that was derived from deals and revenue.
///   throws  Error(bad_input) when no row, or every row, has it
Outcome derived_outcome(const table::Table& table, const std::string& name,
                        const std::string& column);

}  // namespace bestfit::outcome
