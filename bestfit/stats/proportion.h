#pragma once

#include <cstdint>

#include "bestfit/stats/clusters.h"
#include "bestfit/stats/interval.h"

namespace bestfit::stats {

/// Wilson score interval for the share of best accounts among `total`.
///   best, total  counts of accounts, 0 <= best <= total, total >= 1
///   level        confidence, in (0, 1); 0.95 is 95 %
///   returns      shares, 0 <= low <= high <= 1
///   throws       Bug when an argument is out of its range
///   source       Wilson 1927, JASA 22(158), 209-212
Interval wilson_interval(std::int64_t best, std::int64_t total, double level = 0.95);

/// The same for a share in [0, 1] that rests on as much as `total` accounts would say; `total` > 0
/// need not be whole (an effective sample size).
Interval wilson_interval_of_share(double share, double total, double level = 0.95);

/// best / total with its Wilson interval; NaN with the interval [0, 1] when total is 0.
Estimate share_estimate(std::int64_t best, std::int64_t total, double level = 0.95);

/// The first share minus the second, of two groups without a common account.
///   returns  in [-1, 1]
///   throws   Bug when a total is 0 or a count is out of range
///   source   Newcombe 1998, Statistics in Medicine 17, 873-890, method 10
Estimate share_difference(std::int64_t best, std::int64_t total, std::int64_t other_best,
                          std::int64_t other_total, double level = 0.95);

/// The first share over the second: the lift against a comparison group without a common account.
///   returns  value infinite when only the second share is 0, NaN when both are 0; low 0 when the
///            first share is 0, high infinite when the second is 0
///   throws   Bug when a total is 0 or a count is out of range
///   source   Koopman 1984, Biometrics 40(2), 513-517 (asymptotic score interval)
Estimate share_ratio(std::int64_t best, std::int64_t total, std::int64_t other_best,
                     std::int64_t other_total, double level = 0.95);

/// The same for effective sizes, which need not be whole.
Estimate share_ratio_of_sizes(double best, double total, double other_best, double other_total,
                              double level = 0.95);

/// The share in a part of the accounts over the share in all of them, part included. The interval
/// is that of the ratio to the rest, carried over with the part's size taken as given.
///   part_best <= all_best, part_total <= all_total, all_best >= 1
///   design   by how much clusters widen the variance of the part's share and of the rest's
///   returns  NaN with [0, all_total / all_best] when the part is empty
Estimate lift_over_all(std::int64_t part_best, std::int64_t part_total, std::int64_t all_best,
                       std::int64_t all_total, const RateDesign& design = {}, double level = 0.95);

}  // namespace bestfit::stats
