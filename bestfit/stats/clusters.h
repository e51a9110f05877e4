#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/stats/association.h"

namespace bestfit::stats {

/// Accounts of one cluster in one group (a value, a bin, a tier), by outcome. Accounts of one
/// cluster lean on each other: deals of one company, copies of one row.
struct ClusterCell {
  std::uint32_t cluster = 0;
  std::uint32_t group = 0;  // index into Groups
  double total = 0.0;
  double best = 0.0;
};

/// Accounts put into cells, clusters as they come, groups increasing within each.
///   cluster, group, best  one an account, those of a cluster next to each other; best is 0 or 1
std::vector<ClusterCell> cluster_cells(std::span<const std::uint32_t> cluster,
                                       std::span<const std::uint32_t> group,
                                       std::span<const std::int8_t> best);

/// The totals of cells, by group.
///   groups  how many there are; cells name none beyond
Groups groups_of(std::span<const ClusterCell> cells, std::size_t groups);

/// By how much clusters widen the variance of a sum of scores over the best accounts when scores
/// say nothing of the outcome: 1 + (correlation of two scores of a cluster) (correlation of two
/// outcomes of a cluster) (sum of squared cluster sizes / accounts - 1), at least 1.
///   scores  one a group
///   source  Moulton 1986, Journal of Econometrics 32(3), 385-397; docs/methods/ranking.md
double score_design(std::span<const ClusterCell> cells, std::span<const double> scores);

/// The same for Pearson's chi-square of groups and outcomes, on average over its contrasts.
///   source  Rao and Scott 1984, Annals of Statistics 12(1), 46-60 (first-order correction)
double independence_design(std::span<const ClusterCell> cells, std::size_t groups);

/// The same for each of many groups against all accounts outside it, where an account may be in
/// several (members of a set).
///   accounts  cells of all accounts, in one group
///   members   their groups, clusters in the same order
std::vector<double> member_designs(std::span<const ClusterCell> accounts,
                                   std::span<const ClusterCell> members, std::size_t groups);

/// By how much clusters widen the variance of a group's rate, and of the rate of all others.
struct RateDesign {
  double inside = 1.0;
  double outside = 1.0;
};

/// One a group: 1 + (correlation of what outcomes in one cluster and group differ from their
/// group's rate, pooled over groups) (sum of squared cluster sizes in the group / accounts - 1).
/// Where a group's outcomes are all alike, or it has fewer than 10 clusters and these are more
/// alike than elsewhere, its own correlation counts: 1 in the first case, since nothing there says
/// that accounts of a cluster are not copies.
///   source  Kish 1965, Survey Sampling, 5.4
std::vector<RateDesign> rate_designs(std::span<const ClusterCell> cells, std::size_t groups);

/// As many accounts as single ones would say as much: totals and bests over `design`.
Groups effective(Groups groups, double design);

}  // namespace bestfit::stats
