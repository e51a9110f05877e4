#include "bestfit/stats/bootstrap.h"

#include <algorithm>
#include <cmath>

#include "bestfit/base/error.h"

namespace bestfit::stats {

std::int64_t poisson_count(base::Random& random, double mean) {
  check(mean >= 0.0, "poisson_count: mean >= 0");
  constexpr double kDrawnExactly = 50.0;
  if (mean <= kDrawnExactly) return random.poisson(mean);
  return std::max<std::int64_t>(0, std::llround(mean + std::sqrt(mean) * random.normal()));
}

ScoreCounts poisson_replicate(const ScoreCounts& counts, std::uint64_t seed, std::uint64_t number) {
  base::Random random(seed, number);
  ScoreCounts replicate = counts;
  for (std::size_t level = 0; level < counts.score.size(); ++level) {
    replicate.best[level] = static_cast<double>(poisson_count(random, counts.best[level]));
    replicate.other[level] = static_cast<double>(poisson_count(random, counts.other[level]));
  }
  return replicate;
}

}  // namespace bestfit::stats
