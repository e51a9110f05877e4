#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/outcome/target.h"
#include "bestfit/stats/interval.h"

namespace bestfit::attribute {

/// How well an attribute tells best from other accounts it has not seen.
struct Effect {
  stats::Estimate superiority;  // AUC of its bins in order of their rate, 0.5 is none
  double information = 0.0;     // information value, 0 on average when there is none
  std::string method;           // how it and its interval were computed, for people
};

/// Five-fold cross-fitted effect: bins and their order come from the other folds, so that an
/// attribute without effect is at 0.5 on average, whatever its kind.
///   source  docs/methods/ranking.md
Effect cross_fitted_effect(const Coded& coded, std::uint32_t attribute, const outcome::Target& best,
                           std::span<const std::uint32_t> rows);

/// What an attribute says of each row, learned from the other folds alone.
struct FoldEvidence {
  std::vector<std::uint8_t> fold;  // 0 to 4, clusters whole
  std::vector<double> evidence;    // weight of evidence of its bin, as the other folds have it
};

/// The same folds, bins and order as `cross_fitted_effect`.
///   rows  of one cluster next to each other (by_cluster), of both outcomes
FoldEvidence cross_fitted_evidence(const Coded& coded, std::uint32_t attribute,
                                   const outcome::Target& best,
                                   std::span<const std::uint32_t> rows);

}  // namespace bestfit::attribute
