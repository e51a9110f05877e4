#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/card/card.h"
#include "bestfit/outcome/target.h"
#include "bestfit/stats/interval.h"

namespace bestfit::learn {

/// The effect of an attribute among accounts that are alike on the rest of the card: the
/// probability that a best account stands above another one of the same tenth of the points that
/// the card's other attributes give. 0.5 is none; below it the direction turns. In the order that
/// the attribute has alone, cross-fitted as that effect is.
///   used     of `rows_to_adjust_with`
///   returns  none where the rest of the card is empty or the attribute is not offered
///   source   Janes and Pepe 2009, Biometrika 96(2), 371-382 (covariate-adjusted AUC);
///            docs/methods/ranking.md
std::optional<stats::Estimate> adjusted_effect(const attribute::Coded& coded,
                                               const card::CodedModel& model,
                                               std::uint32_t attribute, const outcome::Target& best,
                                               std::span<const std::uint32_t> used);

/// The rows that adjusted effects are measured on: at most some 20,000, drawn at random, clusters
/// whole and their rows next to each other.
std::vector<std::uint32_t> rows_to_adjust_with(const attribute::Coded& coded,
                                               std::span<const std::uint32_t> rows);

}  // namespace bestfit::learn
