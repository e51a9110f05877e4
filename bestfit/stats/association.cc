#include "bestfit/stats/association.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bestfit/base/error.h"
#include "bestfit/base/random.h"
#include "bestfit/stats/clusters.h"
#include "bestfit/stats/distribution.h"

namespace bestfit::stats {
namespace {

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Groups that have accounts.
Groups occupied(const Groups& groups) {
  check(groups.total.size() == groups.best.size(), "Groups: as many totals as bests");
  Groups out;
  for (std::size_t i = 0; i < groups.total.size(); ++i) {
    check(0.0 <= groups.best[i] && groups.best[i] <= groups.total[i], "Groups: best <= total");
    if (groups.total[i] == 0.0) continue;
    out.total.push_back(groups.total[i]);
    out.best.push_back(groups.best[i]);
  }
  return out;
}

/// Scores of occupied groups as scores of all; those of empty ones are 0.
std::vector<double> spread_out(const Groups& groups, const std::vector<double>& scores) {
  std::vector<double> out(groups.total.size(), 0.0);
  std::size_t next = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (groups.total[i] > 0.0) out[i] = scores[next++];
  }
  return out;
}

/// Mid-ranks, centred on 0 and scaled to (-1, 1).
std::vector<double> centred_ranks(const Groups& groups) {
  const double accounts = sum(groups.total);
  std::vector<double> ranks;
  double before = 0.0;
  for (const double total : groups.total) {
    ranks.push_back((2.0 * before + total - accounts) / accounts);
    before += total;
  }
  return ranks;
}

/// Sum over accounts of a * b.
double product(const Groups& groups, const std::vector<double>& a, const std::vector<double>& b) {
  double out = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) out += groups.total[i] * a[i] * b[i];
  return out;
}

/// Two-sided p of the sum of scores (of mean 0 over accounts) of the best, under permutation.
double score_test(const Groups& groups, const std::vector<double>& scores,
                  std::span<const ClusterCell> cells) {
  const double accounts = sum(groups.total);
  const double best = sum(groups.best);
  double observed = 0.0;
  for (std::size_t i = 0; i < scores.size(); ++i) observed += groups.best[i] * scores[i];
  const double squares = product(groups, scores, scores);
  const double design = cells.empty() ? 1.0 : score_design(cells, scores);
  const double single = accounts / design;  // accounts that would say as much, each alone
  const double variance = best * (accounts - best) / (accounts * (single - 1.0)) * squares;
  if (!(single > 1.0) || !(variance > 1e-12)) return 1.0;
  return normal_tail_two_sided(observed / std::sqrt(variance));
}

/// (n - 1) / n times Pearson's X^2.
double statistic(const std::vector<double>& totals, const std::vector<double>& bests, double best,
                 double accounts) {
  const double rate = best / accounts;
  double out = 0.0;
  for (std::size_t i = 0; i < totals.size(); ++i) {
    const double excess = bests[i] - rate * totals[i];
    out += excess * excess / totals[i];
  }
  return out * (accounts - 1.0) / accounts / (rate * (1.0 - rate));
}

/// Upper tail of a Pearson type III curve with these moments (skewness > 0), else of a normal one.
double pearson_three_tail(double value, double mean, double deviation, double skewness) {
  const double z = (value - mean) / deviation;
  if (skewness < 1e-3) return 0.5 * normal_tail_two_sided(std::max(0.0, z));
  const double shape = 4.0 / (skewness * skewness);
  return gamma_tail(shape, std::max(0.0, shape + z * std::sqrt(shape)));
}

double tail_of(std::vector<double> shuffled, double observed) {
  const double count = static_cast<double>(shuffled.size());
  const double slack = 1e-9 * (1.0 + observed);
  const double reached = static_cast<double>(std::count_if(
      shuffled.begin(), shuffled.end(), [&](double value) { return value >= observed - slack; }));
  const double plain = (1.0 + reached) / (1.0 + count);
  if (reached >= 10.0) return plain;
  const double mean = sum(shuffled) / count;
  double second = 0.0;
  double third = 0.0;
  for (const double value : shuffled) {
    second += (value - mean) * (value - mean) / count;
    third += (value - mean) * (value - mean) * (value - mean) / count;
  }
  if (!(second > 1e-12)) return 1.0;
  const double deviation = std::sqrt(second);
  const double curve = pearson_three_tail(observed, mean, deviation, third / (second * deviation));
  return std::min(curve, (1.0 + 10.0) / (1.0 + count));
}

/// Accounts of one cluster: [from, to).
struct Run {
  std::size_t from = 0;
  std::size_t to = 0;
  [[nodiscard]] std::size_t size() const { return to - from; }
};

/// Clusters by size.
std::vector<Run> runs_of(std::span<const std::uint32_t> cluster) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    if (i == 0 || cluster[i] != cluster[i - 1]) runs.push_back({.from = i, .to = i});
    runs.back().to = i + 1;
  }
  std::stable_sort(runs.begin(), runs.end(),
                   [](const Run& a, const Run& b) { return a.size() < b.size(); });
  return runs;
}

/// Where classes of clusters end that may change outcomes: of one size, and at least so many.
std::vector<std::size_t> class_ends(const std::vector<Run>& runs) {
  constexpr std::size_t kLeast = 8;
  std::vector<std::size_t> ends;
  std::size_t from = 0;
  for (std::size_t i = 1; i < runs.size(); ++i) {
    if (runs[i].size() == runs[i - 1].size() || i - from < kLeast) continue;
    if (runs.size() - i < kLeast) break;
    ends.push_back(i);
    from = i;
  }
  ends.push_back(runs.size());
  return ends;
}

/// Outcomes after clusters of a class changed them: those of a random order of its clusters, laid
/// next to each other along its clusters.
std::vector<std::int8_t> deal_outcomes(const std::vector<Run>& runs,
                                       const std::vector<std::size_t>& ends,
                                       std::span<const std::int8_t> best, base::Random& random) {
  std::vector<Run> givers = runs;
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    random.shuffle(std::span<Run>(givers).subspan(begin, end - begin));
    begin = end;
  }
  std::vector<std::int8_t> deck;
  deck.reserve(best.size());
  for (const Run& giver : givers) {
    const auto from = static_cast<std::ptrdiff_t>(deck.size());
    deck.insert(deck.end(), best.begin() + static_cast<std::ptrdiff_t>(giver.from),
                best.begin() + static_cast<std::ptrdiff_t>(giver.to));
    random.shuffle(std::span<std::int8_t>(deck.begin() + from, deck.end()));
  }
  std::vector<std::int8_t> dealt(best.size());
  auto next = deck.begin();
  for (const Run& taker : runs) {
    for (std::size_t i = taker.from; i < taker.to; ++i) dealt[i] = *next++;
  }
  return dealt;
}

}  // namespace

double rank_test(const Groups& groups, std::span<const ClusterCell> cells) {
  const Groups seen = occupied(groups);
  if (seen.total.size() < 2) return 1.0;
  return score_test(groups, spread_out(groups, centred_ranks(seen)), cells);
}

double shape_test(const Groups& groups, std::span<const ClusterCell> cells) {
  const Groups seen = occupied(groups);
  if (seen.total.size() < 3) return 1.0;
  const std::vector<double> ranks = centred_ranks(seen);
  const double accounts = sum(seen.total);
  const double mean_square = product(seen, ranks, ranks) / accounts;
  std::vector<double> squares;
  squares.reserve(ranks.size());
  for (const double rank : ranks) squares.push_back(rank * rank - mean_square);
  const double slope = product(seen, squares, ranks) / (mean_square * accounts);
  for (std::size_t i = 0; i < ranks.size(); ++i) squares[i] -= slope * ranks[i];
  return score_test(groups, spread_out(groups, squares), cells);
}

double independence_test(const Groups& groups) {
  const Groups seen = occupied(groups);
  const double accounts = sum(seen.total);
  const double best = sum(seen.best);
  if (seen.total.size() < 2 || best == 0.0 || best == accounts) return 1.0;
  return chi_square_tail(statistic(seen.total, seen.best, best, accounts),
                         static_cast<double>(seen.total.size()) - 1.0);
}

double shuffled_independence_test(const Groups& groups, int replicates, std::uint64_t seed) {
  check(replicates >= 100, "shuffled_independence_test: replicates >= 100");
  const Groups seen = occupied(groups);
  const double accounts = sum(seen.total);
  const double best = sum(seen.best);
  if (seen.total.size() < 2 || best == 0.0 || best == accounts) return 1.0;
  const double observed = statistic(seen.total, seen.best, best, accounts);

  std::vector<std::uint32_t> group_of;  // each account's group; its first `drawn` are the drawn
  for (std::size_t i = 0; i < seen.total.size(); ++i) {
    group_of.insert(group_of.end(), static_cast<std::size_t>(seen.total[i]),
                    static_cast<std::uint32_t>(i));
  }
  // The rarer outcome is drawn: X^2 is the same for both.
  const double rarer = std::min(best, accounts - best);
  const auto drawn = static_cast<std::size_t>(rarer);
  base::Random random(seed);
  std::vector<double> shuffled;
  std::vector<double> counts(seen.total.size());
  for (int replicate = 0; replicate < replicates; ++replicate) {
    std::fill(counts.begin(), counts.end(), 0.0);
    for (std::size_t i = 0; i < drawn; ++i) {
      std::swap(group_of[i], group_of[i + random.below(group_of.size() - i)]);
      counts[group_of[i]] += 1.0;
    }
    shuffled.push_back(statistic(seen.total, counts, rarer, accounts));
  }
  return tail_of(std::move(shuffled), observed);
}

double clustered_independence_test(std::span<const std::uint32_t> cluster,
                                   std::span<const std::uint32_t> group,
                                   std::span<const std::int8_t> best, int replicates,
                                   std::uint64_t seed) {
  check(replicates >= 100, "clustered_independence_test: replicates >= 100");
  check(cluster.size() == group.size() && group.size() == best.size(),
        "clustered_independence_test: as many clusters, groups and outcomes");
  if (group.empty()) return 1.0;
  Groups groups;
  groups.total.assign(std::size_t{*std::max_element(group.begin(), group.end())} + 1, 0.0);
  groups.best = groups.total;
  for (std::size_t i = 0; i < group.size(); ++i) {
    groups.total[group[i]] += 1.0;
    groups.best[group[i]] += best[i] != 0 ? 1.0 : 0.0;
  }
  const double accounts = sum(groups.total);
  const double won = sum(groups.best);
  check(occupied(groups).total.size() == groups.total.size(),
        "clustered_independence_test: every group has accounts");
  if (groups.total.size() < 2 || won == 0.0 || won == accounts) return 1.0;
  const double observed = statistic(groups.total, groups.best, won, accounts);

  const std::vector<Run> runs = runs_of(cluster);
  const std::vector<std::size_t> ends = class_ends(runs);
  base::Random random(seed);
  std::vector<double> shuffled;
  for (int replicate = 0; replicate < replicates; ++replicate) {
    const std::vector<std::int8_t> dealt = deal_outcomes(runs, ends, best, random);
    std::fill(groups.best.begin(), groups.best.end(), 0.0);
    for (std::size_t i = 0; i < group.size(); ++i) {
      groups.best[group[i]] += dealt[i] != 0 ? 1.0 : 0.0;
    }
    shuffled.push_back(statistic(groups.total, groups.best, won, accounts));
  }
  return tail_of(std::move(shuffled), observed);
}

bool expected_counts_suffice(const Groups& groups) {
  const Groups seen = occupied(groups);
  const double accounts = sum(seen.total);
  const double best = sum(seen.best);
  const double rarer = std::min(best, accounts - best) / accounts;
  std::size_t small = 0;
  for (const double total : seen.total) {
    if (rarer * total < 1.0) return false;
    if (rarer * total < 5.0) ++small;
  }
  return 5 * small <= 2 * seen.total.size();  // of two cells a group, the rarer outcome's
}

double fisher_mid_p(std::int64_t with_best, std::int64_t with_other, std::int64_t without_best,
                    std::int64_t without_other) {
  check(std::min({with_best, with_other, without_best, without_other}) >= 0,
        "fisher_mid_p: counts >= 0");
  const int with = static_cast<int>(with_best + with_other);
  const int without = static_cast<int>(without_best + without_other);
  const int best = static_cast<int>(with_best + without_best);
  const auto log_chance = [&](int k) {
    return log_choose(with, k) + log_choose(without, best - k) - log_choose(with + without, best);
  };
  const double observed = log_chance(static_cast<int>(with_best));
  double p = 0.0;
  for (int k = std::max(0, best - without); k <= std::min(with, best); ++k) {
    const double chance = log_chance(k);
    if (chance > observed + 1e-9) continue;
    p += chance > observed - 1e-9 ? 0.5 * std::exp(chance) : std::exp(chance);
  }
  return std::min(1.0, p);
}

}  // namespace bestfit::stats
