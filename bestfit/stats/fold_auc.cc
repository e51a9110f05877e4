#include "bestfit/stats/fold_auc.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/stats/auc.h"
#include "bestfit/stats/distribution.h"

namespace bestfit::stats {
namespace {

/// A row's share of the rows of the other outcome, in its fold, that it stands right to.
struct Placement {
  std::uint32_t fold = 0;
  std::uint32_t row = 0;
  std::uint32_t cluster = 0;
  bool best = false;
  double value = 0.0;
  double weight = 0.0;  // accounts that it counts for
  double pairs = 0.0;   // of the other outcome, in its fold
};

using Rows = std::span<const FoldScore>;

double count(Rows rows, bool best) {
  double sum = 0.0;
  for (const FoldScore& row : rows) sum += row.best == best ? row.weight : 0.0;
  return sum;
}

/// Placements of one fold, whose rows come in order of score.
void place(Rows fold, std::vector<Placement>& placements) {
  const double best = count(fold, true);
  const double other = count(fold, false);
  if (best == 0.0 || other == 0.0) return;

  double best_below = 0.0;
  double other_below = 0.0;
  for (std::size_t from = 0; from < fold.size();) {
    std::size_t to = from;
    while (to < fold.size() && fold[to].score == fold[from].score) ++to;
    const Rows tied = fold.subspan(from, to - from);
    const double best_here = count(tied, true);
    const double other_here = count(tied, false);
    const double placed = (other_below + 0.5 * other_here) / other;
    const double other_placed = (best - best_below - 0.5 * best_here) / best;
    for (const FoldScore& row : tied) {
      placements.push_back({.fold = row.fold,
                            .row = row.row,
                            .cluster = row.cluster,
                            .best = row.best,
                            .value = row.best ? placed : other_placed,
                            .weight = row.weight,
                            .pairs = row.best ? other : best});
    }
    best_below += best_here;
    other_below += other_here;
    from = to;
  }
}

std::vector<Placement> place_all(Rows rows) {
  std::vector<FoldScore> ordered(rows.begin(), rows.end());
  for (const FoldScore& row : ordered)
    check(!std::isnan(row.score), "fold_auc: scores are numbers");
  std::sort(ordered.begin(), ordered.end(), [](const FoldScore& a, const FoldScore& b) {
    if (a.fold != b.fold) return a.fold < b.fold;
    if (a.score != b.score) return a.score < b.score;
    return a.row != b.row ? a.row < b.row : a.best < b.best;
  });
  std::vector<Placement> placements;
  placements.reserve(ordered.size());
  for (std::size_t from = 0; from < ordered.size();) {
    std::size_t to = from;
    while (to < ordered.size() && ordered[to].fold == ordered[from].fold) ++to;
    place(Rows(ordered).subspan(from, to - from), placements);
    from = to;
  }
  return placements;
}

/// Rows of one outcome: how many different ones (fewer where some weigh more: Kish's effective
/// size), and the factor that makes their variance unbiased.
struct Class {
  double rows = 0.0;
  double factor = 1.0;
};

Class class_of(std::span<const Placement> placements, bool best) {
  std::vector<std::pair<std::uint32_t, double>> rows;
  for (const Placement& placement : placements) {
    if (placement.best == best) rows.emplace_back(placement.row, placement.weight);
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  double sum = 0.0;
  double squares = 0.0;
  for (const auto& row : rows) {
    sum += row.second;
    squares += row.second * row.second;
  }
  const double distinct = squares > 0.0 ? sum * sum / squares : 0.0;
  return {.rows = distinct,
          .factor = distinct > 1.0 ? std::sqrt(distinct / (distinct - 1.0)) : 1.0};
}

/// Sum of squared influences, those of one unit added up first.
template <typename Unit>
double variance_by(std::span<const Placement> placements, std::span<const double> influence,
                   Unit unit) {
  std::uint32_t most = 0;
  for (const Placement& placement : placements) most = std::max(most, unit(placement));
  std::vector<double> sums(std::size_t{most} + 1);
  for (std::size_t i = 0; i < placements.size(); ++i) sums[unit(placements[i])] += influence[i];
  double variance = 0.0;
  for (const double sum : sums) variance += sum * sum;
  return variance;
}

/// AUC over folds, and by how much each placement moves it.
struct Influence {
  double value = 0.0;
  std::vector<double> moves;
  Class best;
  Class other;
};

Influence influence_of(std::span<const Placement> placements) {
  check(!placements.empty(), "fold_auc: a fold with both outcomes");
  Influence out;
  double pairs = 0.0;
  for (const Placement& placement : placements) {
    if (!placement.best) continue;
    pairs += placement.weight * placement.pairs;
    out.value += placement.weight * placement.pairs * placement.value;
  }
  out.value = std::min(1.0, out.value / pairs);  // sums of weights round
  out.best = class_of(placements, true);
  out.other = class_of(placements, false);
  out.moves.reserve(placements.size());
  for (const Placement& placement : placements) {
    const double factor = placement.best ? out.best.factor : out.other.factor;
    out.moves.push_back(factor * placement.weight * placement.pairs / pairs *
                        (placement.value - out.value));
  }
  return out;
}

std::uint32_t cluster_of(const Placement& placement) { return placement.cluster; }

void order_by_row(std::vector<Placement>& placements) {
  std::sort(placements.begin(), placements.end(), [](const Placement& a, const Placement& b) {
    if (a.fold != b.fold) return a.fold < b.fold;
    return a.row != b.row ? a.row < b.row : a.best < b.best;
  });
}

}  // namespace

void add_both(const Sides& sides, FoldScore score, std::vector<FoldScore>& scores) {
  for (const bool best : {true, false}) {
    score.best = best;
    score.weight = best ? sides.best : sides.other;
    if (score.weight > 0.0) scores.push_back(score);
  }
}

FoldAuc fold_auc(std::span<const FoldScore> rows, double overlap) {
  check(overlap >= 1.0, "fold_auc: overlap >= 1");
  const std::vector<Placement> placements = place_all(rows);
  const Influence influence = influence_of(placements);
  const double variance = overlap * variance_by(placements, influence.moves, cluster_of);
  const double single =
      variance_by(placements, influence.moves, [](const Placement& row) { return row.row; });
  // Rows that lean on each other say less: how much less, the two variances tell.
  const double lean = single > 0.0 ? std::max(overlap, variance / single) : overlap;
  const Interval interval =
      auc_interval(influence.value, variance, std::max(1.0, influence.best.rows / lean),
                   std::max(1.0, influence.other.rows / lean));
  return {.auc = {.value = influence.value, .low = interval.low, .high = interval.high},
          .lean = lean};
}

Estimate fold_auc_difference(std::span<const FoldScore> first, std::span<const FoldScore> second,
                             double overlap) {
  check(overlap >= 1.0, "fold_auc_difference: overlap >= 1");
  std::vector<Placement> one = place_all(first);
  std::vector<Placement> two = place_all(second);
  check(one.size() == two.size(), "fold_auc_difference: the same rows");
  order_by_row(one);
  order_by_row(two);
  const Influence of_one = influence_of(one);
  const Influence of_two = influence_of(two);
  std::vector<double> moves(one.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    check(one[i].row == two[i].row && one[i].fold == two[i].fold,
          "fold_auc_difference: the same rows");
    moves[i] = of_one.moves[i] - of_two.moves[i];
  }
  const double value = of_one.value - of_two.value;
  const double reach =
      normal_critical_value(0.95) * std::sqrt(overlap * variance_by(one, moves, cluster_of));
  return {.value = value, .low = value - reach, .high = value + reach};
}

bool can_tell(std::span<const FoldScore> rows) { return !place_all(rows).empty(); }

double overlap_of_folds(int folds) {
  check(folds >= 2, "overlap_of_folds: folds >= 2");
  return 1.0 + static_cast<double>(folds) / static_cast<double>(folds - 1);
}

}  // namespace bestfit::stats
