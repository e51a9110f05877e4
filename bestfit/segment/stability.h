#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/segment/options.h"
#include "bestfit/segment/rule.h"

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

///   rows  the covers are compared on these
std::vector<Stability> stability_of(const attribute::Coded& coded, const std::vector<Rule>& rules,
                                    const std::vector<std::vector<Rule>>& refits,
                                    std::span<const std::uint32_t> rows);

}  // namespace bestfit::segment
