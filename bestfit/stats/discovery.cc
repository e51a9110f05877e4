#include "bestfit/stats/discovery.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "bestfit/base/error.h"

namespace bestfit::stats {
namespace {

/// Indices of p, smallest p first.
std::vector<std::size_t> ascending(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  return order;
}

std::vector<double> step_up(std::span<const double> p, double factor) {
  const std::vector<std::size_t> order = ascending(p);
  std::vector<double> q(p.size());
  double least = 1.0;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    const std::size_t test = order[rank - 1];
    check(0.0 <= p[test] && p[test] <= 1.0, "false discovery rate: p in [0, 1]");
    least = std::min(least, p[test] * factor / static_cast<double>(rank));
    q[test] = least;
  }
  return q;
}

}  // namespace

std::vector<double> benjamini_hochberg(std::span<const double> p) {
  return step_up(p, static_cast<double>(p.size()));
}

std::vector<double> benjamini_yekutieli(std::span<const double> p) {
  double harmonic = 0.0;
  for (std::size_t i = 1; i <= p.size(); ++i) harmonic += 1.0 / static_cast<double>(i);
  return step_up(p, static_cast<double>(p.size()) * harmonic);
}

std::vector<double> westfall_young(std::span<const double> p,
                                   const std::vector<std::vector<double>>& shuffled) {
  const std::vector<std::size_t> order = ascending(p);
  std::vector<double> beaten(p.size(), 1.0);
  for (const std::vector<double>& other : shuffled) {
    check(other.size() == p.size(), "westfall_young: one p for each test");
    double least = 1.0;
    for (std::size_t rank = order.size(); rank > 0; --rank) {
      const std::size_t test = order[rank - 1];
      least = std::min(least, other[test]);
      if (least <= p[test]) beaten[test] += 1.0;
    }
  }
  std::vector<double> adjusted(p.size());
  double most = 0.0;
  for (const std::size_t test : order) {
    most = std::max(most, beaten[test] / (static_cast<double>(shuffled.size()) + 1.0));
    adjusted[test] = most;
  }
  return adjusted;
}

double simes(std::span<const double> p) {
  check(!p.empty(), "simes: at least one test");
  const std::vector<double> q = benjamini_hochberg(p);
  return *std::min_element(q.begin(), q.end());
}

}  // namespace bestfit::stats
