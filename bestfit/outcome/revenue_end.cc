#include "bestfit/outcome/revenue_end.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace bestfit::outcome {
namespace {

constexpr std::size_t kDaysLeast = 20;      // with a line, to know a pace
constexpr double kPauses = 2.0;             // of the longest one
constexpr double kExpectedLeast = 9.21034;  // ln 10,000: exp(-lines expected) is the chance of none

}  // namespace

std::optional<double> revenue_end(std::span<const double> days, double until) {
  std::vector<double> with_line;
  with_line.reserve(days.size());
  for (const double day : days) {
    if (!std::isnan(day) && day <= until) with_line.push_back(std::floor(day));
  }
  std::sort(with_line.begin(), with_line.end());
  with_line.erase(std::unique(with_line.begin(), with_line.end()), with_line.end());
  if (with_line.size() < kDaysLeast) return std::nullopt;
  double longest = 0.0;
  for (std::size_t i = 1; i < with_line.size(); ++i) {
    longest = std::max(longest, with_line[i] - with_line[i - 1]);
  }
  const double newest = with_line.back();
  const double since = until - newest;
  const double pace = static_cast<double>(with_line.size()) / (newest - with_line.front() + 1.0);
  if (since <= kPauses * longest || since * pace < kExpectedLeast) return std::nullopt;
  return newest;
}

}  // namespace bestfit::outcome
