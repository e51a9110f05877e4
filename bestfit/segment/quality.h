#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "bestfit/segment/options.h"
#include "bestfit/segment/space.h"

namespace bestfit::segment {

/// Rows of a cover: best ones, what these weigh, and others.
struct Tally {
  std::uint32_t best = 0;
  std::uint32_t other = 0;
  double weight = 0.0;
};

/// The quality of search.h, and what no part of a cover can exceed.
class Quality {
 public:
  Quality(const Space& space, const SegmentOptions& options)
      : rate_(static_cast<double>(space.layout.best) / std::max(1U, space.layout.total)),
        weight_max_(space.weight_max),
        total_min_(static_cast<std::uint32_t>(std::ceil(options.support_min * space.layout.total))),
        best_min_(static_cast<std::uint32_t>(options.best_min)) {
    const double n = std::max(1U, space.layout.total);
    power_.push_back(0.0);
    for (std::uint32_t t = 1; t <= space.layout.total; ++t) {
      power_.push_back(std::pow(t / n, options.size_weight - 1.0) / n);
    }
  }

  /// 0 where there are too few rows, or no more best ones than elsewhere.
  [[nodiscard]] double of(const Tally& tally) const {
    const std::uint32_t total = tally.best + tally.other;
    if (total < total_min_ || tally.best < best_min_) return 0.0;
    return std::max(0.0, power_[total] * (tally.weight - rate_ * total));
  }

  /// No part of the cover that keeps at least `tally.other` others is better. The best part has the
  /// heaviest best rows alone.
  [[nodiscard]] double bound(const Tally& tally) const {
    if (tally.best < best_min_) return 0.0;
    const auto heaviest = static_cast<std::uint32_t>(tally.weight / weight_max_);
    const std::uint32_t total =
        std::max({std::min(heaviest, tally.best) + tally.other, total_min_, 1U});
    return power_[std::min<std::size_t>(total, power_.size() - 1)] * (tally.weight - rate_ * total);
  }

 private:
  double rate_;
  double weight_max_;
  std::uint32_t total_min_;
  std::uint32_t best_min_;
  std::vector<double> power_;  // t^(a - 1) / n^a by t
};

}  // namespace bestfit::segment
