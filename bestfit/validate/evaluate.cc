#include "bestfit/validate/evaluate.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "bestfit/base/error.h"
#include "bestfit/stats/auc.h"
#include "bestfit/stats/calibration.h"
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

/// Bins of at least a tenth of the accounts, cut between scores; the ends reach 0 and 100. What is
/// left at the top stands alone when it is at least a twentieth.
std::vector<CalibrationBin> calibration_bins(std::span<const Judged> rows) {
  const std::vector<Level> levels = levels_of(rows);
  const auto total = static_cast<std::int64_t>(rows.size());
  std::vector<CalibrationBin> bins;
  Level sum;
  int from = 0;
  std::int64_t left = total;
  for (int score = 0; score <= 100; ++score) {
    const Level& level = levels[static_cast<std::size_t>(score)];
    add(sum, level);
    left -= level.total;
    if (10 * sum.total < total || 20 * left < total) continue;
    bins.push_back(bin_of(from, score, sum));
    from = score + 1;
    sum = {};
  }
  bins.push_back(bin_of(from, 100, sum));
  return bins;
}

std::vector<TierResult> tier_results(std::span<const Judged> rows,
                                     std::span<const profile::Tier> tiers, const Evaluation& all) {
  std::vector<Level> sums(tiers.size());
  for (const Judged& row : rows) {
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      if (row.score < tiers[i].from) continue;
      sums[i].total += 1;
      sums[i].best += row.best ? 1 : 0;
      break;
    }
  }
  std::vector<TierResult> results;
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    results.push_back(
        {.tier = tiers[i].name,
         .from = tiers[i].from,
         .total = sums[i].total,
         .best = sums[i].best,
         .rate = stats::share_estimate(sums[i].best, sums[i].total),
         .lift = stats::lift_over_all(sums[i].best, sums[i].total, all.best, all.rows)});
  }
  return results;
}

}  // namespace

Evaluation evaluate(std::span<const Judged> rows, std::span<const profile::Tier> tiers,
                    std::uint64_t seed, double lean) {
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
  found.gain = gain_points(counts, seed, lean);
  found.lift_at_10pct = found.gain[1].lift;
  found.calibration = calibration_bins(rows);
  found.by_tier = tier_results(rows, tiers, found);
  return found;
}

}  // namespace bestfit::validate
