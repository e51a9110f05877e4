#include "bestfit/outcome/recorded_until.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace bestfit::outcome {
namespace {

constexpr std::size_t kPaceDaysLeast = 20;  // to know a pace
constexpr double kLongestPauses = 2.0;      // of the longest one
constexpr double kDatesLeast = 9.21034;     // ln 10,000: exp(-dates expected) is the chance of none
constexpr std::size_t kOneOf = 100;         // dates may be later
constexpr double kErrors = 4.0;

using Days = std::vector<double>;  // different ones, increasing

double pace_of(const Days& days, std::size_t count) {
  return static_cast<double>(count) / (days[count - 1] - days.front() + 1.0);
}

/// How many of them come before the pause that sets the last ones apart; all when there is none.
std::size_t before_pause(const Days& days) {
  double longest = 0.0;
  const std::size_t later = std::max<std::size_t>(1, days.size() / kOneOf);
  for (std::size_t i = 1; i < days.size(); ++i) {
    const double pause = days[i] - days[i - 1];
    if (i + later >= days.size() && pause > kLongestPauses * longest &&
        pause * pace_of(days, i) > kDatesLeast) {
      return i;
    }
    longest = std::max(longest, pause);
  }
  return days.size();
}

/// Whether the days after the first `count` are too few to be like those.
bool are_few(const Days& days, std::size_t count) {
  const double expected = pace_of(days, count) * (days.back() - days[count - 1]);
  const auto seen = static_cast<double>(days.size() - count);
  return seen < 0.5 * expected && expected - seen > kErrors * std::sqrt(expected);
}

}  // namespace

double recorded_until(std::span<const double> days, double others) {
  Days sorted;
  sorted.reserve(days.size());
  for (const double day : days) {
    if (!std::isnan(day)) sorted.push_back(std::floor(day));
  }
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
  if (sorted.size() < kPaceDaysLeast) return sorted.back();
  sorted.resize(before_pause(sorted));
  const auto until_others = static_cast<std::size_t>(
      std::upper_bound(sorted.begin(), sorted.end(), others) - sorted.begin());
  const bool may_be_ahead = until_others >= kPaceDaysLeast && until_others < sorted.size();
  return may_be_ahead && are_few(sorted, until_others) ? std::max(others, sorted[until_others - 1])
                                                       : sorted.back();
}

}  // namespace bestfit::outcome
