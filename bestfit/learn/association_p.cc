#include <algorithm>
#include <cmath>
#include <numeric>

#include "bestfit/base/error.h"
#include "bestfit/learn/rank.h"
#include "bestfit/stats/association.h"
#include "bestfit/stats/discovery.h"

namespace bestfit::learn {
namespace {

constexpr int kReplicates = 1000;
constexpr double kShuffledRowsMax = 200000.0;

/// Chi-square test of two groups where counts suffice, else Fisher's.
double two_groups(double with, double with_best, double without, double without_best) {
  const stats::Groups groups{.total = {with, without}, .best = {with_best, without_best}};
  const double all = with + without;
  const double rarer = std::min(with_best + without_best, all - with_best - without_best);
  if (std::min(with, without) * rarer >= 10.0 * all) return stats::independence_test(groups);
  return stats::fisher_mid_p(std::llround(with_best), std::llround(with - with_best),
                             std::llround(without_best), std::llround(without - without_best));
}

/// Levels so rare that fewer than one of the rarer outcome is expected, taken together.
stats::Groups pooled(const stats::Groups& known) {
  const double all = std::accumulate(known.total.begin(), known.total.end(), 0.0);
  const double best = std::accumulate(known.best.begin(), known.best.end(), 0.0);
  const double rarer = std::min(best, all - best) / std::max(all, 1.0);
  stats::Groups out{.total = {0.0}, .best = {0.0}};
  for (std::size_t i = 0; i < known.total.size(); ++i) {
    if (known.total[i] * rarer < 1.0) {
      out.total[0] += known.total[i];
      out.best[0] += known.best[i];
    } else {
      out.total.push_back(known.total[i]);
      out.best.push_back(known.best[i]);
    }
  }
  return out;
}

double category_p(const stats::Groups& known, Shuffles shuffles, std::uint64_t seed) {
  const stats::Groups groups = pooled(known);
  const double all = std::accumulate(groups.total.begin(), groups.total.end(), 0.0);
  if (shuffles == Shuffles::none || all > kShuffledRowsMax ||
      stats::expected_counts_suffice(groups)) {
    return stats::independence_test(groups);
  }
  return stats::shuffled_independence_test(groups, kReplicates, seed);
}

/// One test a member, among accounts whose set is known.
double members_p(const CodedAttribute& set, std::span<const std::int8_t> best,
                 std::span<const std::uint32_t> rows, double known, double known_best) {
  std::vector<double> total(set.labels.size(), 0.0);
  std::vector<double> won(set.labels.size(), 0.0);
  for (const std::uint32_t row : rows) {
    for (std::uint32_t at = set.starts[row]; at < set.starts[row + 1]; ++at) {
      total[set.members[at]] += 1.0;
      if (best[row] == 1) won[set.members[at]] += 1.0;
    }
  }
  std::vector<double> p;
  for (std::size_t i = 0; i < total.size(); ++i) {
    if (total[i] == 0.0 || total[i] == known) continue;
    p.push_back(two_groups(total[i], won[i], known - total[i], known_best - won[i]));
  }
  return p.empty() ? 1.0 : stats::simes(p);
}

}  // namespace

double association_p(const CodedAttribute& attribute, std::span<const std::int8_t> best,
                     std::span<const std::uint32_t> rows, Shuffles shuffles, std::uint64_t seed) {
  const Counts counts = count_codes(attribute.codes, attribute.levels, best, rows);
  stats::Groups known;
  for (std::size_t code = 1; code < counts.total.size(); ++code) {
    if (counts.total[code] == 0.0) continue;
    known.total.push_back(counts.total[code]);
    known.best.push_back(counts.best[code]);
  }
  const double all = std::accumulate(known.total.begin(), known.total.end(), 0.0);
  const double won = std::accumulate(known.best.begin(), known.best.end(), 0.0);
  std::vector<double> p;
  if (attribute.kind == table::Kind::set) {
    p.push_back(members_p(attribute, best, rows, all, won));
  } else if (attribute.kind == table::Kind::category) {
    if (known.total.size() >= 2) p.push_back(category_p(known, shuffles, seed));
  } else if (known.total.size() == 2) {
    p.push_back(two_groups(known.total[0], known.best[0], known.total[1], known.best[1]));
  } else if (known.total.size() > 2) {
    p.push_back(stats::rank_test(known));
    p.push_back(stats::shape_test(known));
  }
  if (counts.total[0] > 0.0 && all > 0.0) {
    p.push_back(two_groups(counts.total[0], counts.best[0], all, won));
  }
  return p.empty() ? 1.0 : stats::simes(p);
}

}  // namespace bestfit::learn
