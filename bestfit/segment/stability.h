#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/segment/options.h"
#include "bestfit/segment/rule.h"
#include "bestfit/segment/space.h"

namespace bestfit::segment {

/// Refits on complementary halves of the rows, clusters whole: bins, conditions and rules anew, as
/// many rules as `rules_max`.
///   returns  the rules of each of options.half_samples refits
///   source   Shah and Samworth 2013, JRSS B 75(1), 55-80 (complementary pairs)
std::vector<std::vector<Rule>> refit_on_halves(const attribute::Coded& coded,
                                               std::span<const std::int8_t> best,
                                               std::span<const double> value,
                                               std::span<const std::uint32_t> rows, int rules_max,
                                               const SegmentOptions& options);

/// How alike the covers of a rule and of its best match in each refit are.
struct Stability {
  double mean = 0.0;       // mean Jaccard of the best match
  double reappears = 0.0;  // share of refits whose best match has 0.5 or more
};

struct Settled {
  Rule rule;
  Stability stability;
};

/// Each rule, or in its place the rule of a refit that is nearly as good (nine tenths of its
/// quality on the rows that the other rules leave) and that the refits agree on best: of many rules
/// that are as good, the one in the middle.
///   rules  found in `space`
std::vector<Settled> settle(const attribute::Coded& coded, const Space& space,
                            const std::vector<Rule>& rules,
                            const std::vector<std::vector<Rule>>& refits,
                            const SegmentOptions& options);

}  // namespace bestfit::segment
