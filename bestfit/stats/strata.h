#pragma once

#include <cstdint>
#include <span>

#include "bestfit/stats/interval.h"

namespace bestfit::stats {

/// Two groups of accounts that are alike in something else (a quarter, a fit), and how many of each
/// have a thing. Strata where a group is empty say nothing and are passed over.
struct Stratum {
  std::int64_t with = 0;  // of the first group, 0 <= with <= total
  std::int64_t total = 0;
  std::int64_t other_with = 0;  // of the second group
  std::int64_t other_total = 0;
};

/// The first group's share over the second's, taken to be one ratio in all strata; of one stratum
/// it is share_ratio.
///   returns  value and high infinite when only the second group never has it, value and low 0 when
///            only the first never has; NaN with [0, infinite] when nothing can be told
///   throws   Bug when a count is out of range
///   source   Gart 1985, Biometrika 72(3), 673-677 (score interval of the common ratio)
Estimate common_ratio(std::span<const Stratum> strata, double level = 0.95);

/// Chance of a difference as large between the groups when within each stratum they have the thing
/// alike: the exact conditional test, two-sided by twice the smaller tail, with half of the
/// observed count's probability; by the normal curve (Mantel and Haenszel) where the count's
/// variance is above 400.
///   returns  1 when nothing can be told
///   source   Mantel and Haenszel 1959, JNCI 22, 719-748; Mehta, Patel and Gray 1985, JASA 80(392),
///            969-973 (exact); Lancaster 1961 (mid-p)
double stratified_mid_p(std::span<const Stratum> strata);

}  // namespace bestfit::stats
