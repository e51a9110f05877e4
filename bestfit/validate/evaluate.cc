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

outcome::Mass mass_of(const Judged& row) {
  if (row.mass.total() > 0.0) return row.mass;
  return {.best = row.best ? 1.0 : 0.0, .other = row.best ? 0.0 : 1.0};
}

stats::ScoreCounts counts_of(std::span<const Judged> rows) {
  std::vector<stats::WeightedPoints> points;
  for (const Judged& row : rows) {
    const outcome::Mass mass = mass_of(row);
    points.push_back({.score = row.score, .best = mass.best, .other = mass.other});
  }
  return stats::count_points(points);
}

/// Log loss and Brier score of the rows that have a probability.
void judge_probabilities(std::span<const Judged> rows, const stats::Frame& frame,
                         Evaluation& found) {
  std::vector<double> probabilities;
  std::vector<std::int8_t> best;
  std::vector<double> weights;
  for (const Judged& row : rows) {
    if (std::isnan(row.probability) || !frame.has_rates()) continue;
    const outcome::Mass mass = mass_of(row);
    probabilities.push_back(row.probability);
    best.push_back(row.best ? 1 : 0);
    weights.push_back(frame.best * mass.best + frame.other * mass.other);
  }
  found.log_loss = probabilities.empty() ? kNone : stats::log_loss(probabilities, best, weights);
  found.brier = probabilities.empty() ? kNone : stats::brier_score(probabilities, best, weights);
}

std::vector<GainPoint> gain_points(const stats::ScoreCounts& counts, std::uint64_t seed,
                                   const Sampling& sampling) {
  std::vector<double> shares;
  for (int step = 1; step <= 20; ++step) shares.push_back(0.05 * step);
  shares.back() = 1.0;
  const std::vector<stats::Estimate> found = stats::gain_curve(
      counts, shares, {.seed = seed, .frame = sampling.frame, .lean = sampling.curve});
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
  outcome::Mass mass;
  double promised = 0.0;   // accounts with a probability, as many as they stand for
  double predicted = 0.0;  // and the sum of theirs
};

void add(Level& sum, const Judged& row, const stats::Frame& frame) {
  const outcome::Mass mass = mass_of(row);
  sum.total += 1;
  sum.best += row.best ? 1 : 0;
  sum.mass.best += mass.best;
  sum.mass.other += mass.other;
  if (std::isnan(row.probability)) return;
  const double stands_for = frame.best * mass.best + frame.other * mass.other;
  sum.promised += stands_for;
  sum.predicted += stands_for * row.probability;
}

std::vector<Level> levels_of(std::span<const Judged> rows, const stats::Frame& frame) {
  std::vector<Level> levels(101);
  for (const Judged& row : rows) add(levels[static_cast<std::size_t>(row.score)], row, frame);
  return levels;
}

void add(Level& sum, const Level& level) {
  sum.total += level.total;
  sum.best += level.best;
  sum.mass.best += level.mass.best;
  sum.mass.other += level.mass.other;
  sum.promised += level.promised;
  sum.predicted += level.predicted;
}

CalibrationBin bin_of(int from, int to, const Level& sum) {
  return {.from = from,
          .to = to,
          .predicted = sum.promised > 0.0 ? sum.predicted / sum.promised : kNone,
          .observed = {},
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

/// Accounts of the population that these stand for.
double accounts_of(const Level& level, const stats::Frame& frame) {
  return frame.best * level.mass.best + frame.other * level.mass.other;
}

stats::Estimate rate_of(const Level& level, const Sampling& sampling,
                        const stats::RateDesign& design) {
  if (!sampling.frame.has_rates()) return {.value = kNone, .low = kNone, .high = kNone};
  return stats::population_rate_estimate(level.mass.best, level.mass.other, sampling.frame,
                                         design.inside);
}

stats::Estimate lift_of(const Level& level, const Level& all, const Sampling& sampling,
                        const stats::RateDesign& design) {
  if (sampling.is_plain && sampling.frame.has_rates()) {
    return stats::lift_over_all(level.best, level.total, all.best, all.total, design);
  }
  return stats::population_lift({.best = level.mass.best, .other = level.mass.other},
                                {.best = all.mass.best, .other = all.mass.other}, sampling.frame,
                                design.inside);
}

/// Bins of at least a tenth of the accounts, cut between scores; the ends reach 0 and 100. What is
/// left at the top stands alone when it is at least a twentieth.
std::vector<CalibrationBin> calibration_bins(std::span<const Judged> rows,
                                             const Sampling& sampling) {
  if (!sampling.frame.has_rates()) return {};
  const std::vector<Level> levels = levels_of(rows, sampling.frame);
  const auto total = static_cast<std::int64_t>(rows.size());
  std::vector<CalibrationBin> bins;
  std::vector<std::uint32_t> bin_of_score(101);
  std::vector<Level> sums;
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
    sums.push_back(sum);
    from = score + 1;
    sum = {};
  }
  bins.push_back(bin_of(from, 100, sum));
  sums.push_back(sum);
  std::vector<std::uint32_t> group;
  for (const Judged& row : rows) group.push_back(bin_of_score[static_cast<std::size_t>(row.score)]);
  const auto designs = designs_of(rows, sampling.cluster, group, bins.size());
  for (std::size_t i = 0; i < bins.size(); ++i) {
    bins[i].observed = rate_of(sums[i], sampling, designs[i]);
  }
  return bins;
}

std::vector<TierResult> tier_results(std::span<const Judged> rows,
                                     std::span<const profile::Tier> tiers,
                                     const Sampling& sampling) {
  std::vector<Level> sums(tiers.size() + 1);  // the last: below every tier
  Level all;
  std::vector<std::uint32_t> group;
  for (const Judged& row : rows) {
    std::size_t tier = 0;
    while (tier < tiers.size() && row.score < tiers[tier].from) ++tier;
    group.push_back(static_cast<std::uint32_t>(tier));
    add(sums[tier], row, sampling.frame);
    add(all, row, sampling.frame);
  }
  const auto designs = designs_of(rows, sampling.cluster, group, sums.size());
  std::vector<TierResult> results;
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    results.push_back(
        {.tier = tiers[i].name,
         .from = tiers[i].from,
         .total = sums[i].total,
         .best = sums[i].best,
         .rate = rate_of(sums[i], sampling, designs[i]),
         .of_accounts = accounts_of(sums[i], sampling.frame) / accounts_of(all, sampling.frame),
         .of_best = sums[i].mass.best / all.mass.best,
         .lift = lift_of(sums[i], all, sampling, designs[i])});
  }
  return results;
}

}  // namespace

Evaluation evaluate(std::span<const Judged> rows, std::span<const profile::Tier> tiers,
                    std::uint64_t seed, const Sampling& sampling) {
  const stats::ScoreCounts counts = counts_of(rows);
  Evaluation found;
  found.rows = static_cast<std::int64_t>(rows.size());
  found.best = std::count_if(rows.begin(), rows.end(), [](const Judged& row) { return row.best; });
  if (stats::total_best(counts) <= 0.0 || stats::total_other(counts) <= 0.0) {
    throw Error(Fault::bad_input,
                fmt::format("{} of {} rows have the outcome: rows with it and rows without it are "
                            "needed to evaluate a score",
                            found.best == 0 ? "none" : "all", found.rows));
  }
  found.auc = stats::auc(counts);
  judge_probabilities(rows, sampling.frame, found);
  found.gain = gain_points(counts, seed, sampling);
  found.lift_at_10pct = found.gain[1].lift;
  found.calibration = calibration_bins(rows, sampling);
  found.by_tier = tier_results(rows, tiers, sampling);
  return found;
}

}  // namespace bestfit::validate
