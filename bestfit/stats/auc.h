#pragma once

#include "bestfit/stats/interval.h"
#include "bestfit/stats/score_counts.h"

namespace bestfit::stats {

/// Probability that a best account stands above another one, half of the ties counted (Mann and
/// Whitney 1947), exact from counts in one pass.
///   throws  Bug unless there are accounts of both outcomes
double auc_value(const ScoreCounts& counts);

/// DeLong's variance of auc_value; NaN with fewer than two accounts of an outcome.
///   source  DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44(3), 837-845
double auc_variance(const ScoreCounts& counts);

/// Interval for an AUC from its variance, symmetric in ln(auc / (1 - auc)).
///   value     in (0, 1); variance > 0
///   source    Pepe 2003, The Statistical Evaluation of Medical Tests, 5.2
Interval logit_auc_interval(double value, double variance, double level = 0.95);

/// Newcombe's variance of an AUC of few accounts whose true value is `value`.
///   best, other  accounts of each outcome, > 0
///   source       Newcombe 2006, Statistics in Medicine 25, 559-573, method 5
double newcombe_auc_variance(double value, double best, double other);

/// Wilson-type interval for an AUC of few accounts; holds for an AUC of 0 and of 1 too.
///   value         in [0, 1]
///   best, other   accounts of each outcome, > 0; need not be whole (effective sizes)
///   source        Newcombe 2006, Statistics in Medicine 25, 559-573, method 5
Interval newcombe_auc_interval(double value, double best, double other, double level = 0.95);

/// The interval for an AUC: logit-DeLong; Newcombe's with fewer than 30 accounts of an outcome, or
/// where the variance is 0 or NaN.
///   best, other   accounts of each outcome, > 0; need not be whole (effective sizes)
Interval auc_interval(double value, double variance, double best, double other,
                      double level = 0.95);

/// AUC with its 95 % interval: auc_value, auc_variance and auc_interval together.
/// docs/methods/intervals.md has the simulated coverage.
///   throws  Bug unless there are accounts of both outcomes
Estimate auc(const ScoreCounts& counts);

}  // namespace bestfit::stats
