#include "bestfit/signal/trigger.h"

#include <algorithm>
#include <cmath>

#include "bestfit/base/error.h"
#include "bestfit/signal/window.h"
#include "bestfit/stats/discovery.h"
#include "bestfit/stats/distribution.h"
#include "bestfit/stats/strata.h"

namespace bestfit::signal {
namespace {

constexpr double kPriorVariance = 0.25;  // of the logarithm of lifts: e^±1 holds 95 % of them

/// An event in the window of its account.
struct Seen {
  std::uint32_t type = 0;
  std::uint32_t account = 0;
  int lag = 0;  // days to the reference day
};

/// The logarithm of a lift, drawn towards 0 by how unsure it is.
double shrunk_weight(const stats::Estimate& lift) {
  if (std::isinf(lift.high)) return std::log(lift.low);
  const double error =
      (std::log(lift.high) - std::log(lift.low)) / (2.0 * stats::normal_critical_value(0.95));
  return std::log(lift.value) * kPriorVariance / (kPriorVariance + error * error);
}

/// The value at a share of sorted values, between neighbours in proportion.
double quantile(const std::vector<int>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double rest = place - static_cast<double>(below);
  return sorted[below] + rest * (sorted[above] - sorted[below]);
}

/// The strata's sizes, to which each type adds its counts.
std::vector<stats::Stratum> sizes_of(const Strata& strata, std::span<const Account> accounts) {
  std::vector<stats::Stratum> sizes(strata.count);
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (strata.of[i] < 0) continue;
    stats::Stratum& stratum = sizes[static_cast<std::size_t>(strata.of[i])];
    ++(accounts[i].standing == Standing::won ? stratum.total : stratum.other_total);
  }
  return sizes;
}

class Finder {
 public:
  Finder(std::span<const Account> accounts, const TriggerOptions& options)
      : accounts_(accounts),
        options_(options),
        reference_(reference_days(accounts, options.seed)),
        lost_strata_(strata_of(accounts, reference_, Standing::won, Standing::lost)),
        untouched_strata_(strata_of(accounts, reference_, Standing::won, Standing::untouched)),
        lost_sizes_(sizes_of(lost_strata_, accounts)),
        untouched_sizes_(sizes_of(untouched_strata_, accounts)) {
    for (std::size_t i = 0; i < accounts.size(); ++i) {
      if (!reference_[i]) continue;
      found_.won += accounts[i].standing == Standing::won ? 1 : 0;
      found_.lost += accounts[i].standing == Standing::lost ? 1 : 0;
      found_.untouched += accounts[i].standing == Standing::untouched ? 1 : 0;
    }
    found_.strata = lost_strata_.count;
  }

  Findings find(std::span<const Event> events, std::size_t types) {
    std::vector<Seen> seen;
    for (const Event& event : events) {
      check(event.account < accounts_.size() && event.type < types,
            "find_triggers: events of accounts and types that there are");
      if (place(event)) {
        seen.push_back({.type = event.type,
                        .account = event.account,
                        .lag = *reference_[event.account] - event.day});
      }
    }
    std::sort(seen.begin(), seen.end(), [](const Seen& a, const Seen& b) {
      if (a.type != b.type) return a.type < b.type;
      return a.account != b.account ? a.account < b.account : a.lag < b.lag;
    });
    std::size_t from = 0;
    for (std::uint32_t type = 0; type < types; ++type) {
      std::size_t to = from;
      while (to < seen.size() && seen[to].type == type) ++to;
      found_.types.push_back(result_of(type, std::span(seen).subspan(from, to - from)));
      from = to;
    }
    judge(seen);
    return std::move(found_);
  }

 private:
  /// Counts where an event lies; whether it is in its account's window.
  bool place(const Event& event) {
    const Standing standing = accounts_[event.account].standing;
    const std::optional<base::Day>& day = reference_[event.account];
    Use& use = found_.use;
    if (standing == Standing::open) {
      ++use.at_open;
      return false;
    }
    if (!day) {
      ++use.without_day;
      return false;
    }
    const int lag = *day - event.day;
    const bool inside = 1 <= lag && lag <= options_.window_days;
    if (inside) {
      ++use.in_window;
    } else if (standing == Standing::untouched) {
      ++use.at_untouched;
    } else {
      ++(lag < 1 ? use.after_meeting : use.before_window);
    }
    return inside;
  }

  /// Counts, lift, p and lag; `seen` by account, the last event before the deal first.
  TypeResult result_of(std::uint32_t type, std::span<const Seen> seen) {
    TypeResult result;
    result.type = type;
    result.events = static_cast<std::int64_t>(seen.size());
    result.won.accounts = found_.won;
    result.lost.accounts = found_.lost;
    result.untouched.accounts = found_.untouched;
    std::vector<stats::Stratum> lost = lost_sizes_;
    std::vector<stats::Stratum> untouched = untouched_sizes_;
    std::vector<int> lags;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const std::uint32_t account = seen[i].account;
      if (i > 0 && seen[i - 1].account == account) continue;
      const Standing standing = accounts_[account].standing;
      const bool won = standing == Standing::won;
      const std::int32_t in_lost = lost_strata_.of[account];
      const std::int32_t in_untouched = untouched_strata_.of[account];
      if (in_lost >= 0) add(won, lost[static_cast<std::size_t>(in_lost)]);
      if (in_untouched >= 0) add(won, untouched[static_cast<std::size_t>(in_untouched)]);
      if (won) lags.push_back(seen[i].lag);
      ++(won ? result.won : standing == Standing::lost ? result.lost : result.untouched).with;
    }
    if (!lags.empty()) {
      std::sort(lags.begin(), lags.end());
      result.lag = Lag{
          .low = quantile(lags, 0.25), .median = quantile(lags, 0.5), .high = quantile(lags, 0.75)};
    }
    result.lift = stats::common_ratio(lost);
    if (found_.untouched > 0) result.over_untouched = stats::common_ratio(untouched);
    if (result.won.with + result.lost.with < options_.fewest) return result;
    result.p = stats::stratified_mid_p(lost);
    return result;
  }

  static void add(bool won, stats::Stratum& stratum) {
    ++(won ? stratum.with : stratum.other_with);
  }

  void judge(std::span<const Seen> seen) {
    std::vector<double> p;
    for (const TypeResult& result : found_.types) {
      if (result.p) p.push_back(*result.p);
    }
    found_.tested = p.size();
    const std::vector<double> q = stats::benjamini_hochberg(p);
    std::size_t next = 0;
    for (TypeResult& result : found_.types) {
      if (!result.p) continue;
      result.q = q[next++];
      result.verdict = verdict_of(result);
      if (result.verdict != Verdict::trigger) continue;
      result.weight = shrunk_weight(result.lift);
      result.half_life = fading(result, seen);
    }
  }

  [[nodiscard]] Verdict verdict_of(const TypeResult& result) const {
    if (*result.q > options_.q_most) return Verdict::could_be_chance;
    if (result.lift.high < 1.0) return Verdict::precedes_losses;
    if (!(result.lift.low > 1.0)) return Verdict::could_be_chance;
    const bool above = !result.over_untouched || result.untouched.accounts < options_.fewest ||
                       result.over_untouched->value > 1.0;
    return above ? Verdict::trigger : Verdict::not_above_untouched;
  }

  /// The half-life of a trigger: its events before won deals, over the background of untouched
  /// accounts; of lost ones where there are not enough untouched ones.
  [[nodiscard]] HalfLife fading(const TypeResult& result, std::span<const Seen> seen) const {
    const bool enough = found_.untouched >= found_.won / 4 && found_.untouched > 0;
    const Standing background = enough ? Standing::untouched : Standing::lost;
    const std::int64_t accounts = enough ? found_.untouched : found_.lost;
    std::vector<int> lags;
    double events = 0.0;
    for (const Seen& one : seen) {
      if (one.type != result.type) continue;
      const Standing standing = accounts_[one.account].standing;
      if (standing == Standing::won) lags.push_back(one.lag);
      if (standing == background) events += 1.0;
    }
    const double per_account = events / static_cast<double>(std::max<std::int64_t>(1, accounts));
    HalfLifeOptions options;
    options.window_days = options_.window_days;
    return signal::half_life(lags, per_account * static_cast<double>(found_.won), options);
  }

  std::span<const Account> accounts_;
  const TriggerOptions& options_;
  std::vector<std::optional<base::Day>> reference_;
  Strata lost_strata_;
  Strata untouched_strata_;
  std::vector<stats::Stratum> lost_sizes_;
  std::vector<stats::Stratum> untouched_sizes_;
  Findings found_;
};

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::trigger: return "trigger";
    case Verdict::not_above_untouched: return "not_above_untouched";
    case Verdict::precedes_losses: return "precedes_losses";
    case Verdict::could_be_chance: return "could_be_chance";
    case Verdict::too_few: break;
  }
  return "too_few";
}

std::vector<std::uint32_t> trigger_types(const Findings& findings) {
  std::vector<std::uint32_t> types;
  for (const TypeResult& result : findings.types) {
    if (result.verdict == Verdict::trigger) types.push_back(result.type);
  }
  std::stable_sort(types.begin(), types.end(), [&](std::uint32_t a, std::uint32_t b) {
    return findings.types[a].weight > findings.types[b].weight;
  });
  return types;
}

Findings find_triggers(std::span<const Account> accounts, std::span<const Event> events,
                       std::size_t types, const TriggerOptions& options) {
  check(options.window_days >= 2, "find_triggers: a window of at least two days");
  return Finder(accounts, options).find(events, types);
}

std::string verdict_words(const TypeResult& result) {
  switch (result.verdict) {
    case Verdict::trigger: return "Comes before won deals more often than before lost ones.";
    case Verdict::not_above_untouched:
      return "Comes before won deals more often than before lost ones, but is as common at "
             "accounts that nobody worked.";
    case Verdict::precedes_losses:
      return "Comes before lost deals more often than before won ones.";
    case Verdict::could_be_chance: return "Could be chance.";
    case Verdict::too_few: break;
  }
  const std::int64_t with = result.won.with + result.lost.with;
  return "Too few to tell: " + std::to_string(with) + " decided account" +
         (with == 1 ? " has one" : "s have one") + " in the window.";
}

}  // namespace bestfit::signal
