#include "bestfit/learn/adjusted.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "bestfit/attribute/association.h"
#include "bestfit/attribute/effect.h"
#include "bestfit/stats/distribution.h"
#include "bestfit/stats/fold_auc.h"

namespace bestfit::learn {
namespace {

constexpr std::size_t kRowsMost = 20'000;
constexpr std::size_t kStrata = 10;
constexpr std::size_t kStratumRows = 20;  // fewer strata of few rows

/// Rows by their points, in strata of about equal size; equal points are never parted.
std::vector<std::uint32_t> strata_of(const std::vector<int>& points) {
  const std::size_t strata = std::clamp(points.size() / kStratumRows, std::size_t{1}, kStrata);
  std::vector<std::size_t> below(102, 0);  // rows with fewer points
  for (const int score : points) ++below[static_cast<std::size_t>(score) + 1];
  std::partial_sum(below.begin(), below.end(), below.begin());
  std::vector<std::uint32_t> out;
  for (const int score : points) {
    const std::size_t middle =
        (below[static_cast<std::size_t>(score)] + below[static_cast<std::size_t>(score) + 1]) / 2;
    out.push_back(static_cast<std::uint32_t>(strata * middle / points.size()));
  }
  return out;
}

card::CodedModel rest_of(const card::CodedModel& model, std::uint32_t attribute) {
  card::CodedModel rest = model;
  rest.attributes.erase(
      std::remove_if(rest.attributes.begin(), rest.attributes.end(),
                     [&](const card::CardAttribute& card) { return card.attribute == attribute; }),
      rest.attributes.end());
  return rest;
}

/// Near chance an account also taught the other folds' order, and counts twice; a clear effect
/// leaves the order as it is (docs/methods/ranking.md).
stats::Estimate widened(const std::vector<stats::FoldScore>& scores) {
  const stats::Estimate plain = stats::fold_auc(scores).auc;
  const double error = (plain.high - plain.low) / (2.0 * stats::normal_critical_value(0.95));
  const double distance = std::pow((plain.value - 0.5) / std::max(error, 1e-150), 2);
  return stats::fold_auc(scores, 1.0 + 1.0 / std::max(1.0, distance / 8.0)).auc;
}

}  // namespace

std::optional<stats::Estimate> adjusted_effect(const attribute::Coded& coded,
                                               const card::CodedModel& model,
                                               std::uint32_t attribute, const outcome::Target& best,
                                               std::span<const std::uint32_t> used) {
  const card::CodedModel rest = rest_of(model, attribute);
  if (rest.attributes.empty() || !coded.attributes[attribute].left_out.empty()) {
    return std::nullopt;
  }
  const std::vector<std::uint32_t> stratum = strata_of(card::points(rest, coded, used));
  const attribute::FoldEvidence found =
      attribute::cross_fitted_evidence(coded, attribute, best, used);
  const bool says_nothing = std::all_of(found.evidence.begin(), found.evidence.end(),
                                        [](double evidence) { return evidence == 0.0; });
  if (says_nothing) return std::nullopt;  // no fold had others to learn an order from
  std::vector<stats::FoldScore> scores;
  for (std::size_t i = 0; i < used.size(); ++i) {
    stats::FoldScore score{.fold = static_cast<std::uint32_t>(kStrata * found.fold[i]) + stratum[i],
                           .row = used[i],
                           .cluster = coded.cluster.empty() ? used[i] : coded.cluster[used[i]],
                           .score = found.evidence[i]};
    stats::add_both({.best = best.best_mass(used[i]), .other = best.other_mass(used[i])}, score,
                    scores);
  }
  if (!stats::can_tell(scores)) return std::nullopt;
  return widened(scores);
}

std::vector<std::uint32_t> rows_to_adjust_with(const attribute::Coded& coded,
                                               std::span<const std::uint32_t> rows) {
  return attribute::by_cluster(coded, attribute::draw_rows(coded, rows, kRowsMost, 1));
}

}  // namespace bestfit::learn
