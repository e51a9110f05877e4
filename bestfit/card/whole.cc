#include "bestfit/card/whole.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "bestfit/base/error.h"

namespace bestfit::card {
namespace {

double range_of(const std::vector<double>& weights) {
  const auto ends = std::minmax_element(weights.begin(), weights.end());
  return *ends.second - *ends.first;
}

/// Shares of `sum` in proportion to the ranges by largest remainder, at least 1 each where the sum
/// has room for that.
std::vector<int> shares(const std::vector<double>& ranges, int sum) {
  const double all = std::accumulate(ranges.begin(), ranges.end(), 0.0);
  std::vector<int> out;
  std::vector<double> rest;
  for (const double range : ranges) {
    const double exact = range / all * sum;
    out.push_back(std::max(range > 0.0 ? 1 : 0, static_cast<int>(std::floor(exact))));
    rest.push_back(exact - out.back());
  }
  int left = sum - std::accumulate(out.begin(), out.end(), 0);
  for (; left > 0; --left) {
    const auto chosen = std::max_element(rest.begin(), rest.end());
    ++out[static_cast<std::size_t>(chosen - rest.begin())];
    *chosen -= 1.0;
  }
  for (; left < 0; ++left) {  // from the one most above its part that has a point to spare
    std::size_t chosen = 0;
    for (std::size_t a = 1; a < out.size(); ++a) {
      if (out[chosen] < 2 || (out[a] >= 2 && rest[a] < rest[chosen])) chosen = a;
    }
    --out[chosen];
    rest[chosen] += 1.0;
  }
  return out;
}

/// Ranges of which none is more than that share of their sum, the others in proportion as before.
std::vector<double> capped(std::vector<double> ranges, double share) {
  const auto differ = std::count_if(ranges.begin(), ranges.end(), [](double r) { return r > 0.0; });
  share = std::max(share, 1.0 / static_cast<double>(std::max<std::ptrdiff_t>(1, differ)));
  std::vector<bool> at_cap(ranges.size(), false);
  for (bool again = true; again;) {
    again = false;
    double caps = 0.0;
    double rest = 0.0;
    for (std::size_t a = 0; a < ranges.size(); ++a)
      (at_cap[a] ? caps : rest) += at_cap[a] ? share : ranges[a];
    for (std::size_t a = 0; a < ranges.size(); ++a) {
      if (at_cap[a]) continue;
      ranges[a] *= rest > 0.0 ? (1.0 - caps) / rest : 0.0;
      if (ranges[a] <= share * (1.0 + 1e-12)) continue;
      ranges[a] = share;
      at_cap[a] = again = true;
    }
  }
  return ranges;
}

}  // namespace

std::vector<std::vector<int>> whole_points(const std::vector<std::vector<double>>& weights, int sum,
                                           int most) {
  std::vector<double> ranges;
  ranges.reserve(weights.size());
  for (const auto& attribute : weights) ranges.push_back(range_of(attribute));
  check(std::any_of(ranges.begin(), ranges.end(), [](double range) { return range > 0.0; }),
        "whole_points: some weights differ");
  const std::vector<int> top = shares(capped(ranges, static_cast<double>(most) / sum), sum);
  std::vector<std::vector<int>> points;
  for (std::size_t a = 0; a < weights.size(); ++a) {
    const double least = *std::min_element(weights[a].begin(), weights[a].end());
    points.emplace_back();
    for (const double weight : weights[a]) {
      const double part = ranges[a] > 0.0 ? (weight - least) / ranges[a] : 0.0;
      points.back().push_back(static_cast<int>(std::lround(part * top[a])));
    }
  }
  return points;
}

}  // namespace bestfit::card
