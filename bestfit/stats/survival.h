#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bestfit/stats/interval.h"

namespace bestfit::stats {

/// How long accounts were followed, one value an account, and what ended it. An account that is not
/// yet up for renewal is censored: nobody knows how long it stays.
struct FollowUps {
  std::vector<double> time;        // since it became a customer; >= 0
  std::vector<std::int8_t> event;  // 1 when it left at that time, 0 when it was followed no further
  std::vector<double> weight = {};  // accounts that it stands for, > 0; none: 1 each
  std::vector<double> entry = {};  // time from which it was followed; none: 0 each. An account that
                                   // left before its entry would not be among these: it counts
                                   // only after it
};

/// Throws Bug unless the columns are of one length and hold what FollowUps says.
void check_follow_ups(const FollowUps& accounts);

/// A time at which accounts left or were followed no further.
struct SurvivalStep {
  double time = 0.0;
  double at_risk = 0.0;   // followed until just before
  double events = 0.0;    // left; those who left stand before those censored at the same time
  double censored = 0.0;  // followed no further
  double survival = 1.0;  // share that stays beyond
  double spread = 0.0;    // Greenwood's variance of ln(survival); infinite when that is 0
};

struct SurvivalCurve {
  std::vector<SurvivalStep> steps;  // times increase; empty without accounts
  double last_time = 0.0;           // longest observation
};

/// The share of accounts that stays, by time (product-limit estimate). Where nobody is at risk
/// between entries, nothing changes.
///   throws  Bug as check_follow_ups does
///   source  Kaplan and Meier 1958, JASA 53(282), 457-481; Greenwood 1926
SurvivalCurve survival_curve(const FollowUps& accounts);

/// The share that stays beyond `time`, with its interval: symmetric in ln(-ln(share)); where nobody
/// left so far, Wilson's on the accounts at risk at `time`; where nobody stays, up to the bound
/// before the last one left.
///   returns  none past the longest observation
///   source   Kalbfleisch and Prentice 2002, The Statistical Analysis of Failure Time Data, 1.4
std::optional<Estimate> survival_at(const SurvivalCurve& curve, double time, double level = 0.95);

/// When half of the accounts have left; none of those that the data do not reach.
struct MedianTime {
  std::optional<double> value;
  std::optional<double> low;
  std::optional<double> high;
};

/// The first time at which the share that stays is at most one half (the middle of the span in
/// which it is exactly that), and the same of its bounds.
///   source  Brookmeyer and Crowley 1982, Biometrics 38(1), 29-41
MedianTime median_time(const SurvivalCurve& curve, double level = 0.95);

/// The mean time that accounts stay, within a horizon.
struct RestrictedMean {
  Estimate mean;
  double variance = 0.0;
  double until = 0.0;    // the horizon; the longest observation when that is before it and accounts
                         // stay beyond. The mean is of the time up to `until`
  double at_risk = 0.0;  // accounts followed until just before `until`
};

/// The area under the curve up to `until`. The interval is Wilson's on as many accounts as have
/// that variance, and on those at risk where nobody left.
///   horizon  > 0
///   throws   Bug without accounts, or with a longest observation of 0
///   source   Irwin 1949; Kaplan and Meier 1958, 6.1; docs/methods/survival.md
RestrictedMean restricted_mean(const SurvivalCurve& curve, double horizon, double level = 0.95);

/// Do groups leave alike?
struct LogRank {
  double chi_square = 0.0;
  double degrees = 0.0;  // groups that could have differed, less one; 0 when none could
  double p = 1.0;
  std::vector<double> observed;  // accounts that left, one a group
  std::vector<double> expected;  // that would have left if groups were alike
};

/// The log-rank test of two or more groups.
///   group   one an account, below `groups`; a group may be empty
///   throws  Bug as survival_curve does, and when a group is out of range
///   source  Mantel 1966; Peto and Peto 1972, JRSS A 135(2), 185-207
LogRank log_rank_test(const FollowUps& accounts, std::span<const std::uint32_t> group,
                      std::size_t groups);

}  // namespace bestfit::stats
