#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace bestfit::stats {

/// Accounts counted by score and outcome. One entry a level; levels increase, and each has an
/// account. Counts need not be whole: accounts may count by weight, scaled to as many as would say
/// as much alone (Kish's effective size).
struct ScoreCounts {
  std::vector<double> score;
  std::vector<double> best;   // accounts of that score with the outcome
  std::vector<double> other;  // and without it
};

/// Counts scores; accounts of equal score share a level.
///   best    one a score: not 0 has the outcome
///   throws  Bug when lengths differ or a score is NaN
ScoreCounts count_scores(std::span<const double> scores, std::span<const std::int8_t> best);

/// The same for whole scores in [0, 100], in one pass.
///   throws  Bug when lengths differ or a score is outside
ScoreCounts count_points(std::span<const int> scores, std::span<const std::int8_t> best);

struct FoldScore;  // fold_auc.h

/// The same of rows of one fold, by weight.
ScoreCounts count_scores(std::span<const FoldScore> rows);

/// A whole score in [0, 100], and for how much it counts among the best and among the others.
struct WeightedPoints {
  int score = 0;
  double best = 0.0;
  double other = 0.0;
};

/// The same of accounts that count by weight.
ScoreCounts count_points(std::span<const WeightedPoints> rows);

double total_best(const ScoreCounts& counts);
double total_other(const ScoreCounts& counts);

}  // namespace bestfit::stats
