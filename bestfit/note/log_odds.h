#pragma once

#include "bestfit/stats/interval.h"

namespace bestfit::note {

/// How often a term occurs in one group: accounts that have it (or words), of how many.
struct Occurrence {
  double with = 0.0;
  double total = 0.0;
};

/// What is believed of a term before the groups are looked at: as much as `total` accounts of each
/// group of which `with` have it.
struct Prior {
  double with = 0.0;
  double total = 0.0;
};

/// Logarithm of the odds of a term among the best over its odds among others, each shrunk towards
/// the prior.
///   prior    0 < with < total
///   returns  natural logarithm with its interval
///   throws   Bug when an argument is out of its range
///   source   Monroe, Colaresi and Quinn 2008, Political Analysis 16(4), 372-403, section 3.4:
///            log-odds ratio with informative Dirichlet prior, all four terms of its variance
stats::Estimate log_odds_ratio(const Occurrence& best, const Occurrence& other, const Prior& prior,
                               double level = 0.95);

}  // namespace bestfit::note
