#include "bestfit/validate/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "bestfit/base/error.h"
#include "bestfit/stats/auc.h"
#include "bestfit/stats/calibration.h"
#include "bestfit/stats/clusters.h"
#include "bestfit/stats/curve.h"
#include "bestfit/stats/proportion.h"

namespace bestfit::validate {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

stats::ScoreCounts counts_of(std::span<const Judged> rows) {
  std::vector<int> scores;
  std::vector<std::int8_t> best;
  for (const Judged& row : rows) {
    scores.push_back(row.score);
    best.push_back(row.best ? 1 : 0);
  }
  return stats::count_points(scores, best);
}

/// Log loss and Brier score of the rows that have a probability.
void judge_probabilities(std::span<const Judged> rows, Evaluation& found) {
  std::vector<double> probabilities;
  std::vector<std::int8_t> best;
  for (const Judged& row : rows) {
    if (std::isnan(row.probability)) continue;
    probabilities.push_back(row.probability);
    best.push_back(row.best ? 1 : 0);
  }
  found.log_loss = probabilities.empty() ? kNone : stats::log_loss(probabilities, best);
  found.brier = probabilities.empty() ? kNone : stats::brier_score(probabilities, best);
}

std::vector<GainPoint> gain_points(const stats::ScoreCounts& counts, std::uint64_t seed,
                                   double lean) {
  std::vector<double> shares;
  for (int step = 1; step <= 20; ++step) shares.push_back(0.05 * step);
  shares.back() = 1.0;
  const std::vector<stats::Estimate> found =
      stats::gain_curve(counts, shares, {.seed = seed, .lean = lean});
  std::vector<GainPoint> points;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    points.push_back({.share = shares[i],
                      .found = found[i],
                      .lift = {.value = found[i].value / shares[i],
                               .low = found[i].low / shares[i],
                               .high = found[i].high / shares[i]}});
  }
  return points;
}

/// Accounts of one score.
struct Level {
  std::int64_t total = 0;
  std::int64_t best = 0;
  std::int64_t promised = 0;  // accounts with a probability
  double predicted = 0.0;     // and the sum of theirs
};

std::vector<Level> levels_of(std::span<const Judged> rows) {
  std::vector<Level> levels(101);
  for (const Judged& row : rows) {
    Level& level = levels[static_cast<std::size_t>(row.score)];
    level.total += 1;
    level.best += row.best ? 1 : 0;
    if (std::isnan(row.probability)) continue;
    level.promised += 1;
    level.predicted += row.probability;
  }
  return levels;
}

void add(Level& sum, const Level& level) {
  sum.total += level.total;
  sum.best += level.best;
  sum.promised += level.promised;
  sum.predicted += level.predicted;
}

CalibrationBin bin_of(int from, int to, const Level& sum) {
  return {.from = from,
          .to = to,
          .predicted = sum.promised > 0 ? sum.predicted / static_cast<double>(sum.promised) : kNone,
          .observed = stats::share_estimate(sum.best, sum.total),
          .total = sum.total};
}

/// How much clusters widen the rates of groups of rows.
///   group  one a row
std::vector<stats::RateDesign> designs_of(std::span<const Judged> rows,
                                          std::span<const std::uint32_t> cluster,
                                          const std::vector<std::uint32_t>& group,
                                          std::size_t groups) {
  if (cluster.empty()) return std::vector<stats::RateDesign>(groups);
  check(cluster.size() == rows.size(), "evaluate: one cluster a row");
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return cluster[a] < cluster[b]; });
  std::vector<std::uint32_t> clusters;
  std::vector<std::uint32_t> of_row;
  std::vector<std::int8_t> best;
  for (const std::size_t row : order) {
    clusters.push_back(cluster[row]);
    of_row.push_back(group[row]);
    best.push_back(rows[row].best ? 1 : 0);
  }
  return stats::rate_designs(stats::cluster_cells(clusters, of_row, best), groups);
}

stats::Estimate rate_of(std::int64_t best, std::int64_t total, double design) {
  stats::Estimate rate = stats::share_estimate(best, total);
  if (total == 0) return rate;
  const stats::Interval interval =
      stats::wilson_interval_of_share(rate.value, static_cast<double>(total) / design);
  rate.low = interval.low;
  rate.high = interval.high;
  return rate;
}

/// Bins of at least a tenth of the accounts, cut between scores; the ends reach 0 and 100. What is
/// left at the top stands alone when it is at least a twentieth.
std::vector<CalibrationBin> calibration_bins(std::span<const Judged> rows,
                                             std::span<const std::uint32_t> cluster) {
  const std::vector<Level> levels = levels_of(rows);
  const auto total = static_cast<std::int64_t>(rows.size());
  std::vector<CalibrationBin> bins;
  std::vector<std::uint32_t> bin_of_score(101);
  std::vector<std::int64_t> bests;
  Level sum;
  int from = 0;
  std::int64_t left = total;
  for (int score = 0; score <= 100; ++score) {
    const Level& level = levels[static_cast<std::size_t>(score)];
    bin_of_score[static_cast<std::size_t>(score)] = static_cast<std::uint32_t>(bins.size());
    add(sum, level);
    left -= level.total;
    if (10 * sum.total < total || 20 * left < total) continue;
    bins.push_back(bin_of(from, score, sum));
    bests.push_back(sum.best);
    from = score + 1;
    sum = {};
  }
  bins.push_back(bin_of(from, 100, sum));
  bests.push_back(sum.best);
  std::vector<std::uint32_t> group;
  for (const Judged& row : rows) group.push_back(bin_of_score[static_cast<std::size_t>(row.score)]);
  const auto designs = designs_of(rows, cluster, group, bins.size());
  for (std::size_t i = 0; i < bins.size(); ++i) {
    bins[i].observed = rate_of(bests[i], bins[i].total, designs[i].inside);
  }
  return bins;
}

std::vector<TierResult> tier_results(std::span<const Judged> rows,
                                     std::span<const profile::Tier> tiers, const Evaluation& all,
                                     std::span<const std::uint32_t> cluster) {
  std::vector<Level> sums(tiers.size() + 1);  // the last: below every tier
  std::vector<std::uint32_t> group;
  for (const Judged& row : rows) {
    std::size_t tier = 0;
    while (tier < tiers.size() && row.score < tiers[tier].from) ++tier;
    group.push_back(static_cast<std::uint32_t>(tier));
    sums[tier].total += 1;
    sums[tier].best += row.best ? 1 : 0;
  }
  const auto designs = designs_of(rows, cluster, group, sums.size());
  std::vector<TierResult> results;
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    results.push_back({.tier = tiers[i].name,
                       .from = tiers[i].from,
                       .total = sums[i].total,
                       .best = sums[i].best,
                       .rate = rate_of(sums[i].best, sums[i].total, designs[i].inside),
                       .lift = stats::lift_over_all(sums[i].best, sums[i].total, all.best, all.rows,
                                                    designs[i])});
  }
  return results;
}

}  // namespace

Evaluation evaluate(std::span<const Judged> rows, std::span<const profile::Tier> tiers,
                    std::uint64_t seed, const Leaning& leaning) {
  const stats::ScoreCounts counts = counts_of(rows);
  Evaluation found;
  found.rows = static_cast<std::int64_t>(rows.size());
  found.best = stats::total_best(counts);
  if (found.best == 0 || found.best == found.rows) {
    throw Error(Fault::bad_input,
                fmt::format("{} of {} rows have the outcome: rows with it and rows without it are "
                            "needed to evaluate a score",
                            found.best == 0 ? "none" : "all", found.rows));
  }
  found.auc = stats::auc(counts);
  judge_probabilities(rows, found);
  found.gain = gain_points(counts, seed, leaning.curve);
  found.lift_at_10pct = found.gain[1].lift;
  found.calibration = calibration_bins(rows, leaning.cluster);
  found.by_tier = tier_results(rows, tiers, found, leaning.cluster);
  return found;
}

}  // namespace bestfit::validate
