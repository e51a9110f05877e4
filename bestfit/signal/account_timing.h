#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/signal/account.h"
#include "bestfit/signal/timing.h"

namespace bestfit::signal {

/// The timing of accounts by triggers and the events they had.
class AccountTiming {
 public:
  AccountTiming() = default;
  ///   triggers  parts of a timing name their places here
  ///   events    types are places in `triggers`
  ///   accounts  how many there are; events' accounts are below it
  AccountTiming(std::vector<Trigger> triggers, std::span<const Event> events, std::size_t accounts);

  /// The timing of an account on a day.
  ///   throws  Bug where there is no trigger
  [[nodiscard]] Timing of(std::uint32_t account, base::Day as_of) const;

 private:
  std::vector<Trigger> triggers_;
  std::vector<std::uint32_t> starts_;  // events of account i: happened_[starts_[i] .. [i + 1])
  std::vector<Happened> happened_;
};

}  // namespace bestfit::signal
