#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/segment/exceptions.h"
#include "bestfit/segment/measure.h"
#include "bestfit/segment/options.h"
#include "bestfit/segment/rule.h"
#include "bestfit/segment/stability.h"
#include "bestfit/stats/interval.h"

namespace bestfit::segment {

/// One rule and what it is worth. All but `found` and `stability` is measured on held rows.
struct Segment {
  Rule rule;
  Group found;                  // rows searched that match
  Group held;                   // held rows that match
  Group added;                  // of these, in no segment before it
  double share = 0.0;           // of the held rows
  double best_share = 0.0;      // of the best held rows
  double value_share = 0.0;     // of the value of the best held rows; best_share without values
  stats::Estimate lift;         // rate over that of rows outside it; `level` holds for all rules
  Stability stability;          // under refits on halves of the rows searched
  std::vector<double> overlap;  // Jaccard of its cover and each segment's, itself 1
};

/// A rule that was found and not kept.
struct Unconfirmed {
  Rule rule;
  std::string why;  // for people
};

struct Segments {
  std::vector<Segment> segments;         // in the order they were found in; may be none
  std::vector<Unconfirmed> unconfirmed;  // looked at and left out
  std::size_t searched = 0;              // rows that rules were found on
  Group held;                            // rows that measured them
  std::vector<std::uint32_t> held_rows;
  Group in_any;                    // held rows in any segment
  stats::Estimate lift;            // of these over all others, 95 % by itself
  double relative_accuracy = 0.0;  // WRAcc of the union: share of rows (rate - rate of all)
  double level = 0.95;             // at which each segment's interval stands: 0.95 for all
  Exceptions exceptions;
};

/// The 1 to 3 rules that single out the best rows, as many as the data bear out, possibly none. A
/// part of the rows is searched; a rule is kept when it pays for itself there, reappears in refits
/// on halves, and on the rest of the rows has a lift whose interval lies above 1 (Bonferroni over
/// the rules brought there) and adds rows that are better than those outside all rules.
///   best    one for each row of the table; those of `rows` are 0 or 1
///   value   what each best row is worth, one a row of the table, finite and >= 0 for
///           these; empty when all are alike
///   rows    of known outcome; one may stand more than once (a bootstrap)
///   source  docs/methods/segments.md
Segments find_segments(const attribute::Coded& coded, std::span<const std::int8_t> best,
                       std::span<const double> value, std::span<const std::uint32_t> rows,
                       const SegmentOptions& options);

}  // namespace bestfit::segment
