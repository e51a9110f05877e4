#pragma once

#include <cstdint>

#include "bestfit/base/random.h"
#include "bestfit/stats/score_counts.h"

namespace bestfit::stats {

/// A Poisson count with that mean: base::Random's up to 50, above it the normal approximation
/// rounded to a whole number.
///   mean  >= 0
std::int64_t poisson_count(base::Random& random, double mean);

/// One replicate of the Poisson bootstrap: each account counts Poisson(1) times, drawn per level
/// and outcome. The same seed and number give the same replicate.
ScoreCounts poisson_replicate(const ScoreCounts& counts, std::uint64_t seed, std::uint64_t number);

}  // namespace bestfit::stats
