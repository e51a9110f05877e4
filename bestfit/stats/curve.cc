#include "bestfit/stats/curve.h"

#include <algorithm>
#include <cmath>

#include "bestfit/base/error.h"
#include "bestfit/stats/bootstrap.h"
#include "bestfit/stats/proportion.h"

namespace bestfit::stats {
namespace {

/// What the top of a list is expected to hold, and the variance of that by the random order of the
/// accounts of one score among which the cut falls (hypergeometric).
struct Top {
  double gain = 0.0;
  double tie_variance = 0.0;
};

/// Tops at increasing shares, in one pass.
std::vector<Top> tops(const ScoreCounts& counts, std::span<const double> shares,
                      const Frame& frame) {
  const double best = total_best(counts);
  const double total = frame.best * best + frame.other * total_other(counts);
  const auto accounts_at = [&](std::size_t level) {  // of the population
    return frame.best * counts.best[level] + frame.other * counts.other[level];
  };
  std::vector<Top> found;
  double best_above = 0.0;
  double above = 0.0;
  std::size_t level = counts.score.size();
  for (const double share : shares) {
    const double wanted = share * total;
    while (level > 0) {
      const double here = accounts_at(level - 1);
      if (above + here > wanted) break;
      best_above += counts.best[level - 1];
      above += here;
      --level;
    }
    double best_part = 0.0;
    double tie_variance = 0.0;
    if (level > 0 && wanted > above) {
      const double here = accounts_at(level - 1);
      const double taken = (wanted - above) / here;
      const double counted = counts.best[level - 1] + counts.other[level - 1];
      const double others = frame.other * counts.other[level - 1] / here;
      best_part = taken * counts.best[level - 1];
      tie_variance = best_part * (1.0 - taken) * others * counted / std::max(1.0, counted - 1.0);
    }
    found.push_back({.gain = std::min(1.0, (best_above + best_part) / best),
                     .tie_variance = tie_variance / (best * best)});
  }
  return found;
}

/// Wilson's interval on the number of accounts whose share would vary as much.
Estimate gain_estimate(double gain, double variance, double share, double best,
                       const BootstrapOptions& options) {
  // A sample never says how much it varies where it found none or all: half an account more does,
  // fading out towards a gain of one half, so that the bounds never jump.
  const double safe = (gain * best + 0.5) / (best + 1.0);
  const double edge = 1.0 - 4.0 * gain * (1.0 - gain);
  const double whole = variance + 0.5 * edge / (best * best) + 1e-12;
  const double size = safe * (1.0 - safe) / whole / options.lean;
  const Interval bounds =
      wilson_interval_of_share(gain, std::clamp(size, 1.0, 100.0 * best), options.level);
  if (share <= 0.0 || share >= 1.0) return {.value = gain, .low = gain, .high = gain};
  return {.value = gain, .low = bounds.low, .high = bounds.high};
}

}  // namespace

double gain_at(const ScoreCounts& counts, double share, const Frame& frame) {
  check(0.0 <= share && share <= 1.0, "gain_at: 0 <= share <= 1");
  check(total_best(counts) > 0.0, "gain_at: a best account");
  return tops(counts, std::span<const double>(&share, 1), frame).front().gain;
}

double lift_at(const ScoreCounts& counts, double share, const Frame& frame) {
  check(share > 0.0, "lift_at: share > 0");
  return gain_at(counts, share, frame) / share;
}

std::vector<Estimate> gain_curve(const ScoreCounts& counts, std::span<const double> shares,
                                 const BootstrapOptions& options) {
  check(std::is_sorted(shares.begin(), shares.end()), "gain_curve: shares increase");
  check(total_best(counts) > 0.0, "gain_curve: a best account");

  const std::vector<Top> values = tops(counts, shares, options.frame);
  std::vector<double> sums(shares.size());
  std::vector<double> squares(shares.size());
  int drawn = 0;
  for (int i = 0; i < options.replicates; ++i) {
    const ScoreCounts replicate =
        poisson_replicate(counts, options.seed, static_cast<std::uint64_t>(i));
    if (total_best(replicate) == 0.0) continue;
    const std::vector<Top> again = tops(replicate, shares, options.frame);
    for (std::size_t k = 0; k < shares.size(); ++k) {
      const double moved = again[k].gain - values[k].gain;
      sums[k] += moved;
      squares[k] += moved * moved;
    }
    ++drawn;
  }
  const double best = total_best(counts);
  std::vector<Estimate> found;
  for (std::size_t k = 0; k < shares.size(); ++k) {
    const double mean = drawn > 0 ? sums[k] / drawn : 0.0;
    const double variance = drawn > 1 ? squares[k] / drawn - mean * mean : 0.0;
    found.push_back(
        gain_estimate(values[k].gain, variance + values[k].tie_variance, shares[k], best, options));
  }
  return found;
}

}  // namespace bestfit::stats
