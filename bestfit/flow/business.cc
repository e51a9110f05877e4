#include "bestfit/flow/business.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "bestfit/flow/evidence.h"
#include "bestfit/outcome/history.h"
#include "bestfit/stats/mean_value.h"
#include "bestfit/stats/proportion.h"
#include "bestfit/stats/survival.h"

namespace bestfit::flow {
namespace {

using base::Json;

constexpr double kYear = 365.25;
constexpr double kDue = 7.0;                 // days after an anniversary: a renewal due on it is in
constexpr std::size_t kFewestCustomers = 5;  // customers, for a curve or a mean
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Accounts of a tier (or of all), each scored by a card that had not seen it.
struct Group {
  std::int64_t closed = 0;  // won or lost
  std::int64_t won = 0;
  std::vector<double> cycles;  // days, of those won
  std::vector<stats::AccountHistory> customers;
  stats::FollowUps stays;  // of the same, from the first line on: a term's end is its anniversary
};

void add(const stats::FollowUps& from, stats::FollowUps& to) {
  to.time.insert(to.time.end(), from.time.begin(), from.time.end());
  to.event.insert(to.event.end(), from.event.begin(), from.event.end());
}

void add(const Group& from, Group& to) {
  to.closed += from.closed;
  to.won += from.won;
  to.cycles.insert(to.cycles.end(), from.cycles.begin(), from.cycles.end());
  to.customers.insert(to.customers.end(), from.customers.begin(), from.customers.end());
  add(from.stays, to.stays);
}

/// What is read of each account.
struct Columns {
  const table::Column* won = nullptr;
  const table::Column* cycle = nullptr;
  std::vector<const outcome::Customer*> customer;  // by row; null where it is none
};

Columns columns_of(const Dataset& dataset) {
  Columns columns;
  columns.won = dataset.table.find(outcome::kWon);
  columns.cycle = dataset.table.find(outcome::kCycleDays);
  columns.customer.assign(dataset.table.rows(), nullptr);
  for (const outcome::Customer& customer : dataset.customers) {
    if (customer.known) columns.customer[customer.account] = &customer;
  }
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
  group.customers.push_back(customer->history);
  group.stays.time.push_back(std::max(0.0, customer->history.days - customer->wait));
  group.stays.event.push_back(customer->history.left);
}

/// Accounts by tier, best first; below every tier last.
std::vector<Group> groups_of(const Dataset& dataset, const validate::Proof& proof,
                             const std::vector<profile::Tier>& tiers) {
  const Columns columns = columns_of(dataset);
  std::vector<Group> groups(tiers.size() + 1);
  for (const validate::UnseenScore& unseen : proof.unseen_scores) {
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

Json group_json(const Group& group, const stats::ValueOptions& options) {
  Json json = Json::object();
  json.set("accounts", group.closed).set("won", group.won);
  json.set("win_rate", group.closed > 0
                           ? estimate_json(stats::share_estimate(group.won, group.closed))
                           : Json());
  json.set("cycle_days", cycle_json(group.cycles));
  json.set("customers", group.customers.size());
  const bool few = group.customers.size() < kFewestCustomers;
  const stats::SurvivalCurve curve = stats::survival_curve(group.stays);
  json.set("kept_1_year", few ? Json() : optional_json(kept_at(curve, kYear)));
  json.set("kept_2_years", few ? Json() : optional_json(kept_at(curve, 2.0 * kYear)));
  json.set("curve", few ? Json() : curve_json(curve));
  const bool told = !few && options.horizon > 0.0;
  return json.set("value",
                  told ? estimate_json(stats::mean_value(group.customers, options).mean) : Json());
}

/// Until when every tier with customers tells what they are worth, so that tiers can be compared; 0
/// when none does.
double common_until(const std::vector<Group>& groups, const stats::ValueOptions& options) {
  double until = 0.0;
  for (const Group& group : groups) {
    if (group.customers.size() < kFewestCustomers) continue;
    const double own = stats::known_until(stats::value_curve(group.customers), options);
    if (own > 0.0) until = until > 0.0 ? std::min(until, own) : own;
  }
  return until;
}

/// A tier beside all others.
Json against_json(const Group& group, const Group& rest, const stats::ValueOptions& options) {
  Json json = Json::object();
  const bool rates = group.closed > 0 && rest.closed > 0;
  json.set("win_rate",
           rates ? estimate_json(stats::share_ratio(group.won, group.closed, rest.won, rest.closed))
                 : Json());
  const bool few =
      group.customers.size() < kFewestCustomers || rest.customers.size() < kFewestCustomers;
  if (few) return json.set("retention_p", Json()).set("value", Json());
  stats::FollowUps all = group.stays;
  add(rest.stays, all);
  std::vector<std::uint32_t> side(all.time.size(), 1);
  std::fill(side.begin(), side.begin() + std::ssize(group.stays.time), 0U);
  json.set("retention_p", stats::log_rank_test(all, side, 2).p);
  if (options.horizon <= 0.0) return json.set("value", Json());
  const stats::MeanValue ahead = stats::value_difference(group.customers, rest.customers, options);
  return json.set("value", ahead.until > 0.0 ? estimate_json(ahead.mean) : Json());
}

bool has_deals(const Dataset& dataset) {
  return dataset.table.find(outcome::kWon) != nullptr &&
         dataset.table.find(outcome::kCycleDays) != nullptr;
}

}  // namespace

Json business_of_rows(const Dataset& dataset, const std::vector<std::uint32_t>& rows) {
  if (!has_deals(dataset)) return {};
  const Columns columns = columns_of(dataset);
  Group group;
  for (const std::uint32_t row : rows) add(columns, row, group);
  stats::ValueOptions options;
  options.horizon = outcome::days_of_months(dataset.best.months);
  options.horizon = common_until({group}, options);
  return group_json(group, options)
      .set("value_until_days", options.horizon > 0.0 ? Json(options.horizon) : Json());
}

Json business_json(const Dataset& dataset, const validate::Proof& proof,
                   const std::vector<profile::Tier>& tiers) {
  if (!has_deals(dataset) || proof.unseen_scores.empty() || tiers.empty()) return {};
  stats::ValueOptions options;
  options.horizon = outcome::days_of_months(dataset.best.months);
  const double horizon = options.horizon;
  const std::vector<Group> groups = groups_of(dataset, proof, tiers);
  options.horizon = common_until(groups, options);
  Group all;
  for (const Group& group : groups) add(group, all);
  Json by_tier = Json::array();
  for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
    Group rest;
    for (std::size_t other = 0; other < groups.size(); ++other) {
      if (other != tier) add(groups[other], rest);
    }
    by_tier.push(group_json(groups[tier], options)
                     .set("tier", tiers[tier].name)
                     .set("against_rest", against_json(groups[tier], rest, options)));
  }
  return Json::object()
      .set("horizon_days", horizon)
      .set("value_until_days", options.horizon > 0.0 ? Json(options.horizon) : Json())
      .set("has_revenue", !dataset.customers.empty())
      .set("all", group_json(all, options))
      .set("by_tier", std::move(by_tier));
}

}  // namespace bestfit::flow
