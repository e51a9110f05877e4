#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/stats/frame.h"
#include "bestfit/stats/interval.h"
#include "bestfit/stats/score_counts.h"

namespace bestfit::stats {

/// The share of all best accounts that stands in the top `share` of the population by score. Where
/// the cut falls among accounts of one score, their expected part is taken, as if they came in
/// random order.
///   share   in [0, 1]
///   throws  Bug without a best account
double gain_at(const ScoreCounts& counts, double share, const Frame& frame = {});

/// The rate of best accounts in the top `share` over their rate in all: gain_at over share.
///   share in (0, 1]
double lift_at(const ScoreCounts& counts, double share, const Frame& frame = {});

struct BootstrapOptions {
  int replicates = 1000;
  std::uint64_t seed = 1;
  double level = 0.95;
  Frame frame;        // `share` is one of the population
  double lean = 1.0;  // variance of rows that lean on each other over that of single ones, >= 1
};

/// gain_at with its interval, at each share. Poisson bootstrap on the counts gives the variance
/// (the cut moves with the sample), the random order of ties at the cut adds its own, and Wilson's
/// interval on as many accounts as have that variance gives the bounds, so that a gain of 0 or 1
/// has an honest one.
///   source  docs/methods/intervals.md; Chamandy and others 2012 (Poisson bootstrap)
std::vector<Estimate> gain_curve(const ScoreCounts& counts, std::span<const double> shares,
                                 const BootstrapOptions& options);

}  // namespace bestfit::stats
