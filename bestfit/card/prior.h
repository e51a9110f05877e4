#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/outcome/target.h"

namespace bestfit::card {

/// What a point of a hand-written profile is worth in log odds, as the outcomes tell: the posterior
/// mode of the slope of a logistic regression on its score, which is expected at 0.03 (standard
/// deviation 0.02) and never below 0. A profile that tells nothing comes out near 0 and holds
/// nothing back. 0 where no attribute has a prior.
///   best, rows  learned from; outcomes known
///   source      docs/methods/prior.md
double prior_slope(const attribute::Coded& coded, const outcome::Target& best,
                   std::span<const std::uint32_t> rows);

/// The hand-written log odds by code: the mean points of each code's rows times the slope, centred
/// on the rows. Empty where the attribute has none.
///   codes  one for each of `rows`
std::vector<double> prior_by_code(const attribute::CodedAttribute& attribute, double slope,
                                  std::span<const std::uint8_t> codes,
                                  std::span<const std::uint32_t> rows, std::size_t levels);

}  // namespace bestfit::card
