#include "bestfit/stats/hazard.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/stats/distribution.h"
#include "bestfit/stats/symmetric.h"

namespace bestfit::stats {
namespace {

constexpr double kMeanVariance = 4.0;    // of the mean log odds around those of all cells
constexpr double kPeriodVariance = 1.0;  // of periods and groups around the mean, before the cells
constexpr double kGroupVariance = 0.25;  // are seen: as if one more period and group had it
constexpr double kFlatRise = 1e-7;

double chance(double log_odds) { return 1.0 / (1.0 + std::exp(-log_odds)); }

/// Log odds of a cell are effect[0] + effect[1 + period] + effect[1 + periods + group].
struct HazardModel {
  std::size_t periods = 0;
  std::size_t groups = 0;
  double mean = 0.0;  // before the cells are seen
  double period_variance = kPeriodVariance;
  double group_variance = kGroupVariance;
  std::vector<double> effect;
  std::vector<double> covariance;

  std::size_t size() const { return 1 + periods + groups; }
  std::size_t of_period(std::size_t period) const { return 1 + period; }
  std::size_t of_group(std::size_t group) const { return 1 + periods + group; }
  double log_odds(std::size_t period, std::size_t group) const {
    return effect[0] + effect[of_period(period)] + effect[of_group(group)];
  }
  double variance(std::size_t i) const {
    if (i == 0) return kMeanVariance;
    return i <= periods ? period_variance : group_variance;
  }
};

/// Log of the posterior but for a constant.
double hazard_log_posterior(const HazardModel& model, std::span<const HazardCell> cells) {
  double sum = 0.0;
  for (const HazardCell& cell : cells) {
    const double odds = model.log_odds(cell.period, cell.group);
    const double log_sum = std::max(odds, 0.0) + std::log1p(std::exp(-std::abs(odds)));
    sum += cell.left * odds - cell.at_risk * log_sum;
  }
  for (std::size_t i = 0; i < model.size(); ++i) {
    const double away = model.effect[i] - (i == 0 ? model.mean : 0.0);
    sum -= 0.5 * away * away / model.variance(i);
  }
  return sum;
}

/// One step of Newton's method; returns by how much the log posterior rose.
double newton_step(HazardModel& model, std::span<const HazardCell> cells) {
  const std::size_t size = model.size();
  std::vector<double> slope(size);
  std::vector<double> bend(size * size, 0.0);
  for (std::size_t i = 0; i < size; ++i) {
    slope[i] = -(model.effect[i] - (i == 0 ? model.mean : 0.0)) / model.variance(i);
    bend[i * size + i] = 1.0 / model.variance(i);
  }
  for (const HazardCell& cell : cells) {
    const double hazard = chance(model.log_odds(cell.period, cell.group));
    const std::size_t at[] = {0, model.of_period(cell.period), model.of_group(cell.group)};
    for (const std::size_t i : at) {
      slope[i] += cell.left - cell.at_risk * hazard;
      for (const std::size_t j : at) bend[i * size + j] += cell.at_risk * hazard * (1.0 - hazard);
    }
  }
  model.covariance = symmetric_inverse(std::move(bend), size);
  const std::vector<double> from = model.effect;
  const double before = hazard_log_posterior(model, cells);
  for (double part = 1.0; part > 1e-6; part *= 0.5) {
    for (std::size_t i = 0; i < size; ++i) {
      double change = 0.0;
      for (std::size_t j = 0; j < size; ++j) change += model.covariance[i * size + j] * slope[j];
      model.effect[i] = from[i] + part * change;
    }
    const double rise = hazard_log_posterior(model, cells) - before;
    if (rise >= 0.0) return rise;
  }
  model.effect = from;
  return 0.0;
}

void find_mode(HazardModel& model, std::span<const HazardCell> cells) {
  constexpr int kStepsMax = 50;
  for (int step = 0; step < kStepsMax && newton_step(model, cells) > kFlatRise; ++step) {
  }
}

/// Variance of effects that the mode and its uncertainty ask for, with one more effect that has
/// the variance expected before the cells are seen.
double learned_variance(const HazardModel& model, std::size_t from, std::size_t count,
                        double expected) {
  double sum = expected;
  for (std::size_t i = from; i < from + count; ++i) {
    sum += model.effect[i] * model.effect[i] + model.covariance[i * model.size() + i];
  }
  return sum / (static_cast<double>(count) + 1.0);
}

/// Effects and their variances in turn (expectation and maximisation).
HazardModel fit_hazards(std::span<const HazardCell> cells, std::size_t periods,
                        std::size_t groups) {
  HazardModel model = {.periods = periods, .groups = groups, .effect = {}, .covariance = {}};
  double left = 0.5;
  double at_risk = 1.0;
  for (const HazardCell& cell : cells) {
    left += cell.left;
    at_risk += cell.at_risk;
  }
  model.mean = std::log(left / (at_risk - left));
  model.effect.assign(model.size(), 0.0);
  model.effect[0] = model.mean;
  constexpr int kRoundsMax = 300;
  for (int round = 0; round < kRoundsMax; ++round) {
    find_mode(model, cells);
    const double period = learned_variance(model, model.of_period(0), periods, kPeriodVariance);
    const double group = learned_variance(model, model.of_group(0), groups, kGroupVariance);
    const double moved = std::abs(std::log(period / model.period_variance)) +
                         std::abs(std::log(group / model.group_variance));
    model.period_variance = period;
    model.group_variance = group;
    if (moved < 1e-4) break;
  }
  find_mode(model, cells);
  return model;
}

/// Survival over the periods of a group, each with an interval symmetric in ln(-ln(share)).
void add_group(GroupHazards& found, const HazardModel& model, std::size_t group, double z) {
  const std::size_t size = model.size();
  std::vector<double> slope(size, 0.0);  // of the sum below by each effect
  double sum = 0.0;                      // -ln(survival)
  for (std::size_t period = 0; period < found.periods; ++period) {
    const double hazard = chance(model.log_odds(period, group));
    sum -= std::log1p(-hazard);
    for (const std::size_t i : {std::size_t{0}, model.of_period(period), model.of_group(group)}) {
      slope[i] += hazard;
    }
    double variance = 0.0;
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size; ++j) {
        variance += slope[i] * model.covariance[i * size + j] * slope[j];
      }
    }
    const double reach = z * std::sqrt(variance) / sum;
    found.hazard.push_back(hazard);
    found.survival.push_back({.value = std::exp(-sum),
                              .low = std::exp(-sum * std::exp(reach)),
                              .high = std::exp(-sum * std::exp(-reach))});
  }
}

}  // namespace

std::vector<HazardCell> hazard_cells(const FollowUps& accounts,
                                     std::span<const std::uint32_t> group, double length) {
  check_follow_ups(accounts);
  check(accounts.entry.empty(), "hazard_cells: accounts followed from the start");
  check(group.size() == accounts.time.size(), "hazard_cells: one group an account");
  check(length > 0.0, "hazard_cells: length > 0");

  std::map<std::pair<std::uint32_t, std::uint32_t>, HazardCell> cells;
  for (std::size_t i = 0; i < group.size(); ++i) {
    const double time = accounts.time[i];
    const double weight = accounts.weight.empty() ? 1.0 : accounts.weight[i];
    const auto last = static_cast<std::uint32_t>(std::max(1.0, std::ceil(time / length)) - 1.0);
    const bool left = accounts.event[i] == 1;
    const bool whole = left || time >= length * (last + 1.0);
    for (std::uint32_t period = 0; period <= last; ++period) {
      const double counted = period < last || whole ? 1.0 : 0.5;
      if (time == 0.0 && !left) continue;
      HazardCell& cell = cells[{period, group[i]}];
      cell.period = period;
      cell.group = group[i];
      cell.at_risk += counted * weight;
      if (left && period == last) cell.left += weight;
    }
  }
  std::vector<HazardCell> out;
  out.reserve(cells.size());
  for (const auto& entry : cells) out.push_back(entry.second);
  return out;
}

GroupHazards group_hazards(std::span<const HazardCell> cells, std::size_t groups,
                           const HazardOptions& options) {
  GroupHazards found;
  found.groups = groups;
  found.reaches.assign(groups, 0);
  for (const HazardCell& cell : cells) {
    check(cell.group < groups, "group_hazards: groups that there are");
    check(0.0 <= cell.left && cell.left <= cell.at_risk, "group_hazards: 0 <= left <= at_risk");
    if (cell.at_risk <= 0.0) continue;
    const std::size_t periods = std::size_t{cell.period} + 1;
    found.reaches[cell.group] = std::max(found.reaches[cell.group], periods);
    found.periods = std::max(found.periods, periods);
  }
  if (found.periods == 0) return found;

  std::vector<HazardCell> used;
  std::copy_if(cells.begin(), cells.end(), std::back_inserter(used),
               [](const HazardCell& cell) { return cell.at_risk > 0.0; });
  const HazardModel model = fit_hazards(used, found.periods, groups);
  const double z = normal_critical_value(options.level);
  for (std::size_t group = 0; group < groups; ++group) add_group(found, model, group, z);
  found.group_deviation = std::sqrt(model.group_variance);
  return found;
}

}  // namespace bestfit::stats
