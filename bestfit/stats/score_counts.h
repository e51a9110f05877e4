#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace bestfit::stats {

/// Accounts counted by score and outcome. One entry a level; levels increase, and each has an
/// account.
struct ScoreCounts {
  std::vector<double> score;
  std::vector<std::int64_t> best;   // accounts of that score with the outcome
  std::vector<std::int64_t> other;  // and without it
};

/// Counts scores; accounts of equal score share a level.
///   best    one a score: not 0 has the outcome
///   throws  Bug when lengths differ or a score is NaN
ScoreCounts count_scores(std::span<const double> scores, std::span<const std::int8_t> best);

/// The same for whole scores in [0, 100], in one pass.
///   throws  Bug when lengths differ or a score is outside
ScoreCounts count_points(std::span<const int> scores, std::span<const std::int8_t> best);

std::int64_t total_best(const ScoreCounts& counts);
std::int64_t total_other(const ScoreCounts& counts);

}  // namespace bestfit::stats
