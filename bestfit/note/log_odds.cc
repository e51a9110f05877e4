#include "bestfit/note/log_odds.h"

#include <cmath>

#include "bestfit/base/error.h"
#include "bestfit/stats/distribution.h"

namespace bestfit::note {
namespace {

/// The odds of a term, and what a group adds to the variance.
struct Odds {
  double log_odds = 0.0;
  double variance = 0.0;
};

Odds odds_of(const Occurrence& group, const Prior& prior) {
  check(0.0 <= group.with && group.with <= group.total, "log_odds_ratio: 0 <= with <= total");
  const double with = group.with + prior.with;
  const double without = group.total + prior.total - with;
  return {.log_odds = std::log(with / without), .variance = 1.0 / with + 1.0 / without};
}

}  // namespace

stats::Estimate log_odds_ratio(const Occurrence& best, const Occurrence& other, const Prior& prior,
                               double level) {
  check(0.0 < prior.with && prior.with < prior.total, "log_odds_ratio: 0 < prior with < total");

  const Odds of_best = odds_of(best, prior);
  const Odds of_other = odds_of(other, prior);
  const double value = of_best.log_odds - of_other.log_odds;
  const double spread =
      stats::normal_critical_value(level) * std::sqrt(of_best.variance + of_other.variance);
  return {.value = value, .low = value - spread, .high = value + spread};
}

}  // namespace bestfit::note
