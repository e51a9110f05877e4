#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/base/date.h"

namespace bestfit::signal {

/// What an account's timing is made of.
struct Trigger {
  double weight = 0.0;  // the logarithm of the lift, shrunk; > 0
  double half_life_days = 90.0;
};

/// An event of a trigger at one account.
struct Happened {
  std::uint32_t trigger = 0;  // an index into the triggers
  base::Day day = 0;
};

/// One trigger's newest event at an account, and what it adds.
struct TimingPart {
  std::uint32_t trigger = 0;
  base::Day day = 0;
  int age_days = 0;
  double adds = 0.0;
};

struct Timing {
  int level = 1;                  // 1 .. 4, 4 the hottest
  double score = 0.0;             // the sum of the parts
  std::vector<TimingPart> parts;  // what adds most first
};

/// The timing of an account on a day: of each trigger the newest event up to that day adds
/// weight x 0.5^(age / half-life). Level 4 from half of the heaviest trigger's weight (that event
/// within one half-life, or as much), 3 from a quarter (two half-lives), 2 from a sixteenth (four),
/// else 1.
///   throws   Bug when a weight or half-life is not above 0, or there is no trigger
///   source   docs/methods/triggers.md
Timing timing(std::span<const Trigger> triggers, std::span<const Happened> happened,
              base::Day as_of);

}  // namespace bestfit::signal
