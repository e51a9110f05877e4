#include "bestfit/flow/business.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "bestfit/base/text.h"
#include "bestfit/flow/evidence.h"
#include "bestfit/flow/story.h"
#include "bestfit/outcome/history.h"
#include "bestfit/score/score.h"
#include "bestfit/stats/mean_value.h"
#include "bestfit/stats/proportion.h"
#include "bestfit/stats/survival.h"

namespace bestfit::flow {
namespace {

using base::Json;

constexpr double kYear = 365.25;
constexpr double kDue = 7.0;                 // days after an anniversary: a renewal due on it is in
constexpr std::size_t kFewestCustomers = 5;  // for a curve
constexpr std::size_t kFewestValued = 10;    // customers, for what they are worth
constexpr double kFewestMonths = 3.0;        // that a value is told over, where more was asked for
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Accounts of a tier (or of all), each scored by a card that had not seen it.
struct Group {
  std::int64_t closed = 0;  // won or lost
  std::int64_t won = 0;
  std::vector<double> cycles;                 // days, of those won
  std::vector<stats::AccountHistory> valued;  // customers with known amounts, after costs
  stats::FollowUps stays;  // of all, from the first line on: a term's end is its anniversary
};

void add(const stats::FollowUps& from, stats::FollowUps& to) {
  to.time.insert(to.time.end(), from.time.begin(), from.time.end());
  to.event.insert(to.event.end(), from.event.begin(), from.event.end());
}

void add(const Group& from, Group& to) {
  to.closed += from.closed;
  to.won += from.won;
  to.cycles.insert(to.cycles.end(), from.cycles.begin(), from.cycles.end());
  to.valued.insert(to.valued.end(), from.valued.begin(), from.valued.end());
  add(from.stays, to.stays);
}

/// What is read of each account.
struct Columns {
  const table::Column* won = nullptr;
  const table::Column* cycle = nullptr;
  std::vector<const outcome::Customer*> customer;  // by row; null where it is none
  const outcome::BestDefinition* definition = nullptr;
};

Columns columns_of(const Dataset& dataset) {
  Columns columns;
  columns.won = dataset.table.find(outcome::kWon);
  columns.cycle = dataset.table.find(outcome::kCycleDays);
  columns.customer.assign(dataset.table.rows(), nullptr);
  for (const outcome::Customer& customer : dataset.customers) {
    columns.customer[customer.account] = &customer;
  }
  columns.definition = &dataset.best;
  return columns;
}

void add(const Columns& columns, std::uint32_t row, Group& group) {
  const double won = columns.won->numbers[row];
  if (!std::isnan(won)) {
    ++group.closed;
    if (won == 1.0) ++group.won;
  }
  if (won == 1.0 && columns.cycle->numbers[row] >= 0.0) {
    group.cycles.push_back(columns.cycle->numbers[row]);
  }
  const outcome::Customer* customer = columns.customer[row];
  if (customer == nullptr) return;
  if (customer->known) {
    group.valued.push_back(outcome::after_costs(customer->history, *columns.definition));
  }
  group.stays.time.push_back(std::max(0.0, customer->history.days - customer->wait));
  group.stays.event.push_back(customer->history.left);
}

/// Scores of accounts of which deals tell what came of them, and no card learned: whether they are
/// best is not known (amounts that cannot be converted, a renewal that is still to come).
std::vector<validate::UnseenScore> never_learned(const Dataset& dataset,
                                                 const profile::ProfileFile& file) {
  const table::Column& won = dataset.table.column(outcome::kWon);
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < dataset.table.rows(); ++row) {
    if (dataset.outcome.best[row] < 0 && !std::isnan(won.numbers[row])) rows.push_back(row);
  }
  std::vector<validate::UnseenScore> unseen;
  if (rows.empty()) return unseen;
  const std::vector<score::Score> scores = score::score(table::select(dataset.table, rows), file);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool scored = scores[i].status == score::Status::scored;
    unseen.push_back({.row = rows[i], .score = scored ? scores[i].points : -1});
  }
  return unseen;
}

/// Accounts by tier, best first; below every tier last.
std::vector<Group> groups_of(const Dataset& dataset, std::vector<validate::UnseenScore> scores,
                             const profile::ProfileFile& file) {
  const Columns columns = columns_of(dataset);
  const std::vector<profile::Tier>& tiers = file.profiles.front().tiers;
  const std::vector<validate::UnseenScore> more = never_learned(dataset, file);
  scores.insert(scores.end(), more.begin(), more.end());
  std::vector<Group> groups(tiers.size() + 1);
  for (const validate::UnseenScore& unseen : scores) {
    std::size_t tier = 0;
    while (tier < tiers.size() && unseen.score < tiers[tier].from) ++tier;
    add(columns, unseen.row, groups[tier]);
  }
  return groups;
}

Json optional_json(const std::optional<stats::Estimate>& estimate) {
  return estimate ? estimate_json(*estimate) : Json();
}

/// The median of the days to close, with its interval; null without any.
Json cycle_json(const std::vector<double>& cycles) {
  if (cycles.empty()) return {};
  stats::FollowUps closed{.time = cycles, .event = std::vector<std::int8_t>(cycles.size(), 1)};
  const stats::MedianTime median = stats::median_time(stats::survival_curve(closed));
  return estimate_json({.value = median.value.value_or(kNone),
                        .low = median.low.value_or(kNone),
                        .high = median.high.value_or(kNone)});
}

/// The share that stays so long, what ended on that day included.
std::optional<stats::Estimate> kept_at(const stats::SurvivalCurve& curve, double day) {
  return stats::survival_at(curve, day + kDue);
}

/// The share that stays, at each quarter of a year that the data reach.
Json curve_json(const stats::SurvivalCurve& curve) {
  Json points = Json::array();
  for (double day = 0.0; day <= curve.last_time; day += kYear / 4.0) {
    const std::optional<stats::Estimate> kept =
        day == 0.0 ? stats::survival_at(curve, day) : kept_at(curve, day);
    if (!kept) break;
    points.push(Json::object().set("day", day).set("kept", estimate_json(*kept)));
  }
  return points;
}

/// The horizon that was asked for, and below which no value is told.
struct Horizon {
  stats::ValueOptions asked;
  double least = 0.0;  // days
};

Horizon horizon_of(const outcome::BestDefinition& definition) {
  Horizon horizon;
  horizon.asked.horizon = outcome::days_of_months(definition.months);
  horizon.least = std::min(horizon.asked.horizon, outcome::days_of_months(kFewestMonths));
  return horizon;
}

/// Until when a group's customers tell what they are worth; 0 where they are too few, or were not
/// followed for long.
double told_until(const Group& group, const Horizon& horizon) {
  if (group.valued.size() < kFewestValued) return 0.0;
  const double until = stats::known_until(stats::value_curve(group.valued), horizon.asked);
  return until < horizon.least ? 0.0 : until;
}

Json value_json(const Group& group, double until) {
  if (until <= 0.0) return {};
  stats::ValueOptions options;
  options.horizon = until;
  return estimate_json(stats::mean_value(group.valued, options).mean);
}

Json days_json(double days) { return days > 0.0 ? Json(days) : Json(); }

Json group_json(const Group& group, const Dataset& dataset) {
  Json json = Json::object();
  json.set("accounts", group.closed).set("won", group.won);
  json.set("win_rate", group.closed > 0
                           ? estimate_json(stats::share_estimate(group.won, group.closed))
                           : Json());
  json.set("cycle_days", cycle_json(group.cycles));
  const std::size_t customers = group.stays.time.size();
  json.set("customers", customers);
  const bool few = customers < kFewestCustomers;
  const stats::SurvivalCurve curve = stats::survival_curve(group.stays);
  json.set("kept_1_year", few ? Json() : optional_json(kept_at(curve, kYear)));
  json.set("kept_2_years", few ? Json() : optional_json(kept_at(curve, 2.0 * kYear)));
  json.set("curve", few ? Json() : curve_json(curve));
  const double until = told_until(group, horizon_of(dataset.best));
  const std::string costs = outcome::costs_words(dataset.best);
  return json.set("value", value_json(group, until))
      .set("value_until_days", days_json(until))
      .set("value_costs", costs.empty() ? Json() : Json(costs));
}

/// A tier beside all others: its value for as long as the customers of both tell.
Json against_json(const Group& group, const Group& rest, const Horizon& horizon) {
  Json json = Json::object();
  const bool rates = group.closed > 0 && rest.closed > 0;
  json.set("win_rate",
           rates ? estimate_json(stats::share_ratio(group.won, group.closed, rest.won, rest.closed))
                 : Json());
  const bool few = std::min(group.stays.time.size(), rest.stays.time.size()) < kFewestCustomers;
  Json p;
  if (!few) {
    stats::FollowUps all = group.stays;
    add(rest.stays, all);
    std::vector<std::uint32_t> side(all.time.size(), 1);
    std::fill(side.begin(), side.begin() + std::ssize(group.stays.time), 0U);
    p = stats::log_rank_test(all, side, 2).p;
  }
  json.set("retention_p", std::move(p));
  stats::ValueOptions options;
  options.horizon = std::min(told_until(group, horizon), told_until(rest, horizon));
  if (options.horizon <= 0.0) return json.set("value", Json()).set("value_until_days", Json());
  return json
      .set("value", estimate_json(stats::value_difference(group.valued, rest.valued, options).mean))
      .set("value_until_days", options.horizon);
}

/// Tiers side by side by value, for as long as the customers of each tell.
struct Compared {
  double until = 0.0;  // days; 0: fewer than two tiers tell
  std::vector<std::string> words;
};

/// Why a tier's value is not told.
std::string untold_words(const std::string& tier, const Group& group) {
  if (group.valued.size() < kFewestValued) {
    return fmt::format("tier {} has {} customer{} with known amounts, fewer than {}", tier,
                       group.valued.size(), group.valued.size() == 1 ? "" : "s", kFewestValued);
  }
  return fmt::format("too few customers of tier {} were followed for {:.0f} months", tier,
                     kFewestMonths);
}

Compared compared_of(const std::vector<Group>& groups, const std::vector<profile::Tier>& tiers,
                     const Horizon& horizon) {
  Compared compared;
  std::size_t told = 0;
  std::vector<std::string> untold;
  for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
    const double own = told_until(groups[tier], horizon);
    if (own <= 0.0) {
      untold.push_back(untold_words(tiers[tier].name, groups[tier]));
      continue;
    }
    compared.until = ++told == 1 ? own : std::min(compared.until, own);
  }
  if (told < 2) compared.until = 0.0;
  if (told >= 2 && compared.until < horizon.asked.horizon - 1.0) {
    compared.words.push_back(
        fmt::format("Tiers are compared over {}, as long as the customers of each were followed.",
                    outcome::months_words(compared.until)));
  }
  if (!untold.empty()) {
    compared.words.push_back(fmt::format(
        "{}: {}.",
        told < 2 ? "Tiers are not compared by value" : "Left out of the comparison of value",
        base::join(untold, "; ")));
  }
  return compared;
}

bool has_deals(const Dataset& dataset) {
  return dataset.table.find(outcome::kWon) != nullptr &&
         dataset.table.find(outcome::kCycleDays) != nullptr;
}

bool is_by_value(const Dataset& dataset) {
  return dataset.outcome.name == "best" && dataset.by_value &&
         dataset.best.by == outcome::BestDefinition::By::value;
}

}  // namespace

Json business_of_rows(const Dataset& dataset, const std::vector<std::uint32_t>& rows) {
  if (!has_deals(dataset)) return {};
  const Columns columns = columns_of(dataset);
  Group group;
  for (const std::uint32_t row : rows) add(columns, row, group);
  return group_json(group, dataset);
}

Json business_json(const Dataset& dataset, const validate::Proof& proof,
                   const profile::ProfileFile& file) {
  if (!has_deals(dataset) || proof.unseen_scores.empty() || file.profiles.empty()) return {};
  const std::vector<profile::Tier>& tiers = file.profiles.front().tiers;
  if (tiers.empty()) return {};
  const Horizon horizon = horizon_of(dataset.best);
  const std::vector<Group> groups = groups_of(dataset, proof.unseen_scores, file);
  const Compared compared = compared_of(groups, tiers, horizon);
  Group all;
  for (const Group& group : groups) add(group, all);
  Json by_tier = Json::array();
  for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
    Group rest;
    for (std::size_t other = 0; other < groups.size(); ++other) {
      if (other != tier) add(groups[other], rest);
    }
    const bool told = compared.until > 0.0 && told_until(groups[tier], horizon) > 0.0;
    by_tier.push(group_json(groups[tier], dataset)
                     .set("tier", tiers[tier].name)
                     .set("compared_value", value_json(groups[tier], told ? compared.until : 0.0))
                     .set("against_rest", against_json(groups[tier], rest, horizon)));
  }
  const bool has_revenue = !dataset.customers.empty();
  Json words = Json::array();
  for (const std::string& line : compared.words) {
    if (has_revenue) words.push(line);
  }
  const std::string costs = outcome::costs_words(dataset.best);
  if (has_revenue && !costs.empty()) {
    words.push(fmt::format("Values are {}, as best is defined.", costs));
  }
  Json whole = group_json(all, dataset);
  whole.set("compared_value", value_json(all, compared.until));
  Json business = Json::object()
                      .set("horizon_days", horizon.asked.horizon)
                      .set("compared_until_days", days_json(compared.until))
                      .set("compared_words", std::move(words))
                      .set("has_revenue", has_revenue)
                      .set("all", std::move(whole))
                      .set("by_tier", std::move(by_tier));
  put_words(is_by_value(dataset), business);
  return business;
}

}  // namespace bestfit::flow
