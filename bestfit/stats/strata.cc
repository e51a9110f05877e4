#include "bestfit/stats/strata.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/stats/distribution.h"

namespace bestfit::stats {
namespace {

constexpr double kNoBound = std::numeric_limits<double>::infinity();
constexpr double kFar = 60.0;               // ln of a ratio beyond any counts
constexpr double kExactUpToVariance = 400;  // beyond, the normal curve is as good

/// What a stratum says of a ratio: the score (derivative of the likelihood by the logarithm of the
/// ratio) and its variance, at the likeliest shares under the ratio.
struct Said {
  double score = 0.0;
  double variance = 0.0;
};

Said said_of(const Stratum& stratum, double ratio) {
  const auto with = static_cast<double>(stratum.with);
  const auto total = static_cast<double>(stratum.total);
  const auto other_with = static_cast<double>(stratum.other_with);
  const auto other_total = static_cast<double>(stratum.other_total);
  if (with + other_with == 0.0) return {};

  const double middle = ratio * (total + other_with) + with + other_total;
  const double product = ratio * (with + other_with);
  const double root =
      std::sqrt(std::max(0.0, middle * middle - 4.0 * (total + other_total) * product));
  const double share = std::min(1.0, 2.0 * product / (middle + root));
  const double other = std::min(1.0, share / ratio);
  if (share >= 1.0 && other >= 1.0) return {};
  // At the edge, where one share is 1, the other group alone has the slope.
  const double score = share <= other ? (with - total * share) / (1.0 - share)
                                      : -(other_with - other_total * other) / (1.0 - other);
  const double spread = (1.0 - share) / (total * share) + (1.0 - other) / (other_total * other);
  return {.score = score, .variance = 1.0 / spread};
}

/// How many standard errors the counts lie above those that the ratio promises.
double distance(std::span<const Stratum> strata, double log_ratio) {
  Said sum;
  for (const Stratum& stratum : strata) {
    const Said said = said_of(stratum, std::exp(log_ratio));
    sum.score += said.score;
    sum.variance += said.variance;
  }
  return sum.variance > 0.0 ? sum.score / std::sqrt(sum.variance) : 0.0;
}

/// The ratio at which the distance, which falls, is `wanted`.
double ratio_at(std::span<const Stratum> strata, double wanted) {
  double low = -kFar;
  double high = kFar;
  for (int step = 0; step < 80; ++step) {
    const double middle = 0.5 * (low + high);
    (distance(strata, middle) > wanted ? low : high) = middle;
  }
  return std::exp(0.5 * (low + high));
}

std::vector<Stratum> telling(std::span<const Stratum> strata) {
  std::vector<Stratum> out;
  for (const Stratum& stratum : strata) {
    check(0 <= stratum.with && stratum.with <= stratum.total, "Stratum: 0 <= with <= total");
    check(0 <= stratum.other_with && stratum.other_with <= stratum.other_total,
          "Stratum: 0 <= other_with <= other_total");
    if (stratum.total > 0 && stratum.other_total > 0) out.push_back(stratum);
  }
  return out;
}

/// How likely each count of the first group is, given how many accounts of both have the thing.
struct Distribution {
  std::int64_t from = 0;  // the least count
  std::vector<double> chance;
};

Distribution distribution_of(const Stratum& stratum) {
  const std::int64_t drawn = stratum.with + stratum.other_with;
  const std::int64_t all = stratum.total + stratum.other_total;
  Distribution out;
  out.from = std::max<std::int64_t>(0, drawn - stratum.other_total);
  const std::int64_t to = std::min(drawn, stratum.total);
  const double whole = log_choose(static_cast<int>(all), static_cast<int>(drawn));
  for (std::int64_t count = out.from; count <= to; ++count) {
    const double ways =
        log_choose(static_cast<int>(stratum.total), static_cast<int>(count)) +
        log_choose(static_cast<int>(stratum.other_total), static_cast<int>(drawn - count));
    out.chance.push_back(std::exp(ways - whole));
  }
  return out;
}

Distribution sum_of(const Distribution& a, const Distribution& b) {
  Distribution out{.from = a.from + b.from, .chance = {}};
  out.chance.assign(a.chance.size() + b.chance.size() - 1, 0.0);
  for (std::size_t i = 0; i < a.chance.size(); ++i) {
    for (std::size_t j = 0; j < b.chance.size(); ++j) {
      out.chance[i + j] += a.chance[i] * b.chance[j];
    }
  }
  return out;
}

double exact_mid_p(std::span<const Stratum> strata, std::int64_t seen) {
  Distribution sum{.from = 0, .chance = {1.0}};
  for (const Stratum& stratum : strata) sum = sum_of(sum, distribution_of(stratum));
  const auto at = static_cast<std::size_t>(seen - sum.from);
  double below = 0.0;
  double above = 0.0;
  for (std::size_t i = 0; i < sum.chance.size(); ++i) {
    if (i < at) below += sum.chance[i];
    if (i > at) above += sum.chance[i];
  }
  return std::min(1.0, 2.0 * std::min(below, above) + sum.chance[at]);
}

}  // namespace

Estimate common_ratio(std::span<const Stratum> strata, double level) {
  const double z = normal_critical_value(level);
  const std::vector<Stratum> used = telling(strata);
  std::int64_t with = 0;
  std::int64_t other = 0;
  for (const Stratum& stratum : used) {
    with += stratum.with;
    other += stratum.other_with;
  }
  Estimate found = {
      .value = std::numeric_limits<double>::quiet_NaN(), .low = 0.0, .high = kNoBound};
  if (with == 0 && other == 0) return found;
  found.value = with == 0 ? 0.0 : other == 0 ? kNoBound : ratio_at(used, 0.0);
  if (with > 0) found.low = ratio_at(used, z);
  if (other > 0) found.high = ratio_at(used, -z);
  return found;
}

double stratified_mid_p(std::span<const Stratum> strata) {
  const std::vector<Stratum> used = telling(strata);
  double expected = 0.0;
  double variance = 0.0;
  std::int64_t seen = 0;
  for (const Stratum& stratum : used) {
    const auto all = static_cast<double>(stratum.total + stratum.other_total);
    const auto drawn = static_cast<double>(stratum.with + stratum.other_with);
    const double share = static_cast<double>(stratum.total) / all;
    seen += stratum.with;
    expected += drawn * share;
    variance += drawn * share * (1.0 - share) * (all - drawn) / (all - 1.0);
  }
  if (variance <= 0.0) return 1.0;
  if (variance <= kExactUpToVariance) return exact_mid_p(used, seen);
  return normal_tail_two_sided((static_cast<double>(seen) - expected) / std::sqrt(variance));
}

}  // namespace bestfit::stats
