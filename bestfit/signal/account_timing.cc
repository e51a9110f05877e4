#include "bestfit/signal/account_timing.h"

#include <numeric>
#include <utility>

#include "bestfit/base/error.h"

namespace bestfit::signal {

AccountTiming::AccountTiming(std::vector<Trigger> triggers, std::span<const Event> events,
                             std::size_t accounts)
    : triggers_(std::move(triggers)), starts_(accounts + 1, 0) {
  for (const Event& event : events) {
    check(event.account < accounts && event.type < triggers_.size(),
          "AccountTiming: events of the accounts and triggers");
    ++starts_[event.account + 1];
  }
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  happened_.resize(starts_.back());
  std::vector<std::uint32_t> next = starts_;
  for (const Event& event : events) {
    happened_[next[event.account]++] = {.trigger = event.type, .day = event.day};
  }
}

Timing AccountTiming::of(std::uint32_t account, base::Day as_of) const {
  check(account + 1 < starts_.size(), "AccountTiming: one of the accounts");
  const std::uint32_t from = starts_[account];
  return timing(triggers_, std::span(happened_).subspan(from, starts_[account + 1] - from), as_of);
}

}  // namespace bestfit::signal
