#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/signal/account.h"
#include "bestfit/signal/half_life.h"
#include "bestfit/stats/interval.h"

namespace bestfit::signal {

/// Accounts of a group, and how many of them have an event of a type in their window.
struct Share {
  std::int64_t with = 0;
  std::int64_t accounts = 0;
};

enum class Verdict {
  trigger,              // before won deals more often than before lost ones
  not_above_untouched,  // so, but no more often than at accounts that nobody worked
  precedes_losses,      // before won deals less often than before lost ones
  could_be_chance,
  too_few,  // to tell; not tested
};

/// "trigger", "not_above_untouched", ….
std::string_view verdict_name(Verdict verdict);

/// Days from an account's last event before its deal to the deal: quartiles among won accounts.
struct Lag {
  double low = 0.0;
  double median = 0.0;
  double high = 0.0;
};

/// One type of event held against wins.
struct TypeResult {
  std::uint32_t type = 0;
  std::int64_t events = 0;  // in any window
  Share won;
  Share lost;
  Share untouched;
  stats::Estimate lift;  // the won ones' share over the lost ones', within strata
  std::optional<stats::Estimate> over_untouched;
  std::optional<double> p;  // of the lift; none for too_few
  std::optional<double> q;
  std::optional<Lag> lag;
  HalfLife half_life;   // of triggers
  double weight = 0.0;  // of triggers: the lift's logarithm, shrunk
  Verdict verdict = Verdict::too_few;
};

/// What became of all events.
struct Use {
  std::int64_t in_window = 0;
  std::int64_t after_meeting = 0;  // on the day of the first meeting or later: may be its doing
  std::int64_t before_window = 0;
  std::int64_t at_open = 0;       // at accounts that are not decided
  std::int64_t at_untouched = 0;  // at untouched accounts, outside of their window
  std::int64_t without_day = 0;   // at accounts without a day to look back from
};

struct Findings {
  std::vector<TypeResult> types;  // one a type, in their order
  std::int64_t won = 0;           // accounts with a day to look back from
  std::int64_t lost = 0;
  std::int64_t untouched = 0;
  std::size_t strata = 0;  // of won and lost ones
  std::size_t tested = 0;  // types
  Use use;
};

struct TriggerOptions {
  int window_days = 180;
  std::uint64_t seed = 0;
  double q_most = 0.1;
  std::int64_t fewest = 10;  // worked accounts with an event in their window, for a test
};

/// Types that are triggers, the heaviest first.
std::vector<std::uint32_t> trigger_types(const Findings& findings);

/// Which types of events precede wins. For each type the share of won accounts with an event in the
/// window before their first meeting is held against that of lost ones, within quarters and bands;
/// events from the first meeting on are not counted, since selling may have caused them. A trigger
/// has q of at most `q_most` over all types tested and an interval of the lift above 1, and is no
/// rarer at untouched accounts in the same times.
///   types   names of types; events' types are below it
///   throws  Bug when an event names no account or type
///   source  docs/methods/triggers.md
Findings find_triggers(std::span<const Account> accounts, std::span<const Event> events,
                       std::size_t types, const TriggerOptions& options = {});

/// What was found of a type, as a sentence.
std::string verdict_words(const TypeResult& result);

}  // namespace bestfit::signal
