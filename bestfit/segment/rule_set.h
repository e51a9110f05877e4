#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/segment/options.h"
#include "bestfit/segment/search.h"
#include "bestfit/segment/space.h"

namespace bestfit::segment {

enum class Evidence {
  needed,  // a rule must pay for itself
  waived,  // as many rules as are asked for
};

/// Rules that together single out the best rows: each is the best on rows that the others leave;
/// then, up to three times, each is searched again among these. With Evidence::needed a further
/// rule must raise the log-likelihood of "one rate a rule, in their order, one for the rest" by
/// 0.5 ln n + ln(number of rules with as many conditions), rows that hang together counted for as
/// many as would say as much alone.
///   returns  at most rules_max, none empty
///   source   Schwarz 1978, Annals of Statistics 6(2), 461-464; docs/methods/segments.md
std::vector<Choice> choose_rules(const attribute::Coded& coded, const Space& space, int rules_max,
                                 const SegmentOptions& options, Evidence evidence);

/// What those rules add to the log-likelihood of one rate for all rows, in effective rows.
double gain_of(const attribute::Coded& coded, const Space& space, const std::vector<Choice>& rules);

Rule rule_of(const Space& space, const Choice& choice);

}  // namespace bestfit::segment
