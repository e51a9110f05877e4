#include "bestfit/flow/signals.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <span>

#include "bestfit/attribute/encode.h"
#include "bestfit/base/text.h"
#include "bestfit/flow/evidence.h"
#include "bestfit/outcome/account_index.h"
#include "bestfit/score/score.h"
#include "bestfit/stats/proportion.h"

namespace bestfit::flow {
namespace {

using base::Json;
using signal::Account;
using signal::Standing;
using signal::TypeResult;

constexpr base::Day kEventsAhead = 31;  // a log may be this much younger than the deals
constexpr int kThirds = 3;
constexpr std::size_t kTriedShown = 50;
constexpr std::size_t kLevels = 4;

/// Rows of one account, where rows are deals, have their events at the earliest.
std::vector<std::uint32_t> rows_of_accounts(const Dataset& dataset) {
  std::vector<std::uint32_t> row_of(dataset.table.rows());
  std::iota(row_of.begin(), row_of.end(), 0U);
  if (dataset.unit != outcome::Unit::deals) return row_of;
  const std::vector<double>& accounts = dataset.table.column(outcome::kAccount).numbers;
  const std::vector<double>& met = dataset.table.column(outcome::kFirstMet).numbers;
  std::map<double, std::uint32_t> earliest;
  for (std::uint32_t row = 0; row < row_of.size(); ++row) {
    if (std::isnan(accounts[row])) continue;
    std::uint32_t& first = earliest.try_emplace(accounts[row], row).first->second;
    if (met[row] < met[first]) first = row;
  }
  for (std::uint32_t row = 0; row < row_of.size(); ++row) {
    if (!std::isnan(accounts[row])) row_of[row] = earliest.at(accounts[row]);
  }
  return row_of;
}

class Holder {
 public:
  Holder(const Dataset& dataset, const profile::ProfileFile& file)
      : dataset_(dataset), file_(file), rows_(*dataset.signals) {}

  Signals find(std::uint64_t seed) {
    found_.read = static_cast<std::int64_t>(rows_.table.rows());
    found_.row_of = rows_of_accounts(dataset_);
    join();
    const std::vector<Account> accounts = accounts_of_rows();
    found_.findings = signal::find_triggers(accounts, events_, found_.types.size(), {.seed = seed});
    if (found_.why_none.empty()) found_.why_none = why_nothing_is_told();
    take_triggers();
    return std::move(found_);
  }

 private:
  [[nodiscard]] const profile::Trigger* wish_of(const std::string& event) const {
    const auto wish = std::find_if(
        file_.triggers.begin(), file_.triggers.end(),
        [&](const profile::Trigger& one) { return base::fold(one.event) == base::fold(event); });
    return wish == file_.triggers.end() ? nullptr : &*wish;
  }

  /// The triggers, with weights as the profile file tells them, and their events.
  void take_triggers() {
    constexpr double kDigits = 1e4;
    std::vector<signal::Trigger> triggers;
    std::vector<std::int64_t> place(found_.types.size(), -1);
    found_.trigger_types = signal::trigger_types(found_.findings);
    for (const std::uint32_t type : found_.trigger_types) {
      const TypeResult& result = found_.findings.types[type];
      place[type] = static_cast<std::int64_t>(triggers.size());
      const profile::Trigger* wish = wish_of(found_.types[type]);
      const double weight = std::max(1.0, std::round(result.weight * kDigits)) / kDigits;
      triggers.push_back(
          {.weight = wish != nullptr ? wish->weight : weight,
           .half_life_days = wish != nullptr ? wish->half_life_days : result.half_life.days});
      found_.triggers.push_back({.event = found_.types[type],
                                 .weight = triggers.back().weight,
                                 .half_life_days = triggers.back().half_life_days,
                                 .lift = result.lift});
    }
    std::vector<signal::Event> events;
    for (signal::Event event : events_) {
      if (place[event.type] < 0) continue;
      event.type = static_cast<std::uint32_t>(place[event.type]);
      events.push_back(event);
    }
    found_.timing = signal::AccountTiming(std::move(triggers), events, dataset_.table.rows());
  }

  /// Events of accounts, up to the end of the data.
  void join() {
    signal::EventTypes types = signal::event_types(rows_);
    found_.types = std::move(types.names);
    if (rows_.account.empty() || rows_.date.empty()) {
      found_.why_none = rows_.account.empty()
                            ? "no column of the signals was recognised as the account"
                            : "no column of the signals was recognised as the date";
      return;
    }
    const auto days = signal::event_days(rows_);
    set_end(days);
    const std::vector<std::int64_t> accounts = outcome::find_accounts(
        dataset_.table, dataset_.account_keys, rows_.table.column(rows_.account));
    for (std::size_t row = 0; row < days.size(); ++row) {
      if (accounts[row] == outcome::kNoAccount) {
        ++found_.without_account;
      } else if (!days[row]) {
        ++found_.without_date;
      } else if (*days[row] > *found_.as_of) {
        ++found_.after_end;
      } else {
        events_.push_back({.account = found_.row_of[static_cast<std::size_t>(accounts[row])],
                           .type = types.of[row],
                           .day = *days[row]});
      }
    }
  }

  /// The newest day of accounts, deals and revenue, and of events little later.
  void set_end(std::span<const std::optional<base::Day>> days) {
    std::optional<base::Day> end = attribute::newest_day(dataset_.table, dataset_.schema);
    if (dataset_.until && (!end || *end < *dataset_.until)) end = dataset_.until;
    const std::optional<base::Day> others = end;
    for (const std::optional<base::Day>& day : days) {
      if (!day || (others && *day > *others + kEventsAhead)) continue;
      if (!end || *end < *day) end = day;
    }
    found_.as_of = end;
  }

  [[nodiscard]] std::vector<Account> accounts_of_rows() const {
    std::vector<Account> accounts(dataset_.table.rows());
    const table::Column* won = dataset_.table.find(outcome::kWon);
    const table::Column* met = day_column();
    for (std::size_t row = 0; row < accounts.size(); ++row) {
      if (found_.row_of[row] != row) continue;  // a later deal: its account stands elsewhere
      accounts[row].standing = standing_of(row, won);
      if (met != nullptr && !met->missing(row)) {
        accounts[row].day = static_cast<base::Day>(std::floor(met->numbers[row]));
      }
    }
    put_bands(accounts);
    return accounts;
  }

  /// When accounts were first met.
  [[nodiscard]] const table::Column* day_column() const {
    const table::Column* met = dataset_.table.find(outcome::kFirstMet);
    if (met != nullptr) return met;
    const std::string name = dataset_.schema.column(table::Role::time);
    const table::Column* time = name.empty() ? nullptr : dataset_.table.find(name);
    return time != nullptr && time->kind == table::Kind::date ? time : nullptr;
  }

  [[nodiscard]] Standing standing_of(std::size_t row, const table::Column* won) const {
    if (row >= dataset_.population_from) return Standing::untouched;
    if (won == nullptr) {
      const std::int8_t best = dataset_.outcome.best[row];
      return best == 1 ? Standing::won : best == 0 ? Standing::lost : Standing::open;
    }
    if (!won->missing(row)) return won->numbers[row] == 1.0 ? Standing::won : Standing::lost;
    const bool touched = row >= dataset_.has_deal.size() || dataset_.has_deal[row] != 0;
    return touched ? Standing::open : Standing::untouched;
  }

  /// Thirds of the fit of decided accounts; those without a score are a band of their own.
  void put_bands(std::vector<Account>& accounts) const {
    if (file_.profiles.empty()) return;
    const std::vector<score::Score> scores = score::score(dataset_.table, finest());
    std::vector<int> decided;
    for (std::size_t row = 0; row < accounts.size(); ++row) {
      const Standing standing = accounts[row].standing;
      if (scores[row].status != score::Status::scored) continue;
      if (found_.row_of[row] != row) continue;
      if (standing == Standing::won || standing == Standing::lost) {
        decided.push_back(scores[row].points);
      }
    }
    std::sort(decided.begin(), decided.end());
    const auto cut = [&](std::size_t third) {
      return decided.empty() ? 0 : decided[third * (decided.size() - 1) / kThirds];
    };
    const int first = cut(1);
    const int second = cut(2);
    for (std::size_t row = 0; row < accounts.size(); ++row) {
      const int points = scores[row].points;
      const bool scored = scores[row].status == score::Status::scored;
      accounts[row].band = !scored ? kThirds : (points > first ? 1 : 0) + (points > second ? 1 : 0);
    }
  }

  /// The profile with the most attributes alone: a rule of two parts hardly tells fit apart.
  [[nodiscard]] profile::ProfileFile finest() const {
    profile::ProfileFile one = file_;
    one.profiles = {*std::max_element(
        file_.profiles.begin(), file_.profiles.end(),
        [](const auto& a, const auto& b) { return a.score.size() < b.score.size(); })};
    return one;
  }

  [[nodiscard]] std::string why_nothing_is_told() const {
    const signal::Findings& findings = found_.findings;
    if (findings.won + findings.lost == 0) {
      return "no won or lost account has a day of its first meeting";
    }
    if (findings.won == 0) return "no account was won";
    if (findings.lost == 0) return "no account was lost: nothing to hold the won ones against";
    return findings.tested == 0 ? "no type of event is common enough to be tested" : "";
  }

  const Dataset& dataset_;
  const profile::ProfileFile& file_;
  const signal::EventRows& rows_;
  std::vector<signal::Event> events_;
  Signals found_;
};

signal::Timing timing_of(const Signals& signals, std::uint32_t row) {
  return signals.timing.of(signals.row_of[row], *signals.as_of);
}

Json share_json(const signal::Share& share) {
  if (share.accounts == 0) return {};
  return Json::object()
      .set("with", share.with)
      .set("accounts", share.accounts)
      .set("share", estimate_json(stats::share_estimate(share.with, share.accounts)));
}

Json type_json(const Signals& signals, const TypeResult& result) {
  const bool trigger = result.verdict == signal::Verdict::trigger;
  Json lag;
  if (result.lag) {
    lag = Json::object()
              .set("low", result.lag->low)
              .set("median", result.lag->median)
              .set("high", result.lag->high);
  }
  Json half_life;
  if (trigger) {
    half_life = Json::object()
                    .set("days", result.half_life.days)
                    .set("low", result.half_life.low)
                    .set("high", result.half_life.high)
                    .set("told", result.half_life.told);
  }
  return Json::object()
      .set("type", signals.types[result.type])
      .set("verdict", verdict_name(result.verdict))
      .set("words", signal::verdict_words(result))
      .set("events", result.events)
      .set("won", share_json(result.won))
      .set("lost", share_json(result.lost))
      .set("untouched", share_json(result.untouched))
      .set("lift", estimate_json(result.lift))
      .set("over_untouched", result.over_untouched ? estimate_json(*result.over_untouched) : Json())
      .set("p", result.p ? Json(*result.p) : Json())
      .set("q", result.q ? Json(*result.q) : Json())
      .set("lag", std::move(lag))
      .set("half_life", std::move(half_life))
      .set("weight", trigger ? Json(result.weight) : Json());
}

Json events_json(const Signals& signals) {
  const signal::Use& use = signals.findings.use;
  return Json::object()
      .set("read", signals.read)
      .set("in_window", use.in_window)
      .set("after_meeting", use.after_meeting)
      .set("before_window", use.before_window)
      .set("at_open", use.at_open)
      .set("at_untouched", use.at_untouched)
      .set("without_day", use.without_day)
      .set("without_account", signals.without_account)
      .set("without_date", signals.without_date)
      .set("after_end", signals.after_end);
}

std::string method_words(const Signals& signals) {
  const signal::TriggerOptions options;
  return fmt::format(
      "For each type of event, the share of won accounts with one in the {} days before the first "
      "meeting over that of lost ones, within quarters of a year and thirds of the fit; q is over "
      "the "
      "{} type{} tested. Events from the first meeting on are not counted: selling may have caused "
      "them.",
      options.window_days, signals.findings.tested, signals.findings.tested == 1 ? "" : "s");
}

/// Types that are no triggers by p, those that were not tested last.
std::vector<const TypeResult*> others_in_order(const Signals& signals) {
  std::vector<const TypeResult*> others;
  for (const TypeResult& result : signals.findings.types) {
    if (result.verdict != signal::Verdict::trigger) others.push_back(&result);
  }
  std::stable_sort(others.begin(), others.end(), [](const TypeResult* a, const TypeResult* b) {
    if (a->p.has_value() != b->p.has_value()) return a->p.has_value();
    return a->p ? *a->p < *b->p : a->events > b->events;
  });
  return others;
}

/// Ranked accounts by tier and level.
Json fit_by_timing(const Findings& findings) {
  const Signals& signals = *findings.signals;
  if (signals.triggers.empty() || findings.file.profiles.empty()) return {};
  const auto& tiers = findings.file.profiles.front().tiers;
  std::vector<std::array<std::int64_t, kLevels>> totals(tiers.size());
  for (const std::uint32_t row : findings.ranked.order) {
    const score::Placed& score = findings.ranked.scores[row];
    if (score.tier < 0 || static_cast<std::size_t>(score.tier) >= tiers.size()) continue;
    const signal::Timing timing = timing_of(signals, findings.ranked.rows[row]);
    ++totals[static_cast<std::size_t>(score.tier)].at(static_cast<std::size_t>(timing.level - 1));
  }
  Json json = Json::array();
  for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
    Json levels = Json::array();
    for (std::size_t level = kLevels; level > 0; --level) {
      levels.push(Json::object().set("level", level).set("total", totals[tier].at(level - 1)));
    }
    json.push(Json::object().set("tier", tiers[tier].name).set("levels", std::move(levels)));
  }
  return json;
}

}  // namespace

std::optional<Signals> find_signals(const Dataset& dataset, const profile::ProfileFile& file,
                                    std::uint64_t seed) {
  if (!dataset.signals) return std::nullopt;
  return Holder(dataset, file).find(seed);
}

Json signals_json(const Findings& findings) {
  if (findings.signals == nullptr) return {};
  const Signals& signals = *findings.signals;
  Json triggers = Json::array();
  for (const std::uint32_t type : signals.trigger_types) {
    triggers.push(type_json(signals, signals.findings.types[type]));
  }
  const std::vector<const TypeResult*> others = others_in_order(signals);
  Json tried = Json::array();
  for (std::size_t i = 0; i < std::min(kTriedShown, others.size()); ++i) {
    tried.push(type_json(signals, *others[i]));
  }
  return Json::object()
      .set("as_of", signals.as_of ? Json(base::iso_date(*signals.as_of)) : Json())
      .set("window_days", signal::TriggerOptions{}.window_days)
      .set("method", method_words(signals))
      .set("why_none", signals.why_none.empty() ? Json() : Json(signals.why_none))
      .set("won", signals.findings.won)
      .set("lost", signals.findings.lost)
      .set("untouched", signals.findings.untouched)
      .set("types", signals.types.size())
      .set("tested", signals.findings.tested)
      .set("events", events_json(signals))
      .set("triggers", std::move(triggers))
      .set("tried", std::move(tried))
      .set("fit_by_timing", fit_by_timing(findings));
}

Json timing_json(const Signals* signals, std::uint32_t row) {
  if (signals == nullptr || signals->triggers.empty()) return {};
  const signal::Timing timing = timing_of(*signals, row);
  Json events = Json::array();
  for (const signal::TimingPart& part : timing.parts) {
    events.push(Json::object()
                    .set("type", signals->triggers[part.trigger].event)
                    .set("day", base::iso_date(part.day))
                    .set("age_days", part.age_days)
                    .set("adds", part.adds));
  }
  return Json::object()
      .set("level", timing.level)
      .set("score", timing.score)
      .set("events", std::move(events));
}

}  // namespace bestfit::flow
