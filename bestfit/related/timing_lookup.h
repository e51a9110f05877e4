#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/profile/profile.h"
#include "bestfit/signal/account_timing.h"
#include "bestfit/signal/event_rows.h"

namespace bestfit::related {

/// The day that the age of events is counted to.
struct TimingDay {
  std::optional<base::Day> as_of = {};  // else the newest day of the events that is not after today
  base::Day today = 0;
};

/// What became of the rows of a file of events: read == used + the others.
struct EventUse {
  std::size_t read = 0;
  std::size_t used = 0;
  std::size_t no_trigger = 0;  // of a type that is none
  std::size_t without_account = 0;
  std::size_t without_date = 0;
  std::size_t after_end = 0;  // dated after the day that ages are counted to
};

/// The timing of accounts that a file of events names, by the triggers of a profile file.
class TimingLookup {
 public:
  /// Place of an account that has an event.
  using Place = std::uint32_t;

  ///   rows    has columns for account and date
  ///   throws  Bug without triggers
  TimingLookup(const signal::EventRows& rows, const std::vector<profile::Trigger>& triggers,
               const TimingDay& day);

  /// The account of an id, name or domain; none has no event of a trigger.
  [[nodiscard]] std::optional<Place> find(const std::string& name) const;
  /// The timing of an account; of one without events level 1.
  [[nodiscard]] signal::Timing of(std::optional<Place> account) const;
  /// Why: "New site 12 days ago", what adds most first; what adds too little for level 2 is left
  /// out.
  [[nodiscard]] std::vector<std::string> reasons(const signal::Timing& timing) const;

  /// Triggers that no event of the file is of, whenever it was.
  [[nodiscard]] const std::vector<std::string>& lacking() const { return lacking_; }
  [[nodiscard]] base::Day as_of() const { return as_of_; }
  [[nodiscard]] const EventUse& use() const { return use_; }
  [[nodiscard]] std::size_t accounts() const { return places_.size(); }

 private:
  std::vector<profile::Trigger> triggers_;
  double heaviest_ = 0.0;
  base::Day as_of_ = 0;
  EventUse use_;
  std::vector<std::string> lacking_;
  std::unordered_map<std::string, Place> places_;
  signal::AccountTiming timing_;
};

}  // namespace bestfit::related
