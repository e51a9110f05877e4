#include "bestfit/attribute/association.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bestfit/attribute/bin.h"
#include "bestfit/base/text.h"
#include "bestfit/stats/association.h"
#include "bestfit/stats/clusters.h"
#include "bestfit/stats/discovery.h"
#include "bestfit/stats/shuffle.h"

namespace bestfit::attribute {
namespace {

constexpr int kReplicates = 1000;
constexpr double kShuffledRowsMax = 200000.0;

/// The rows that a test looks at.
struct Sample {
  outcome::Target best;
  std::span<const std::uint32_t> rows;     // of one cluster next to each other
  std::span<const std::uint32_t> cluster;  // one a row of the table; empty when each stands alone
};

/// One test and its name.
struct Test {
  double p = 1.0;
  std::string name;
};

/// Chi-square test of two groups where counts suffice, else Fisher's, on as many accounts as would
/// say as much alone.
Test two_groups(stats::Groups groups, double design) {
  groups = stats::effective(std::move(groups), design);
  const double all = groups.total[0] + groups.total[1];
  const double best = groups.best[0] + groups.best[1];
  const double rarer = std::min(best, all - best);
  if (std::min(groups.total[0], groups.total[1]) * rarer >= 10.0 * all) {
    return {.p = stats::independence_test(groups), .name = "chi-square"};
  }
  const double p = stats::fisher_mid_p(
      std::llround(groups.best[0]), std::llround(groups.total[0] - groups.best[0]),
      std::llround(groups.best[1]), std::llround(groups.total[1] - groups.best[1]));
  return {.p = p, .name = "Fisher's mid-p"};
}

/// Levels so rare that fewer than one of the rarer outcome is expected stand together.
struct Pooled {
  stats::Groups groups;
  std::vector<std::uint32_t> group_of;  // each level's
};

Pooled pooled(const stats::Groups& known) {
  const double all = std::accumulate(known.total.begin(), known.total.end(), 0.0);
  const double best = std::accumulate(known.best.begin(), known.best.end(), 0.0);
  const double rarer = std::min(best, all - best) / std::max(all, 1.0);
  const bool any = std::any_of(known.total.begin(), known.total.end(),
                               [&](double total) { return total * rarer < 1.0; });
  Pooled out;
  if (any) out.groups = {.total = {0.0}, .best = {0.0}};
  for (std::size_t i = 0; i < known.total.size(); ++i) {
    const bool rare = known.total[i] * rarer < 1.0;
    if (!rare) {
      out.groups.total.push_back(0.0);
      out.groups.best.push_back(0.0);
    }
    const std::size_t group = rare ? 0 : out.groups.total.size() - 1;
    out.groups.total[group] += known.total[i];
    out.groups.best[group] += known.best[i];
    out.group_of.push_back(static_cast<std::uint32_t>(group));
  }
  return out;
}

/// Rows with a value: cluster, level and outcome of each. Empty where rows stand alone.
struct Levels {
  std::vector<std::uint32_t> cluster;
  std::vector<std::uint32_t> level;
  std::vector<std::int8_t> best;
};

constexpr std::uint32_t kNoLevel = 0xFFFFFFFFU;

/// The sample's rows that `level_of` gives a level, not kNoLevel.
template <typename LevelOf>
Levels levels_of(const Sample& sample, LevelOf level_of) {
  Levels levels;
  if (sample.cluster.empty()) return levels;
  for (const std::uint32_t row : sample.rows) {
    const std::uint32_t level = level_of(row);
    if (level == kNoLevel) continue;
    levels.cluster.push_back(sample.cluster[row]);
    levels.level.push_back(level);
    levels.best.push_back(sample.best[row] == 1 ? 1 : 0);
  }
  return levels;
}

std::vector<stats::ClusterCell> cells_of(const Levels& levels) {
  return stats::cluster_cells(levels.cluster, levels.level, levels.best);
}

/// By how much clusters widen the tests of each member, among accounts whose set is known.
std::vector<double> member_designs(const CodedAttribute& set, const Sample& sample) {
  if (sample.cluster.empty()) return std::vector<double>(set.labels.size(), 1.0);
  std::vector<std::uint32_t> cluster;
  std::vector<std::uint32_t> group;
  for (const std::uint32_t row : sample.rows) {
    if (set.codes[row] == 0) continue;
    for (std::uint32_t at = set.starts[row]; at < set.starts[row + 1]; ++at) {
      cluster.push_back(sample.cluster[row]);
      group.push_back(set.members[at]);
    }
  }
  const std::vector<std::int8_t> none(cluster.size(), 0);
  const Levels accounts =
      levels_of(sample, [&](std::uint32_t row) { return set.codes[row] == 0 ? kNoLevel : 0U; });
  return stats::member_designs(cells_of(accounts), stats::cluster_cells(cluster, group, none),
                               set.labels.size());
}

/// One test a member, among accounts whose set is known.
Test members_test(const CodedAttribute& set, const Sample& sample, double known,
                  double known_best) {
  std::vector<double> total(set.labels.size(), 0.0);
  std::vector<double> won(set.labels.size(), 0.0);
  for (const std::uint32_t row : sample.rows) {
    for (std::uint32_t at = set.starts[row]; at < set.starts[row + 1]; ++at) {
      total[set.members[at]] += sample.best.best_mass(row) + sample.best.other_mass(row);
      won[set.members[at]] += sample.best.best_mass(row);
    }
  }
  const std::vector<double> designs = member_designs(set, sample);
  std::vector<double> p;
  for (std::size_t i = 0; i < total.size(); ++i) {
    if (total[i] == 0.0 || total[i] == known) continue;
    p.push_back(
        two_groups({.total = {total[i], known - total[i]}, .best = {won[i], known_best - won[i]}},
                   designs[i])
            .p);
  }
  return {.p = p.empty() ? 1.0 : stats::simes(p),
          .name = fmt::format("2 x 2 tests of {} members by Simes", p.size())};
}

double design_of(const std::vector<stats::ClusterCell>& cells, std::size_t groups) {
  return cells.empty() ? 1.0 : stats::independence_design(cells, groups);
}

double shuffled_p(const Pooled& pool, Levels levels, std::uint64_t seed) {
  for (std::uint32_t& level : levels.level) level = pool.group_of[level];
  return stats::clustered_independence_test(levels.cluster, levels.level, levels.best, kReplicates,
                                            seed);
}

Test category_test(const stats::Groups& known, const Levels& levels, Shuffles shuffles,
                   std::uint64_t seed) {
  const auto cells = cells_of(levels);
  const Pooled pool = pooled(stats::effective(known, design_of(cells, known.total.size())));
  const double all = std::accumulate(known.total.begin(), known.total.end(), 0.0);
  if (shuffles == Shuffles::none || all > kShuffledRowsMax ||
      stats::expected_counts_suffice(pool.groups)) {
    return {.p = stats::independence_test(pool.groups), .name = "chi-square"};
  }
  return {.p = cells.empty() ? stats::shuffled_independence_test(pool.groups, kReplicates, seed)
                             : shuffled_p(pool, levels, seed),
          .name = "chi-square by shuffles"};
}

/// Tests of special codes against each other and all other known values; none where there are none.
void test_specials(const CodedAttribute& attribute, const Sample& sample, const Counts& counts,
                   Shuffles shuffles, std::uint64_t seed, std::vector<Test>& tests) {
  const std::size_t specials = attribute.specials.size();
  if (specials == 0) return;
  stats::Groups groups{.total = std::vector<double>(specials + 1, 0.0),
                       .best = std::vector<double>(specials + 1, 0.0)};
  for (std::size_t code = 1; code < counts.total.size(); ++code) {
    const std::size_t group = std::min(code - 1, specials);
    groups.total[group] += counts.total[code];
    groups.best[group] += counts.best[code];
  }
  const Levels levels = levels_of(sample, [&](std::uint32_t row) {
    const std::uint8_t code = attribute.codes[row];
    return code == 0 ? kNoLevel
                     : static_cast<std::uint32_t>(std::min<std::size_t>(code - 1U, specials));
  });
  tests.push_back(specials == 1 ? two_groups(groups, design_of(cells_of(levels), 2))
                                : category_test(groups, levels, shuffles, seed));
  tests.back().name += " of special codes";
}

/// Tests of an attribute's known values, special codes aside; none when there are not two.
void test_values(const CodedAttribute& attribute, const Sample& sample, const Counts& counts,
                 Shuffles shuffles, std::uint64_t seed, std::vector<Test>& tests) {
  stats::Groups known;
  std::vector<std::uint32_t> group_of_code(counts.total.size(), kNoLevel);
  for (std::size_t code = attribute.specials.size() + 1; code < counts.total.size(); ++code) {
    if (counts.total[code] == 0.0) continue;
    group_of_code[code] = static_cast<std::uint32_t>(known.total.size());
    known.total.push_back(counts.total[code]);
    known.best.push_back(counts.best[code]);
  }
  if (known.total.size() < 2) return;
  const Levels levels =
      levels_of(sample, [&](std::uint32_t row) { return group_of_code[attribute.codes[row]]; });
  const std::size_t groups = known.total.size();
  if (!is_ordered(attribute)) {
    tests.push_back(category_test(known, levels, shuffles, seed));
    return;
  }
  const auto cells = cells_of(levels);
  if (groups == 2) {
    tests.push_back(two_groups(known, design_of(cells, groups)));
  } else {
    tests.push_back({.p = stats::rank_test(known, cells), .name = "Mann-Whitney"});
    tests.push_back({.p = stats::shape_test(known, cells), .name = "squared ranks"});
  }
}

}  // namespace

std::vector<std::uint32_t> by_cluster(const Coded& coded, std::span<const std::uint32_t> rows) {
  std::vector<std::uint32_t> out(rows.begin(), rows.end());
  if (coded.cluster.empty()) return out;
  std::stable_sort(out.begin(), out.end(), [&](std::uint32_t a, std::uint32_t b) {
    return coded.cluster[a] < coded.cluster[b];
  });
  return out;
}

Association association_of(const Coded& coded, std::uint32_t number, const outcome::Target& best,
                           std::span<const std::uint32_t> rows, Shuffles shuffles,
                           std::uint64_t seed) {
  const CodedAttribute& attribute = coded.attributes[number];
  if (!best.is_plain()) shuffles = Shuffles::none;  // weights cannot change places
  const Sample sample{.best = best, .rows = rows, .cluster = coded.cluster};
  const Counts counts = count_codes(attribute.codes, attribute.levels, best, rows);
  const double known = std::accumulate(counts.total.begin() + 1, counts.total.end(), 0.0);
  const double won = std::accumulate(counts.best.begin() + 1, counts.best.end(), 0.0);
  std::vector<Test> tests;
  if (attribute.kind == table::Kind::set) {
    tests.push_back(members_test(attribute, sample, known, won));
  } else {
    test_values(attribute, sample, counts, shuffles, seed, tests);
    test_specials(attribute, sample, counts, shuffles, seed, tests);
  }
  if (counts.total[0] > 0.0 && known > 0.0) {
    const auto cells = cells_of(
        levels_of(sample, [&](std::uint32_t row) { return attribute.codes[row] == 0 ? 0U : 1U; }));
    tests.push_back(two_groups({.total = {counts.total[0], known}, .best = {counts.best[0], won}},
                               design_of(cells, 2)));
    tests.back().name += " of being known";
  }
  Association out;
  std::vector<double> p;
  std::vector<std::string> names;
  for (const Test& test : tests) {
    p.push_back(test.p);
    names.push_back(test.name);
  }
  if (!p.empty()) out.p = stats::simes(p);
  out.method = base::join(names, ", ");
  if (p.size() > 1) out.method += "; joined by Simes";
  if (!sample.cluster.empty()) out.method += "; widened for rows that hang together";
  return out;
}

double association_p(const Coded& coded, std::uint32_t attribute, const outcome::Target& best,
                     std::span<const std::uint32_t> rows, Shuffles shuffles, std::uint64_t seed) {
  return association_of(coded, attribute, best, rows, shuffles, seed).p;
}

std::vector<std::uint32_t> clusters_of(const Coded& coded) {
  if (!coded.cluster.empty()) return coded.cluster;
  std::vector<std::uint32_t> alone(coded.rows);
  std::iota(alone.begin(), alone.end(), std::uint32_t{0});
  return alone;
}

std::vector<std::uint32_t> draw_rows(const Coded& coded, std::span<const std::uint32_t> rows,
                                     std::size_t most, std::uint64_t seed) {
  std::vector<std::uint32_t> all(rows.begin(), rows.end());
  std::sort(all.begin(), all.end());
  return all.size() <= most ? all : stats::draw_rows(clusters_of(coded), all, most, seed);
}

}  // namespace bestfit::attribute
