#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/outcome/target.h"

namespace bestfit::ceiling {

/// Scores the rows `asked` by gradient-boosted trees on every attribute that was offered to the
/// card, learned from `learned` alone. How many trees: as many as lower the log loss on a fifth of
/// the clusters learned from, grown again on all of them. Higher is better; scores of two calls
/// cannot be compared. The same arguments give the same scores.
///   best     one for each row of the table, 0 or 1 on `learned`
///   returns  one a row asked; all 0 where `learned` has one outcome only, or nothing was offered
std::vector<double> black_box_scores(const attribute::Coded& coded, const outcome::Target& best,
                                     std::span<const std::uint32_t> learned,
                                     std::span<const std::uint32_t> asked, std::uint64_t seed);

}  // namespace bestfit::ceiling
