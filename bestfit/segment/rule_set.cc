#include "bestfit/segment/rule_set.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bestfit/attribute/association.h"
#include "bestfit/stats/clusters.h"

namespace bestfit::segment {
namespace {

constexpr int kRounds = 3;

/// Rows that none of the rules but `but` covers.
std::vector<Word> rows_left(const Space& space, const std::vector<Choice>& rules, std::size_t but) {
  std::vector<Word> open = all_rows(space.layout);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (i != but) take_out(cover_of(space, rules[i]), open);
  }
  return open;
}

/// What the rules are worth together: the quality of each on rows that none before it covers.
double quality_together(const Space& space, const std::vector<Choice>& rules,
                        const SegmentOptions& options) {
  std::vector<Word> open = all_rows(space.layout);
  double sum = 0.0;
  for (const Choice& rule : rules) {
    const std::vector<Word> cover = cover_of(space, rule);
    sum += quality_of(space, open, cover, options);
    take_out(cover, open);
  }
  return sum;
}

/// Searches each rule again on the rows that the others leave, while they get better together.
///   rules  the last was just found on the rows that the others leave
void exchange(const Space& space, const SegmentOptions& options, std::vector<Choice>& rules) {
  double best = quality_together(space, rules, options);
  std::vector<std::vector<Word>> searched(rules.size());
  searched.back() = rows_left(space, rules, rules.size() - 1);
  for (int round = 0; round < kRounds; ++round) {
    bool changed = false;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      std::vector<Word> open = rows_left(space, rules, i);
      if (open == searched[i]) continue;  // would find the same again
      std::vector<Choice> other = rules;
      other[i] = best_rule(space, open, options);
      searched[i] = std::move(open);
      if (other[i].empty() || other[i] == rules[i]) continue;
      const double quality = quality_together(space, other, options);
      if (quality <= best) continue;
      best = quality;
      rules = std::move(other);
      changed = true;
    }
    if (!changed) break;
  }
}

/// Rows by the first rule that covers them, the last group being the rest.
struct Partition {
  std::vector<std::uint32_t> row;
  std::vector<std::uint32_t> group;
  std::vector<std::int8_t> best;
  std::size_t groups = 0;
};

Partition partition_of(const Space& space, const std::vector<Choice>& rules) {
  const Layout& layout = space.layout;
  std::vector<std::uint32_t> group(layout.rows.size(), static_cast<std::uint32_t>(rules.size()));
  for (std::size_t rule = rules.size(); rule-- > 0;) {
    const std::vector<Word> cover = cover_of(space, rules[rule]);
    for (std::size_t i = 0; i < group.size(); ++i) {
      if ((cover[i / 64] >> (i % 64) & 1U) != 0) group[i] = static_cast<std::uint32_t>(rule);
    }
  }
  Partition out;
  out.groups = rules.size() + 1;
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (layout.rows[i] == kNoRow) continue;
    out.row.push_back(layout.rows[i]);
    out.group.push_back(group[i]);
    out.best.push_back(i < layout.best_words * 64 ? 1 : 0);
  }
  return out;
}

/// By how much rows that hang together widen what the groups show.
double design_of(const attribute::Coded& coded, const Partition& partition) {
  if (coded.cluster.empty()) return 1.0;
  std::vector<std::size_t> order(partition.row.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return coded.cluster[partition.row[a]] < coded.cluster[partition.row[b]];
  });
  std::vector<std::uint32_t> cluster;
  std::vector<std::uint32_t> group;
  std::vector<std::int8_t> best;
  for (const std::size_t i : order) {
    cluster.push_back(coded.cluster[partition.row[i]]);
    group.push_back(partition.group[i]);
    best.push_back(partition.best[i]);
  }
  return stats::independence_design(stats::cluster_cells(cluster, group, best), partition.groups);
}

double log_likelihood(double best, double total) {
  const double other = total - best;
  return (best > 0.0 ? best * std::log(best / total) : 0.0) +
         (other > 0.0 ? other * std::log(other / total) : 0.0);
}

/// What a rule of that many conditions must earn.
double cost_of(const Space& space, std::size_t conditions) {
  const double offered = static_cast<double>(space.conditions.size());
  double ways = 0.0;
  for (std::size_t i = 0; i < conditions; ++i) {
    const double chosen = static_cast<double>(i);
    ways += std::log((offered - chosen) / (chosen + 1.0));
  }
  return 0.5 * std::log(space.layout.total) + ways;
}

}  // namespace

double gain_of(const attribute::Coded& coded, const Space& space,
               const std::vector<Choice>& rules) {
  if (rules.empty()) return 0.0;
  const Partition partition = partition_of(space, rules);
  std::vector<double> total(partition.groups, 0.0);
  std::vector<double> best(partition.groups, 0.0);
  for (std::size_t i = 0; i < partition.group.size(); ++i) {
    total[partition.group[i]] += 1.0;
    best[partition.group[i]] += partition.best[i];
  }
  double gain = -log_likelihood(space.layout.best, space.layout.total);
  for (std::size_t i = 0; i < total.size(); ++i) gain += log_likelihood(best[i], total[i]);
  return gain / design_of(coded, partition);
}

std::vector<Choice> choose_rules(const attribute::Coded& coded, const Space& space, int rules_max,
                                 const SegmentOptions& options, Evidence evidence) {
  std::vector<Choice> chosen;
  double gained = 0.0;
  while (chosen.size() < static_cast<std::size_t>(rules_max)) {
    std::vector<Choice> more = chosen;
    more.push_back(best_rule(space, rows_left(space, chosen, chosen.size()), options));
    if (more.back().empty()) break;
    exchange(space, options, more);
    const double gain = gain_of(coded, space, more);
    if (evidence == Evidence::needed && gain - gained <= cost_of(space, more.back().size())) break;
    gained = gain;
    chosen = std::move(more);
  }
  return chosen;
}

Rule rule_of(const Space& space, const Choice& choice) {
  Rule rule;
  for (const std::uint32_t condition : choice)
    rule.conditions.push_back(space.conditions[condition]);
  return rule;
}

}  // namespace bestfit::segment
