#pragma once

#include "bestfit/stats/clusters.h"
#include "bestfit/stats/interval.h"

/// Best and other accounts that were sampled at different rates, and what they say of the
/// population. docs/methods/sampling.md
namespace bestfit::stats {

/// How many accounts of the population each counted account stands for, on either side. Both 1: the
/// counts are the population. `best` 0: the others alone are the population, or a sample of it, and
/// how common the outcome is in it is not known.
struct Frame {
  double best = 1.0;
  double other = 1.0;

  /// Whether rates of the population can be told.
  [[nodiscard]] bool has_rates() const { return best > 0.0; }

  /// Whether the counts are the population themselves.
  [[nodiscard]] bool is_plain() const { return best == other; }
};

/// The share of best accounts in the population.
///   best, other  counted, >= 0, not both 0
///   throws       Bug where frame.has_rates() is false
double population_rate(double best, double other, const Frame& frame);

/// The same with its 95 % interval: Wilson's of the counts, carried over by its odds.
///   design  by how much clusters widen the variance
Estimate population_rate_estimate(double best, double other, const Frame& frame,
                                  double design = 1.0);

/// Best and other accounts of a part, counted.
struct Part {
  double best = 0.0;
  double other = 0.0;
};

/// The share of all best accounts that a part has over its share of the population: the lift. The
/// interval is that of the ratio of both sides' shares (Koopman 1984), carried over with the
/// population's rate taken as given.
///   all      the part included; both outcomes
///   returns  NaN with [0, infinity] when the part is empty
Estimate population_lift(const Part& part, const Part& all, const Frame& frame,
                         double design = 1.0);

/// The rate of a part over that of the rest, with half an account added to each count; where rates
/// cannot be told, the ratio of their odds, which is that of their densities.
///   returns  the 95 % interval of the delta method on the logarithm
///   source   Woolf 1955 and Haldane 1956, Annals of Human Genetics 19 and 20 (odds)
Estimate population_ratio(const Part& part, const Part& rest, const Frame& frame,
                          const RateDesign& design = {});

}  // namespace bestfit::stats
