#include "bestfit/related/timing_lookup.h"

#include <fmt/format.h>

#include <algorithm>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/outcome/account_index.h"

namespace bestfit::related {
namespace {

constexpr double kLevelTwo = 1.0 / 16.0;  // of the heaviest trigger (signal/timing.h)

base::Day end_of(const std::vector<std::optional<base::Day>>& days, const TimingDay& day) {
  if (day.as_of) return *day.as_of;
  std::optional<base::Day> newest;
  for (const std::optional<base::Day>& one : days) {
    if (one && *one <= day.today && (!newest || *newest < *one)) newest = one;
  }
  return newest.value_or(day.today);
}

/// For each type of event the trigger that it is, or -1.
std::vector<std::int64_t> triggers_of(const std::vector<std::string>& types,
                                      const std::vector<profile::Trigger>& triggers) {
  std::vector<std::int64_t> found;
  found.reserve(types.size());
  for (const std::string& type : types) {
    const std::string folded = base::fold(type);
    const auto trigger = std::find_if(triggers.begin(), triggers.end(), [&](const auto& one) {
      return base::fold(one.event) == folded;
    });
    found.push_back(trigger == triggers.end() ? -1 : trigger - triggers.begin());
  }
  return found;
}

}  // namespace

TimingLookup::TimingLookup(const signal::EventRows& rows,
                           const std::vector<profile::Trigger>& triggers, const TimingDay& day)
    : triggers_(triggers) {
  check(!triggers.empty(), "TimingLookup: at least one trigger");
  const std::vector<std::optional<base::Day>> days = signal::event_days(rows);
  as_of_ = end_of(days, day);
  const signal::EventTypes types = signal::event_types(rows);
  const std::vector<std::int64_t> trigger_of = triggers_of(types.names, triggers);
  for (std::size_t i = 0; i < triggers.size(); ++i) {
    const bool there = std::find(trigger_of.begin(), trigger_of.end(),
                                 static_cast<std::int64_t>(i)) != trigger_of.end();
    if (!there) lacking_.push_back(triggers[i].event);
  }
  const table::Column& accounts = rows.table.column(rows.account);
  std::vector<signal::Event> events;
  use_.read = days.size();
  for (std::size_t row = 0; row < days.size(); ++row) {
    const std::int64_t trigger = trigger_of[types.of[row]];
    if (accounts.missing(row)) {
      ++use_.without_account;
    } else if (!days[row]) {
      ++use_.without_date;
    } else if (*days[row] > as_of_) {
      ++use_.after_end;
    } else if (trigger < 0) {
      ++use_.no_trigger;
    } else {
      const auto fresh = static_cast<Place>(places_.size());
      const auto place =
          places_.try_emplace(outcome::account_key(accounts.cell_text(row)), fresh).first;
      events.push_back({.account = place->second,
                        .type = static_cast<std::uint32_t>(trigger),
                        .day = *days[row]});
    }
  }
  use_.used = events.size();
  std::vector<signal::Trigger> weights;
  weights.reserve(triggers.size());
  for (const profile::Trigger& trigger : triggers) {
    weights.push_back({.weight = trigger.weight, .half_life_days = trigger.half_life_days});
    heaviest_ = std::max(heaviest_, trigger.weight);
  }
  // One more account: the one without events.
  timing_ = signal::AccountTiming(std::move(weights), events, places_.size() + 1);
}

std::optional<TimingLookup::Place> TimingLookup::find(const std::string& name) const {
  const auto place = places_.find(outcome::account_key(name));
  return place == places_.end() ? std::nullopt : std::optional(place->second);
}

signal::Timing TimingLookup::of(std::optional<Place> account) const {
  return timing_.of(account.value_or(static_cast<Place>(places_.size())), as_of_);
}

std::vector<std::string> TimingLookup::reasons(const signal::Timing& timing) const {
  std::vector<std::string> words;
  for (const signal::TimingPart& part : timing.parts) {
    if (part.adds < heaviest_ * kLevelTwo) break;
    const std::string& event = triggers_[part.trigger].event;
    words.push_back(part.age_days == 0 ? event + " on that day"
                                       : fmt::format("{} {} day{} ago", event, part.age_days,
                                                     part.age_days == 1 ? "" : "s"));
  }
  return words;
}

}  // namespace bestfit::related
