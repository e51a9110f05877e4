#include "bestfit/stats/score_counts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "bestfit/base/error.h"
#include "bestfit/stats/fold_auc.h"

namespace bestfit::stats {
namespace {

void add_level(ScoreCounts& counts, double score) {
  counts.score.push_back(score);
  counts.best.push_back(0.0);
  counts.other.push_back(0.0);
}

/// Best and other accounts by whole score.
struct Tally {
  std::array<double, 101> best{};
  std::array<double, 101> other{};
};

void add_points(int score, double best, double other, Tally& tally) {
  check(0 <= score && score <= 100, "count_points: 0 <= score <= 100");
  tally.best[static_cast<std::size_t>(score)] += best;
  tally.other[static_cast<std::size_t>(score)] += other;
}

ScoreCounts counts_of(const Tally& tally) {
  ScoreCounts counts;
  for (std::size_t level = 0; level < tally.best.size(); ++level) {
    if (tally.best[level] + tally.other[level] <= 0.0) continue;
    add_level(counts, static_cast<double>(level));
    counts.best.back() = tally.best[level];
    counts.other.back() = tally.other[level];
  }
  return counts;
}

}  // namespace

ScoreCounts count_scores(std::span<const double> scores, std::span<const std::int8_t> best) {
  check(scores.size() == best.size(), "count_scores: one outcome a score");
  check(std::none_of(scores.begin(), scores.end(), [](double score) { return std::isnan(score); }),
        "count_scores: no score is NaN");

  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
  ScoreCounts counts;
  for (const std::size_t row : order) {
    if (counts.score.empty() || counts.score.back() != scores[row]) add_level(counts, scores[row]);
    (best[row] != 0 ? counts.best : counts.other).back() += 1.0;
  }
  return counts;
}

ScoreCounts count_scores(std::span<const FoldScore> rows) {
  std::vector<FoldScore> ordered(rows.begin(), rows.end());
  std::sort(ordered.begin(), ordered.end(), [](const FoldScore& a, const FoldScore& b) {
    return a.score != b.score ? a.score < b.score : a.row < b.row;
  });
  ScoreCounts counts;
  for (const FoldScore& row : ordered) {
    if (counts.score.empty() || counts.score.back() != row.score) add_level(counts, row.score);
    (row.best ? counts.best : counts.other).back() += row.weight;
  }
  return counts;
}

ScoreCounts count_points(std::span<const int> scores, std::span<const std::int8_t> best) {
  check(scores.size() == best.size(), "count_points: one outcome a score");

  Tally tally;
  for (std::size_t row = 0; row < scores.size(); ++row) {
    add_points(scores[row], best[row] != 0 ? 1.0 : 0.0, best[row] != 0 ? 0.0 : 1.0, tally);
  }
  return counts_of(tally);
}

ScoreCounts count_points(std::span<const WeightedPoints> rows) {
  Tally tally;
  for (const WeightedPoints& row : rows) add_points(row.score, row.best, row.other, tally);
  return counts_of(tally);
}

double total_best(const ScoreCounts& counts) {
  return std::accumulate(counts.best.begin(), counts.best.end(), 0.0);
}

double total_other(const ScoreCounts& counts) {
  return std::accumulate(counts.other.begin(), counts.other.end(), 0.0);
}

}  // namespace bestfit::stats
