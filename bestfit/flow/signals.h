#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/base/json.h"
#include "bestfit/flow/dataset.h"
#include "bestfit/profile/profile.h"
#include "bestfit/signal/account_timing.h"
#include "bestfit/signal/trigger.h"

namespace bestfit::flow {

struct Findings;  // evidence.h

/// What the events of a data set say: which types precede wins, and each row's timing.
struct Signals {
  std::vector<std::string> types;  // names
  signal::Findings findings;
  std::vector<std::uint32_t> trigger_types;  // of `triggers`, one each
  std::vector<profile::Trigger> triggers;    // the heaviest first, as the profile file has them
  signal::AccountTiming timing;              // of rows, by `triggers`
  std::vector<std::uint32_t> row_of;         // the row that holds a row's events
  std::optional<base::Day> as_of;            // the day that ages are counted to

  std::int64_t read = 0;
  std::int64_t without_account = 0;
  std::int64_t without_date = 0;
  std::int64_t after_end = 0;  // dated after `as_of`
  std::string why_none;        // why nothing could be held against wins; else empty
};

/// Holds the events of a data set against its wins, accounts of a third of the fit against each
/// other.
///   file     its card's scores are the fit; without profiles all are one third. Its triggers'
///   weights
///            and half-lives, a person's, go before those found
///   returns  none where no events were given
std::optional<Signals> find_signals(const Dataset& dataset, const profile::ProfileFile& file,
                                    std::uint64_t seed);

/// The types held against wins, triggers first, what became of the events, and the ranked accounts
/// by fit and timing, as evidence.json has them; null where no events were given.
base::Json signals_json(const Findings& findings);

/// The timing of a row of the data set; null without triggers.
base::Json timing_json(const Signals* signals, std::uint32_t row);

}  // namespace bestfit::flow
