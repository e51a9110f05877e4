#include "bestfit/attribute/cuts.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "bestfit/base/error.h"

namespace bestfit::attribute {
namespace {

struct Run {  // equal values in the sample
  double value = 0.0;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Run> runs_of(std::span<const double> sample) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if (runs.empty() || sample[i] != runs.back().value) {
      runs.push_back({.value = sample[i], .begin = i, .end = i});
    }
    runs.back().end = i + 1;
  }
  return runs;
}

/// Negative whole numbers such as -9 below data that is otherwise 0 or more.
bool stands_for_none(double value) {
  constexpr double kCodes[] = {-1.0,   -2.0,   -3.0,    -4.0,    -5.0,    -6.0,  -7.0,
                               -8.0,   -9.0,   -77.0,   -88.0,   -97.0,   -98.0, -99.0,
                               -888.0, -999.0, -9998.0, -9999.0, -99999.0};
  return std::find(std::begin(kCodes), std::end(kCodes), value) != std::end(kCodes);
}

std::size_t special_runs(const std::vector<Run>& runs) {
  constexpr std::size_t kSpecialsMost = 6;
  constexpr std::size_t kOthersLeast = 8;  // fewer may be answers from -1 to 1
  std::size_t count = 0;
  while (count < runs.size() && runs[count].value < 0.0) {
    if (!stands_for_none(runs[count].value)) return 0;
    ++count;
  }
  return count <= kSpecialsMost && runs.size() >= count + kOthersLeast ? count : 0;
}

/// k * 10^exponent, rounded once, so that 3 * 10^-1 is 0.3.
double decimal(double k, int exponent) {
  return exponent >= 0 ? k * std::pow(10.0, exponent) : k / std::pow(10.0, -exponent);
}

}  // namespace

double round_number_between(double low, double high) {
  check(low < high, "round_number_between: low < high");
  if (low < 0.0 && high >= 0.0) return 0.0;
  const double middle = 0.5 * low + 0.5 * high;
  const double width = high - low;
  const int top = static_cast<int>(std::floor(std::log10(std::max(std::abs(low), std::abs(high)))));
  for (int exponent = top + 1; exponent > top - 17; --exponent) {
    for (const double multiple : {5.0, 2.0, 1.0}) {
      const double step = decimal(multiple, exponent);
      if (step > 4.0 * width && std::floor(high / step) * step <= low) continue;
      for (const double side : {std::round(middle / step), std::floor(high / step)}) {
        const double candidate = decimal(side * multiple, exponent);
        if (candidate > low && candidate <= high) return candidate;
      }
    }
  }
  return high;
}

std::size_t special_values(std::span<const double> sample) { return special_runs(runs_of(sample)); }

std::vector<double> quantile_cuts(std::span<const double> sample, std::size_t cuts_max) {
  std::vector<double> cuts;
  const std::vector<Run> runs = runs_of(sample);
  const auto cut_before = [&](std::size_t run) {  // between the run and the one before it
    cuts.push_back(round_number_between(runs[run - 1].value, runs[run].value));
  };
  if (runs.size() <= cuts_max + 1) {
    for (std::size_t run = 1; run < runs.size(); ++run) cut_before(run);
    return cuts;
  }
  const std::size_t special = special_runs(runs);
  for (std::size_t run = 1; run <= special; ++run) cut_before(run);
  const double start = static_cast<double>(runs[special].begin);
  const double size = static_cast<double>(sample.size()) - start;
  const double step = size / static_cast<double>(cuts_max + 1 - special);
  double target = start + step;  // rank at which the next cut should stand
  for (std::size_t run = special + 1; run < runs.size(); ++run) {
    const auto size_of = [&](std::size_t i) {
      return static_cast<double>(runs[i].end - runs[i].begin);
    };
    const double rank = static_cast<double>(runs[run].begin);
    const bool common = size_of(run) >= step || size_of(run - 1) >= step;
    const bool last_part = rank > start + size - 0.5 * step;
    if (!common && (last_part || rank < target - 0.25 * step)) continue;
    // Among the next few runs any may carry the cut: the one that makes the roundest number.
    std::size_t last = run;
    while (!common && last + 1 < runs.size() && size_of(last) < step &&
           static_cast<double>(runs[last + 1].begin) <= target + 0.25 * step) {
      ++last;
    }
    const double cut = round_number_between(runs[run - 1].value, runs[last].value);
    cuts.push_back(cut);
    while (run < last && runs[run].value < cut) ++run;
    const double steps = (static_cast<double>(runs[run].begin) - start) / step;
    target = start + step * (std::floor(steps + 0.5) + 1.0);
    if (cuts.size() >= cuts_max + cuts_max / 2) break;
  }
  return cuts;
}

}  // namespace bestfit::attribute
