#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/segment/options.h"
#include "bestfit/segment/space.h"

namespace bestfit::segment {

/// A rule while it is searched: indices into Space::conditions, increasing; none is no rule.
using Choice = std::vector<std::uint32_t>;

/// The rule of highest quality t^(a - 1) (v - r t) / n^a among `open` rows, of all with at most
/// `conditions_max` of the conditions that are best alone: t open rows match it, their best ones
/// weigh v; n rows are searched, a share r of them best; a is options.size_weight. Exhaustive:
/// what is passed over cannot be better. Conditions that do not raise its rate by
/// options.lift_step are dropped from it.
///   open     bits of the layout
///   returns  none where no rule with enough rows has quality above 0
///   source   docs/methods/segments.md
Choice best_rule(const Space& space, std::span<const Word> open, const SegmentOptions& options);

/// The rows that match, as bits; all for no condition.
std::vector<Word> cover_of(const Space& space, const Choice& choice);
std::vector<Word> cover_of(const attribute::Coded& coded, const Space& space, const Rule& rule);

/// The quality that best_rule maximises, of any cover; 0 where it has too few rows.
double quality_of(const Space& space, std::span<const Word> open, std::span<const Word> cover,
                  const SegmentOptions& options);

}  // namespace bestfit::segment
