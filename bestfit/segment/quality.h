#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

#include "bestfit/segment/options.h"
#include "bestfit/segment/space.h"

namespace bestfit::segment {

/// Rows of a cover: best ones, what these weigh, and others.
struct Tally {
  std::uint32_t best = 0;
  std::uint32_t other = 0;
  double weight = 0.0;
};

/// The quality of search.h on a space, which must outlive it, and what no part of a cover can
/// exceed.
class Quality {
 public:
  Quality(const Space& space, const SegmentOptions& options)
      : size_power_(space.size_power),
        rate_(static_cast<double>(space.layout.best) / std::max(1U, space.layout.total)),
        weight_max_(space.weight_max),
        total_min_(static_cast<std::uint32_t>(std::ceil(options.support_min * space.layout.total))),
        best_min_(static_cast<std::uint32_t>(options.best_min)) {}

  /// 0 where there are too few rows, or no more best ones than elsewhere.
  [[nodiscard]] double of(const Tally& tally) const {
    const std::uint32_t total = tally.best + tally.other;
    if (total < total_min_ || tally.best < best_min_) return 0.0;
    return std::max(0.0, size_power_[total] * (tally.weight - rate_ * total));
  }

  /// No part of the cover that keeps at least `tally.other` others is better. The best part has the
  /// heaviest best rows alone.
  [[nodiscard]] double bound(const Tally& tally) const {
    if (tally.best < best_min_) return 0.0;
    const auto heaviest = static_cast<std::uint32_t>(tally.weight / weight_max_);
    const std::uint32_t total =
        std::max({std::min(heaviest, tally.best) + tally.other, total_min_, 1U});
    return size_power_[std::min<std::size_t>(total, size_power_.size() - 1)] *
           (tally.weight - rate_ * total);
  }

  /// The weight that a cover must exceed for some part of it to be better than `top`.
  [[nodiscard]] double weight_needed(double top) const {
    double low = 0.0;
    double high = weight_max_ * static_cast<double>(size_power_.size());
    for (int step = 0; step < 60 && high - low > 1e-9 * high; ++step) {
      const double middle = 0.5 * (low + high);
      const Tally tally{.best = static_cast<std::uint32_t>(size_power_.size()), .weight = middle};
      (bound(tally) > top ? high : low) = middle;
    }
    return low;
  }

 private:
  std::span<const double> size_power_;
  double rate_;
  double weight_max_;
  std::uint32_t total_min_;
  std::uint32_t best_min_;
};

}  // namespace bestfit::segment
