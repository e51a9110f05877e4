#include "bestfit/signal/timing.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "bestfit/base/error.h"

namespace bestfit::signal {
namespace {

int level_of(double score, double heaviest) {
  if (score >= heaviest / 2.0) return 4;
  if (score >= heaviest / 4.0) return 3;
  return score >= heaviest / 16.0 ? 2 : 1;
}

}  // namespace

Timing timing(std::span<const Trigger> triggers, std::span<const Happened> happened,
              base::Day as_of) {
  check(!triggers.empty(), "timing: at least one trigger");
  std::vector<std::optional<base::Day>> newest(triggers.size());
  for (const Happened& one : happened) {
    check(one.trigger < triggers.size(), "timing: an event of one of the triggers");
    std::optional<base::Day>& day = newest[one.trigger];
    if (one.day <= as_of && (!day || *day < one.day)) day = one.day;
  }
  Timing found;
  double heaviest = 0.0;
  for (std::uint32_t i = 0; i < triggers.size(); ++i) {
    const Trigger& trigger = triggers[i];
    check(trigger.weight > 0.0 && trigger.half_life_days > 0.0, "timing: weight and half-life > 0");
    heaviest = std::max(heaviest, trigger.weight);
    if (!newest[i]) continue;
    const int age = as_of - *newest[i];
    const double adds = trigger.weight * std::exp2(-age / trigger.half_life_days);
    found.parts.push_back({.trigger = i, .day = *newest[i], .age_days = age, .adds = adds});
    found.score += adds;
  }
  std::stable_sort(found.parts.begin(), found.parts.end(),
                   [](const TimingPart& a, const TimingPart& b) { return a.adds > b.adds; });
  found.level = level_of(found.score, heaviest);
  return found;
}

}  // namespace bestfit::signal
