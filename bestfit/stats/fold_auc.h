#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/stats/interval.h"

namespace bestfit::stats {

/// A held-out row, scored by the card of one fold.
struct FoldScore {
  std::uint32_t fold = 0;     // scores are compared within their fold only
  std::uint32_t row = 0;      // a row may come back in several folds (repeated cross-validation)
  std::uint32_t cluster = 0;  // rows that are not independent of each other share it
  double score = 0.0;
  bool best = false;
  double weight = 1.0;  // accounts that it counts for; a row may come back with either outcome
};

/// For how much a row counts among the best and among the others.
struct Sides {
  double best = 0.0;
  double other = 0.0;
};

/// Adds a row's score once for each side that it counts on.
void add_both(const Sides& sides, FoldScore score, std::vector<FoldScore>& scores);

struct FoldAuc {
  Estimate auc;
  double lean = 1.0;  // by how much clusters and overlap widen the variance, >= 1
};

/// AUC over folds: the AUC of each fold weighted by its pairs, so that scores of different cards
/// are never compared. The 95 % interval is DeLong's on the placements within folds, summed by
/// cluster over folds; with one fold and a cluster of its own for each row it is that of `auc`.
///   rows     at least one fold has both outcomes; folds with one outcome say nothing
///   overlap  factor on the variance, >= 1: overlap_of_folds for cross-validation
///   source   LeDell, Petersen and van der Laan 2015, Electronic Journal of Statistics 9,
///            1583-1607; Obuchowski 1997, Biometrics 53(2), 567-578 for clusters
///   throws   Bug when no fold has both outcomes
FoldAuc fold_auc(std::span<const FoldScore> rows, double overlap = 1.0);

/// Whether some fold has both outcomes.
bool can_tell(std::span<const FoldScore> rows);

/// How much higher the AUC of one way to score is than that of another, on the same rows in the
/// same folds: AUC of `first` less that of `second`. The 95 % interval is paired: what both find
/// hard does not widen it.
///   first, second  the same folds, rows and outcomes, in any order
///   overlap        as in fold_auc
///   source         DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44(3), 837-845, with the
///                  placements of fold_auc
///   throws         Bug when no fold has both outcomes, or the rows are not the same
Estimate fold_auc_difference(std::span<const FoldScore> first, std::span<const FoldScore> second,
                             double overlap = 1.0);

/// The factor by which the variance of k-fold cross-validation is larger than that of independent
/// rounds, since the cards of its folds share most of their rows: 1 + k / (k - 1).
///   folds   >= 2
///   source  Nadeau and Bengio 2003, Machine Learning 52, 239-281; docs/methods/proof.md has the
///           simulated coverage with and without it
double overlap_of_folds(int folds);

}  // namespace bestfit::stats
