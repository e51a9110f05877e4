#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/segment/measure.h"
#include "bestfit/segment/rule.h"
#include "bestfit/stats/interval.h"

namespace bestfit::segment {

/// What some accounts outside all segments share, among which the best are frequent.
struct ExceptionGroup {
  Condition condition;
  Group outside;         // of all rows outside the segments
  stats::Estimate lift;  // over the rest outside the segments, on held rows; 95 % for all
                         // conditions tried together
};

/// Best accounts that belong to no segment.
struct Exceptions {
  std::vector<std::uint32_t> rows;     // best ones, increasing
  std::int64_t outside = 0;            // rows in no segment
  std::vector<ExceptionGroup> groups;  // at most 3, the surest first, Jaccard 0.5 at most; none
                                       // where they share nothing that is sure
};

/// Best rows that no rule covers, and the conditions that go with being best among rows that no
/// rule covers.
///   rows        all; held those that neither rules nor conditions were found on, a part of them
///   conditions  that were offered to the rules
///   seed        of the drawing of 20,000 held rows, where there are more
Exceptions find_exceptions(const attribute::Coded& coded, std::span<const std::int8_t> best,
                           std::span<const std::uint32_t> rows, std::span<const std::uint32_t> held,
                           const std::vector<Rule>& rules, const std::vector<Condition>& conditions,
                           std::uint64_t seed);

}  // namespace bestfit::segment
