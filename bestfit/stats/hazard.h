#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/stats/interval.h"
#include "bestfit/stats/survival.h"

namespace bestfit::stats {

/// Accounts of one group (a tier, a bin) in one period since they became customers.
struct HazardCell {
  std::uint32_t period = 0;
  std::uint32_t group = 0;
  double at_risk = 0.0;  // customers at its start; need not be whole
  double left = 0.0;     // of these, in it; at most at_risk
};

/// Accounts counted into periods of one length: the first is that of times in [0, length], the next
/// ends with 2 length. One that is followed no further within a period counts half in it, as in a
/// life table.
///   accounts  without entry; their weights count
///   group     one an account
///   length    of a period, > 0
///   returns   cells of accounts at risk, by period and group
///   throws    Bug as survival_curve does, and unless there are as many groups as accounts
///   source    Cutler and Ederer 1958, Journal of Chronic Diseases 8(6), 699-712
std::vector<HazardCell> hazard_cells(const FollowUps& accounts,
                                     std::span<const std::uint32_t> group, double length);

struct HazardOptions {
  double level = 0.95;
};

/// How groups leave, period by period. Row by row: a group's periods follow each other.
struct GroupHazards {
  std::size_t periods = 0;  // up to the last in which an account was at risk: none later
  std::size_t groups = 0;
  std::vector<double> hazard;        // chance that a customer at the period's start leaves in it
  std::vector<Estimate> survival;    // share that stays beyond the period
  std::vector<std::size_t> reaches;  // one a group: periods up to the last in which it had accounts
                                     // at risk; what is said of later ones rests on other groups
  double group_deviation = 0.0;      // standard deviation of groups' log odds of leaving
};

/// Hazards of groups and periods, log odds that add up, both drawn towards their common mean as far
/// as their spread, learned from the cells, asks for: a group of few accounts leaves about as all
/// do in that period. Assumes that what sets a group apart is the same in every period.
///   groups   how many there are; cells name none beyond; one without accounts leaves as the mean
///   throws   Bug when a cell has left > at_risk, a negative count or a group beyond
///   source   Breslow and Clayton 1993, JASA 88(421), 9-25 (Laplace approximation);
///            docs/methods/survival.md
GroupHazards group_hazards(std::span<const HazardCell> cells, std::size_t groups,
                           const HazardOptions& options = {});

}  // namespace bestfit::stats
