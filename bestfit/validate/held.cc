#include "bestfit/validate/held.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "bestfit/stats/clusters.h"
#include "bestfit/stats/fold_auc.h"
#include "bestfit/stats/score_counts.h"

namespace bestfit::validate {
namespace {

double probability_at(std::span<const stats::RateStep> rates, int score) {
  return rates.empty() ? std::numeric_limits<double>::quiet_NaN() : stats::rate_at(rates, score);
}

/// Rates of the rows that are not in `fold`; of all when it is none.
std::vector<stats::RateStep> rates_without(const Cases& cases, std::span<const HeldRow> rows,
                                           std::int64_t fold) {
  if (!cases.frame.has_rates()) return {};
  const outcome::Target target = cases.target();
  std::vector<stats::WeightedPoints> points;
  for (const HeldRow& row : rows) {
    if (row.fold == fold) continue;
    points.push_back({.score = row.score,
                      .best = target.best_mass(row.row),
                      .other = target.other_mass(row.row)});
  }
  const auto least = std::max<std::int64_t>(10, static_cast<std::int64_t>(points.size()) / 25);
  return stats::isotonic_rates(stats::count_points(points), least, cases.frame);
}

}  // namespace

std::vector<stats::FoldScore> fold_scores(const outcome::Target& target,
                                          std::span<const std::uint32_t> cluster,
                                          std::span<const RoundResult> results) {
  std::vector<stats::FoldScore> scores;
  for (std::uint32_t fold = 0; fold < results.size(); ++fold) {
    const RoundResult& result = results[fold];
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
      const std::uint32_t row = result.rows[i];
      const stats::FoldScore score{.fold = fold,
                                   .row = row,
                                   .cluster = cluster.empty() ? row : cluster[row],
                                   .score = static_cast<double>(result.points[i])};
      stats::add_both({.best = target.best_mass(row), .other = target.other_mass(row)}, score,
                      scores);
    }
  }
  return scores;
}

std::vector<HeldRow> held_rows(std::span<const RoundResult> results, const Scale& scale) {
  std::vector<HeldRow> rows;
  for (std::uint32_t fold = 0; fold < results.size(); ++fold) {
    const RoundResult& result = results[fold];
    std::vector<int> score_of(101);
    for (int points = 0; points <= 100; ++points) {
      score_of[static_cast<std::size_t>(points)] = scale.at(result.scale.rank(points));
    }
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
      rows.push_back({.row = result.rows[i],
                      .fold = fold,
                      .score = score_of[static_cast<std::size_t>(result.points[i])],
                      .probability = 0.0});
    }
  }
  return rows;
}

void give_probabilities(const Cases& cases, std::vector<HeldRow>& rows) {
  std::uint32_t folds = 0;
  for (const HeldRow& row : rows) folds = std::max(folds, row.fold + 1);
  std::vector<std::vector<stats::RateStep>> rates;
  for (std::uint32_t fold = 0; fold < folds; ++fold) {
    rates.push_back(rates_without(cases, rows, fold));
  }
  for (HeldRow& row : rows) row.probability = probability_at(rates[row.fold], row.score);
}

void give_probabilities(std::span<const stats::RateStep> others, std::vector<HeldRow>& rows) {
  for (HeldRow& row : rows) row.probability = probability_at(others, row.score);
}

std::vector<stats::RateStep> held_rates(const Cases& cases, std::span<const HeldRow> rows) {
  std::vector<stats::RateStep> steps = rates_without(cases, rows, -1);
  if (steps.empty()) return steps;
  std::vector<const HeldRow*> order;  // those of a cluster next to each other
  for (const HeldRow& row : rows) order.push_back(&row);
  std::stable_sort(order.begin(), order.end(), [&](const HeldRow* a, const HeldRow* b) {
    return cases.cluster[a->row] < cases.cluster[b->row];
  });
  std::vector<std::uint32_t> cluster;
  std::vector<std::uint32_t> step_of;
  std::vector<std::int8_t> best;
  for (const HeldRow* row : order) {
    const auto above = std::upper_bound(
        steps.begin() + 1, steps.end(), static_cast<double>(row->score),
        [](double score, const stats::RateStep& step) { return score < step.from; });
    cluster.push_back(cases.cluster[row->row]);
    step_of.push_back(static_cast<std::uint32_t>(above - steps.begin() - 1));
    best.push_back(cases.best[row->row] == 1 ? 1 : 0);
  }
  std::vector<double> designs;
  for (const stats::RateDesign& design :
       stats::rate_designs(stats::cluster_cells(cluster, step_of, best), steps.size())) {
    designs.push_back(design.inside);
  }
  stats::widen_intervals(designs, cases.frame, steps);
  return steps;
}

std::vector<profile::CalibrationStep> calibration_steps(std::span<const stats::RateStep> rates) {
  std::vector<profile::CalibrationStep> steps;
  for (const stats::RateStep& rate : rates) {
    steps.push_back({.from = steps.empty() ? 0 : static_cast<int>(std::lround(rate.from)),
                     .probability = rate.rate.value,
                     .interval = {.low = rate.rate.low, .high = rate.rate.high},
                     .total = std::llround(rate.total)});
  }
  return steps;
}

Evaluation evaluate_held(const Cases& cases, std::span<const RoundResult> results,
                         std::span<const HeldRow> rows, const HeldOptions& options) {
  const stats::FoldAuc auc =
      stats::fold_auc(fold_scores(cases.target(), cases.cluster, results), options.overlap);
  const outcome::Target target = cases.target();
  std::vector<Judged> judged;
  std::vector<std::uint32_t> cluster;
  judged.reserve(rows.size());
  cluster.reserve(rows.size());
  for (const HeldRow& row : rows) {
    judged.push_back({.score = row.score,
                      .best = cases.best[row.row] == 1,
                      .probability = row.probability,
                      .mass = outcome::Mass{.best = target.best_mass(row.row),
                                            .other = target.other_mass(row.row)}});
    cluster.push_back(cases.cluster[row.row]);
  }
  Evaluation evaluation = evaluate(
      judged, options.tiers, options.seed,
      {.curve = auc.lean, .cluster = cluster, .frame = cases.frame, .is_plain = target.is_plain()});
  evaluation.auc = auc.auc;
  return evaluation;
}

bool can_evaluate(const Cases& cases, std::span<const RoundResult> results) {
  return std::any_of(results.begin(), results.end(), [&](const RoundResult& result) {
    return outcome::has_both(cases.target(), result.rows);
  });
}

}  // namespace bestfit::validate
