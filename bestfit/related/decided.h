#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/table/table.h"

namespace bestfit::related {

/// Until when rows of other files may be used without knowing what became of their account.
struct Decided {
  std::vector<double> until;  // one an account: a row must be dated before this day; infinity where
                              // nothing is decided yet, NaN where that day is not known
  std::string words;          // the rule, after "dated": "before the day the account's first …"
};

/// The day an account's first deal was closed, won or lost; where that is not known the day after
/// it was first met, which is no later. Accounts without an outcome and a closed deal are open.
///   table  has outcome::kDecided where there were deals
///   time   the column that says when accounts were first met; empty: none
///   best   one a row: 1, 0, -1 not known
Decided decided_days(const table::Table& table, const std::string& time,
                     std::span<const std::int8_t> best);

/// Which accounts were won (1) and which lost (0), as their deals say; -1 not known. Empty where
/// deals do not tell both.
std::vector<std::int8_t> won_or_lost(const table::Table& table);

}  // namespace bestfit::related
