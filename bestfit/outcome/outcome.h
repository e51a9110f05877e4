#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/table/table.h"

namespace bestfit::outcome {

/// What the rows without the outcome are.
enum class Against {
  others,      // accounts without it
  population,  // all accounts, or a sample of them: some may have it, and how many is not known
};

/// What is to be explained: which rows have the outcome.
struct Outcome {
  std::string name;               // as it was asked for: "Status=Won", "won", "revenue>=1000"
  std::string column;             // the column it was taken from; empty when it was derived
  std::vector<std::int8_t> best;  // one a row: 1 has it, 0 has not, -1 not known (not learned from)
  std::vector<float> weight;      // one a row: for how many accounts it stands; empty: 1 each
  std::vector<float> worth;       // one a row: of those with the outcome, how much of what is
                                  // wanted they bring; empty: all alike
  Against against = Against::others;
};

/// Reads an outcome off a column: 'column=value', 'column!=value', 'column>=number',
/// 'column>number', 'column<=number', 'column<number', or a bare 'column': of flags (and of numbers
/// that are all 0 or 1) those set; of other numbers how much each row brings (`worth`), held
/// against the population. Text is compared as base::fold does, numbers as numbers; true, yes and 1
/// are one, and so are false, no and 0. Missing cells are not known.
///   throws  Error(missing) when there is no such column; Error(bad_input) when no row, or every
///           row, has the outcome (the message lists the values that there are) or a worth is
///           below 0; Error(usage) on bad syntax
Outcome outcome_of(const table::Table& table, std::string_view asked);

/// Lets rows count by the cells of a column: for how many accounts each stands.
///   throws  Error(bad_input) naming the row, when a row whose outcome is known has no weight, or
///           one that is not above 0
void put_weights(const table::Column& column, Outcome& outcome);

/// The outcome of that name from a column that was derived from deals and revenue.
///   throws  Error(bad_input) when no row, or every row, has it
Outcome derived_outcome(const table::Table& table, const std::string& name,
                        const std::string& column);

/// The same where rows count by the amount in that column, as for a bare column of amounts; those
/// below 0 count for nothing.
Outcome worth_outcome(const table::Table& table, const std::string& name,
                      const std::string& column);

/// One a row of a column of flags: 1 set, 0 not, -1 not known.
std::vector<std::int8_t> won_or_lost(const table::Column& won);

}  // namespace bestfit::outcome
