#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bestfit/table/table.h"

namespace bestfit::intake {

/// What could be asked for as the outcome of a flat table.
struct OutcomeCandidate {
  std::string asked;       // "Status=Won", as --outcome and bestfit.toml take it
  std::int64_t best = 0;   // rows that have it
  std::int64_t known = 0;  // rows where it is known
};

struct OutcomeGuess {
  bool plain = false;  // the first candidate is what the table was made for, as far as headers say
  std::vector<OutcomeCandidate> candidates;  // likeliest first
};

/// Looks for the outcome of a flat table. Plain is one column alone whose header says won,
/// converted, customer, churned, …, else y, target, label, …, else status, stage, type, …, and
/// whose cells are yes and no or have one well-known word (Won, Closed Won, Customer, …). Else the
/// candidates are values of such columns, other columns of two values, and high revenue.
OutcomeGuess guess_outcome(const table::Table& accounts);

/// What to say where no outcome was asked for: which there could be.
std::string ask_for_outcome(const table::Table& accounts, bool has_revenue);

/// Refuses best, won, retained and value where no column has that name and nothing derived it, and
/// says what they would take; any other outcome passes.
///   deals_are_rows  deals were given, and rows are deals
///   columns         those that there are
///   throws          Error(bad_input)
void refuse_derived(const std::string& asked, bool deals_are_rows,
                    const std::vector<std::string>& columns);

/// "227 of 448 rows, 51 %".
std::string rate_words(const OutcomeCandidate& candidate);

}  // namespace bestfit::intake
