#include "bestfit/stats/clusters.h"

#include <algorithm>
#include <numeric>

#include "bestfit/base/error.h"

namespace bestfit::stats {
namespace {

using Cells = std::span<const ClusterCell>;

/// Calls `visit` with the cells of each cluster.
template <typename Visit>
void each_cluster(Cells cells, Visit visit) {
  for (std::size_t from = 0; from < cells.size();) {
    std::size_t to = from;
    while (to < cells.size() && cells[to].cluster == cells[from].cluster) ++to;
    visit(cells.subspan(from, to - from));
    from = to;
  }
}

double size_of(Cells cluster) {
  double size = 0.0;
  for (const ClusterCell& cell : cluster) size += cell.total;
  return size;
}

/// Accounts, best accounts, and ordered pairs of different accounts of one cluster.
struct Sizes {
  double accounts = 0.0;
  double best = 0.0;
  double pairs = 0.0;
};

Sizes sizes_of(Cells cells) {
  Sizes sizes;
  each_cluster(cells, [&](Cells cluster) {
    const double size = size_of(cluster);
    sizes.accounts += size;
    sizes.pairs += size * (size - 1.0);
    for (const ClusterCell& cell : cluster) sizes.best += cell.best;
  });
  return sizes;
}

/// Sum over pairs of one cluster of the product of a value less its mean.
///   sum, squares  of a cell's values
template <typename Sum, typename Squares>
double pair_products(Cells cells, Sum sum, Squares squares) {
  double products = 0.0;
  each_cluster(cells, [&](Cells cluster) {
    double whole = 0.0;
    double alone = 0.0;
    for (const ClusterCell& cell : cluster) {
      whole += sum(cell);
      alone += squares(cell);
    }
    products += whole * whole - alone;
  });
  return products;
}

/// Mean product of two outcomes of a cluster, over the variance of one.
double outcome_correlation(Cells cells, const Sizes& sizes) {
  const double rate = sizes.best / sizes.accounts;
  const double spread = rate * (1.0 - rate);
  if (sizes.pairs == 0.0 || !(spread > 0.0)) return 0.0;
  const double products = pair_products(
      cells, [&](const ClusterCell& cell) { return cell.best - rate * cell.total; },
      [&](const ClusterCell& cell) {
        return cell.best * (1.0 - 2.0 * rate) + cell.total * rate * rate;
      });
  return products / (sizes.pairs * spread);
}

double design_of(double correlation, double outcomes, const Sizes& sizes) {
  return std::max(1.0, 1.0 + correlation * outcomes * sizes.pairs / sizes.accounts);
}

/// Sums that a group's rate needs.
struct Sums {
  double clusters = 0.0;
  double total = 0.0;
  double best = 0.0;
  double squares = 0.0;   // of cluster sizes within the group
  double with_all = 0.0;  // of cluster size within the group times that of the whole cluster
};

std::vector<Sums> sums_of(Cells cells, std::size_t groups) {
  std::vector<Sums> sums(groups);
  each_cluster(cells, [&](Cells cluster) {
    const double size = size_of(cluster);
    for (const ClusterCell& cell : cluster) {
      Sums& sum = sums[cell.group];
      sum.clusters += 1.0;
      sum.total += cell.total;
      sum.best += cell.best;
      sum.squares += cell.total * cell.total;
      sum.with_all += cell.total * size;
    }
  });
  return sums;
}

/// Sum over pairs of one cluster of the product of being in a group, less the group's share.
double membership_products(const Sums& sum, const Sizes& sizes) {
  const double share = sum.total / sizes.accounts;
  return (sum.squares - sum.total) - 2.0 * share * (sum.with_all - sum.total) +
         share * share * sizes.pairs;
}

/// Correlations of two outcomes of one cluster and group, given their group's rate; 1 where
/// outcomes do not vary, since nothing then says that they are not copies.
struct LeftCorrelations {
  double pooled = 0.0;
  std::vector<double> own;  // one a group
};

LeftCorrelations left_correlations(Cells cells, const std::vector<Sums>& sums) {
  std::vector<double> products(sums.size(), 0.0);
  std::vector<double> most(sums.size(), 0.0);
  for (const ClusterCell& cell : cells) {
    const double rate = sums[cell.group].best / sums[cell.group].total;
    const double whole = cell.best - rate * cell.total;
    products[cell.group] +=
        whole * whole - (cell.best * (1.0 - 2.0 * rate) + cell.total * rate * rate);
    most[cell.group] += cell.total * (cell.total - 1.0) * rate * (1.0 - rate);
  }
  const auto correlation = [](double product, double largest) {
    return largest > 0.0 ? std::clamp(product / largest, 0.0, 1.0) : 1.0;
  };
  LeftCorrelations out;
  out.pooled = correlation(std::accumulate(products.begin(), products.end(), 0.0),
                           std::accumulate(most.begin(), most.end(), 0.0));
  for (std::size_t group = 0; group < sums.size(); ++group) {
    out.own.push_back(correlation(products[group], most[group]));
  }
  return out;
}

/// The correlation that a group's rate is widened by.
double correlation_of(const Sums& sum, double pooled, double own) {
  constexpr double kFewClusters = 10.0;
  const bool alike = sum.best == 0.0 || sum.best == sum.total;
  if (alike) return 1.0;
  return sum.clusters < kFewClusters ? std::max(pooled, own) : pooled;
}

}  // namespace

std::vector<ClusterCell> cluster_cells(std::span<const std::uint32_t> cluster,
                                       std::span<const std::uint32_t> group,
                                       std::span<const std::int8_t> best) {
  check(cluster.size() == group.size() && group.size() == best.size(),
        "cluster_cells: as many clusters, groups and outcomes");
  std::vector<ClusterCell> cells;
  std::size_t first = 0;  // cell of the cluster at hand
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    if (cells.empty() || cells.back().cluster != cluster[i]) first = cells.size();
    const auto from = cells.begin() + static_cast<std::ptrdiff_t>(first);
    const auto place = std::lower_bound(
        from, cells.end(), group[i],
        [](const ClusterCell& cell, std::uint32_t wanted) { return cell.group < wanted; });
    const double is_best = best[i] != 0 ? 1.0 : 0.0;
    if (place != cells.end() && place->group == group[i]) {
      place->total += 1.0;
      place->best += is_best;
    } else {
      cells.insert(place,
                   {.cluster = cluster[i], .group = group[i], .total = 1.0, .best = is_best});
    }
  }
  return cells;
}

Groups groups_of(std::span<const ClusterCell> cells, std::size_t groups) {
  Groups out;
  out.total.assign(groups, 0.0);
  out.best.assign(groups, 0.0);
  for (const ClusterCell& cell : cells) {
    check(cell.group < groups, "groups_of: a cell of a group that there is");
    out.total[cell.group] += cell.total;
    out.best[cell.group] += cell.best;
  }
  return out;
}

double score_design(std::span<const ClusterCell> cells, std::span<const double> scores) {
  const Sizes sizes = sizes_of(cells);
  if (sizes.pairs == 0.0) return 1.0;
  double mean = 0.0;
  for (const ClusterCell& cell : cells) mean += cell.total * scores[cell.group] / sizes.accounts;
  const auto centred = [&](const ClusterCell& cell) { return scores[cell.group] - mean; };
  const auto squares = [&](const ClusterCell& cell) {
    return cell.total * centred(cell) * centred(cell);
  };
  double spread = 0.0;
  for (const ClusterCell& cell : cells) spread += squares(cell) / sizes.accounts;
  if (!(spread > 0.0)) return 1.0;
  const double products = pair_products(
      cells, [&](const ClusterCell& cell) { return cell.total * centred(cell); }, squares);
  return design_of(products / (sizes.pairs * spread), outcome_correlation(cells, sizes), sizes);
}

double independence_design(std::span<const ClusterCell> cells, std::size_t groups) {
  const Sizes sizes = sizes_of(cells);
  const std::vector<Sums> sums = sums_of(cells, groups);
  const auto occupied =
      std::count_if(sums.begin(), sums.end(), [](const Sums& sum) { return sum.total > 0.0; });
  if (sizes.pairs == 0.0 || occupied < 2) return 1.0;
  double trace = 0.0;
  for (const Sums& sum : sums) {
    if (sum.total == 0.0) continue;
    trace += membership_products(sum, sizes) * sizes.accounts / sum.total;
  }
  const double correlation = trace / (sizes.pairs * (static_cast<double>(occupied) - 1.0));
  return design_of(correlation, outcome_correlation(cells, sizes), sizes);
}

std::vector<double> member_designs(std::span<const ClusterCell> accounts,
                                   std::span<const ClusterCell> members, std::size_t groups) {
  const Sizes sizes = sizes_of(accounts);
  std::vector<double> designs(groups, 1.0);
  if (sizes.pairs == 0.0) return designs;
  const double outcomes = outcome_correlation(accounts, sizes);
  std::vector<Sums> sums(groups);
  std::size_t at = 0;
  for (const ClusterCell& cluster : accounts) {
    for (; at < members.size() && members[at].cluster == cluster.cluster; ++at) {
      Sums& sum = sums[members[at].group];
      sum.total += members[at].total;
      sum.squares += members[at].total * members[at].total;
      sum.with_all += members[at].total * cluster.total;
    }
  }
  check(at == members.size(), "member_designs: clusters in the same order");
  for (std::size_t group = 0; group < groups; ++group) {
    const double share = sums[group].total / sizes.accounts;
    if (!(share > 0.0 && share < 1.0)) continue;
    const double products = membership_products(sums[group], sizes);
    designs[group] = design_of(products / (sizes.pairs * share * (1.0 - share)), outcomes, sizes);
  }
  return designs;
}

std::vector<RateDesign> rate_designs(std::span<const ClusterCell> cells, std::size_t groups) {
  const std::vector<Sums> sums = sums_of(cells, groups);
  const Sizes sizes = sizes_of(cells);
  std::vector<RateDesign> designs(groups);
  if (sizes.pairs == 0.0) return designs;
  const LeftCorrelations left = left_correlations(cells, sums);
  const double all_squares = sizes.pairs + sizes.accounts;
  for (std::size_t group = 0; group < groups; ++group) {
    const Sums& sum = sums[group];
    const double rest = sizes.accounts - sum.total;
    const double rest_squares = all_squares - 2.0 * sum.with_all + sum.squares;
    if (sum.total > 0.0) {
      const double correlation = correlation_of(sum, left.pooled, left.own[group]);
      designs[group].inside = 1.0 + correlation * (sum.squares / sum.total - 1.0);
    }
    if (rest > 0.0) designs[group].outside = 1.0 + left.pooled * (rest_squares / rest - 1.0);
  }
  return designs;
}

Groups effective(Groups groups, double design) {
  check(design >= 1.0, "effective: design >= 1");
  for (double& total : groups.total) total /= design;
  for (double& best : groups.best) best /= design;
  return groups;
}

}  // namespace bestfit::stats
