#include "bestfit/signal/account_timing.h"

#include <algorithm>
#include <numeric>

#include "bestfit/base/error.h"

namespace bestfit::signal {

AccountTiming::AccountTiming(const Findings& findings, std::span<const Event> events,
                             std::size_t accounts) {
  for (const TypeResult& result : findings.types) {
    if (result.verdict == Verdict::trigger) triggers_.push_back(result.type);
  }
  const auto weight = [&](std::uint32_t type) { return findings.types[type].weight; };
  std::stable_sort(triggers_.begin(), triggers_.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return weight(a) > weight(b); });
  std::vector<std::int64_t> place(findings.types.size(), -1);
  for (const std::uint32_t type : triggers_) {
    place[type] = static_cast<std::int64_t>(weights_.size());
    weights_.push_back(
        {.weight = weight(type), .half_life_days = findings.types[type].half_life.days});
  }
  starts_.assign(accounts + 1, 0);
  for (const Event& event : events) {
    if (place[event.type] >= 0) ++starts_[event.account + 1];
  }
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  happened_.resize(starts_.back());
  std::vector<std::uint32_t> next = starts_;
  for (const Event& event : events) {
    if (place[event.type] < 0) continue;
    happened_[next[event.account]++] = {.trigger = static_cast<std::uint32_t>(place[event.type]),
                                        .day = event.day};
  }
}

Timing AccountTiming::of(std::uint32_t account, base::Day as_of) const {
  check(account + 1 < starts_.size(), "AccountTiming: one of the accounts");
  const std::uint32_t from = starts_[account];
  return timing(weights_, std::span(happened_).subspan(from, starts_[account + 1] - from), as_of);
}

}  // namespace bestfit::signal
