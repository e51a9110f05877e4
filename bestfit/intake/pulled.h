#pragma once

#include <string>

#include "bestfit/intake/read_file.h"
#include "bestfit/outcome/outcome.h"

namespace bestfit::intake {

/// Rows that were read out of a database into the file of accounts.
struct Pulled {
  std::string origin;  // stands in the place of the file's path; empty: it is a person's own
  std::string told;    // of a sample: its column that says who has the outcome (1, 0, nothing)
};

/// Takes what such rows bring along out of their file.
///   returns  the column `told`; one without rows where there is none
table::Column take_told(const Pulled& pulled, ReadFile& accounts);

/// The outcome that is asked for, of rows that were told apart where they came from.
///   told    1, 0, or not known; one a row
///   throws  as outcome::parse_question
outcome::Outcome told_outcome(const table::Table& table, const std::string& asked,
                              const table::Column& told);

}  // namespace bestfit::intake
