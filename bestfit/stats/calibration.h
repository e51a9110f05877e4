#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/stats/frame.h"
#include "bestfit/stats/interval.h"
#include "bestfit/stats/score_counts.h"

namespace bestfit::stats {

/// A step of the rate as a function of the score: applies to scores of at least `from`.
struct RateStep {
  double from = 0.0;
  Estimate rate;      // Jeffreys-smoothed rate and 95 % Jeffreys interval
  double best = 0.0;  // counted
  double total = 0.0;
};

/// The rate of best accounts as a non-decreasing step function of the score: pool adjacent
/// violators on levels first joined to at least `least` accounts a step; each step's rate is (best
/// + 1/2) / (total + 1).
///   least    >= 1
///   frame    carries rates of the counts over to the population; frame.best > 0
///   returns  steps by `from`, increasing, rates strictly increasing; empty for no accounts
///   source   Ayer and others 1955 (pooling); Brown, Cai and DasGupta 2001 (Jeffreys)
std::vector<RateStep> isotonic_rates(const ScoreCounts& counts, std::int64_t least,
                                     const Frame& frame = {});

/// Widens the intervals of steps whose accounts hang together: as for total / design accounts that
/// do not. The rates stay.
///   designs  one a step, >= 1 (clusters.h)
void widen_intervals(std::span<const double> designs, const Frame& frame,
                     std::vector<RateStep>& steps);

/// The rate that applies to a score; the first step's below all steps.
///   throws  Bug when there are no steps
double rate_at(std::span<const RateStep> steps, double score);

/// Mean of -ln(probability given to what happened); probabilities are kept 1e-15 off 0 and 1.
///   weights  one an account; empty: each counts once
///   throws   Bug when empty or lengths differ
double log_loss(std::span<const double> probabilities, std::span<const std::int8_t> best,
                std::span<const double> weights = {});

/// Mean squared distance of probability and outcome (Brier 1950).
double brier_score(std::span<const double> probabilities, std::span<const std::int8_t> best,
                   std::span<const double> weights = {});

/// What a bin promised and what came.
struct Promise {
  double predicted = 0.0;  // sum of probabilities
  double variance = 0.0;   // sum of probability * (1 - probability)
  std::int64_t best = 0;
  std::int64_t total = 0;
};

/// How far rates are from what was promised, on average over accounts.
struct CalibrationError {
  double value = 0.0;
  double expected = 0.0;  // the mean that true probabilities would show by chance alone
};

/// Expected calibration error over bins, with what chance alone would give (normal approximation of
/// the binomial's mean absolute deviation).
///   source  Naeini, Cooper and Hauskrecht 2015, AAAI; docs/methods/calibration.md for `expected`
CalibrationError calibration_error(std::span<const Promise> bins);

}  // namespace bestfit::stats
