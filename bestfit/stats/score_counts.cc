#include "bestfit/stats/score_counts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bestfit/base/error.h"

namespace bestfit::stats {
namespace {

void add_level(ScoreCounts& counts, double score) {
  counts.score.push_back(score);
  counts.best.push_back(0);
  counts.other.push_back(0);
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
    (best[row] != 0 ? counts.best : counts.other).back() += 1;
  }
  return counts;
}

ScoreCounts count_points(std::span<const int> scores, std::span<const std::int8_t> best) {
  check(scores.size() == best.size(), "count_points: one outcome a score");

  constexpr int kMost = 100;
  std::vector<std::int64_t> hits(kMost + 1);
  std::vector<std::int64_t> totals(kMost + 1);
  for (std::size_t row = 0; row < scores.size(); ++row) {
    check(0 <= scores[row] && scores[row] <= kMost, "count_points: 0 <= score <= 100");
    const auto level = static_cast<std::size_t>(scores[row]);
    totals[level] += 1;
    hits[level] += best[row] != 0 ? 1 : 0;
  }
  ScoreCounts counts;
  for (std::size_t level = 0; level <= kMost; ++level) {
    if (totals[level] == 0) continue;
    add_level(counts, static_cast<double>(level));
    counts.best.back() = hits[level];
    counts.other.back() = totals[level] - hits[level];
  }
  return counts;
}

std::int64_t total_best(const ScoreCounts& counts) {
  return std::accumulate(counts.best.begin(), counts.best.end(), std::int64_t{0});
}

std::int64_t total_other(const ScoreCounts& counts) {
  return std::accumulate(counts.other.begin(), counts.other.end(), std::int64_t{0});
}

}  // namespace bestfit::stats
