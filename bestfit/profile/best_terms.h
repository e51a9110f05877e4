#pragma once

#include <optional>
#include <string>

#include "bestfit/base/toml.h"

namespace bestfit::profile {

/// What the best accounts are: [best] of bestfit.toml, and of icp.toml what they were when it was
/// built (docs/formats/workspace.md).
struct BestTerms {
  std::string by = "value";  // value, kept, won
  double months = 24.0;
  double share = 0.25;
  double share_of_won = 0.5;
  std::optional<double> value_from;
  double margin = 1.0;
  double cost_per_month = 0.0;
};

/// Reads the table [best]; keys that are not there have their usual value.
///   throws  Error(bad_input) with file and line when a value cannot be
BestTerms parse_best_terms(base::TomlFields fields);

/// The table [best], every key of it.
std::string best_terms_text(const BestTerms& best);

}  // namespace bestfit::profile
