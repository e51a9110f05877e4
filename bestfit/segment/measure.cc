#include "bestfit/segment/measure.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "bestfit/base/error.h"
#include "bestfit/stats/clusters.h"
#include "bestfit/stats/proportion.h"

namespace bestfit::segment {
namespace {

/// Covered rows are the first of two groups.
stats::RateDesign design_of(const attribute::Coded& coded, std::span<const std::int8_t> best,
                            std::span<const std::uint32_t> rows,
                            std::span<const std::uint8_t> covered) {
  if (coded.cluster.empty()) return {};
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto before = [&](std::size_t x, std::size_t y) {
    return coded.cluster[rows[x]] < coded.cluster[rows[y]];
  };
  if (!std::is_sorted(order.begin(), order.end(), before)) {
    std::stable_sort(order.begin(), order.end(), before);
  }
  std::vector<std::uint32_t> cluster;
  std::vector<std::uint32_t> group;
  std::vector<std::int8_t> outcome;
  for (const std::size_t i : order) {
    cluster.push_back(coded.cluster[rows[i]]);
    group.push_back(covered[i] == 1 ? 0 : 1);
    outcome.push_back(best[rows[i]] == 1 ? 1 : 0);
  }
  const auto cells = stats::cluster_cells(cluster, group, outcome);
  return stats::rate_designs(cells, 2).front();
}

}  // namespace

Group count_covered(std::span<const std::int8_t> best, std::span<const std::uint32_t> rows,
                    std::span<const std::uint8_t> covered) {
  check(rows.size() == covered.size(), "count_covered: one mark a row");
  Group out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (covered[i] == 0) continue;
    ++out.total;
    out.best += best[rows[i]] == 1 ? 1 : 0;
  }
  return out;
}

stats::Estimate lift_of(const attribute::Coded& coded, std::span<const std::int8_t> best,
                        std::span<const std::uint32_t> rows, std::span<const std::uint8_t> covered,
                        double level) {
  const Group inside = count_covered(best, rows, covered);
  const std::vector<std::uint8_t> all(rows.size(), 1);
  const Group both = count_covered(best, rows, all);
  if (inside.total == 0 || inside.total == both.total) {
    return {.value = std::numeric_limits<double>::quiet_NaN(),
            .low = 0.0,
            .high = std::numeric_limits<double>::infinity()};
  }
  const stats::RateDesign design = design_of(coded, best, rows, covered);
  const auto sized = [](std::int64_t count, double by) { return static_cast<double>(count) / by; };
  return stats::share_ratio_of_sizes(sized(inside.best, design.inside),
                                     sized(inside.total, design.inside),
                                     sized(both.best - inside.best, design.outside),
                                     sized(both.total - inside.total, design.outside), level);
}

std::vector<std::uint8_t> either(const std::vector<std::vector<std::uint8_t>>& covers,
                                 std::size_t rows) {
  std::vector<std::uint8_t> out(rows, 0);
  for (const std::vector<std::uint8_t>& cover : covers) {
    check(cover.size() == rows, "either: covers of the same rows");
    for (std::size_t i = 0; i < rows; ++i) out[i] |= cover[i];
  }
  return out;
}

}  // namespace bestfit::segment
