#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/signal/account.h"
#include "bestfit/signal/timing.h"
#include "bestfit/signal/trigger.h"

namespace bestfit::signal {

/// The timing of accounts by the triggers that were found.
class AccountTiming {
 public:
  AccountTiming() = default;
  ///   accounts  how many there are; events' accounts are below it
  AccountTiming(const Findings& findings, std::span<const Event> events, std::size_t accounts);

  /// Types that are triggers, the heaviest first; parts of a timing name their places here.
  [[nodiscard]] const std::vector<std::uint32_t>& triggers() const { return triggers_; }
  /// The timing of an account on a day.
  ///   throws  Bug where there is no trigger
  [[nodiscard]] Timing of(std::uint32_t account, base::Day as_of) const;

 private:
  std::vector<std::uint32_t> triggers_;
  std::vector<Trigger> weights_;
  std::vector<std::uint32_t> starts_;  // events of account i: happened_[starts_[i] .. [i + 1])
  std::vector<Happened> happened_;
};

}  // namespace bestfit::signal
