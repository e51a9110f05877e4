#include "bestfit/warehouse/whole_table.h"

#include <algorithm>
#include <cmath>

#include "bestfit/base/error.h"
#include "bestfit/stats/auc.h"
#include "bestfit/stats/curve.h"
#include "bestfit/stats/proportion.h"
#include "bestfit/warehouse/outcome_sql.h"

namespace bestfit::warehouse {
namespace {

constexpr std::size_t kUnscored = 101;
constexpr std::size_t kFirstBin = 6;  // column of the answer

/// A line of the answer.
struct Group {
  std::size_t level = kUnscored;
  std::string status;
  std::size_t profile = 0;
  int side = kNotKnown;
  TablePart part = TablePart::between;
  std::int64_t rows = 0;
};

Group group_of(const profile::ProfileFile& file, const std::vector<std::string>& row) {
  Group group;
  group.status = row.at(1);
  if (!row.at(0).empty()) group.level = static_cast<std::size_t>(whole_number(row.at(0)));
  check(group.level <= kUnscored, "whole_table: scores of 0 to 100");
  for (std::size_t p = 0; p < file.profiles.size(); ++p) {
    if (file.profiles[p].name == row.at(2)) group.profile = p;
  }
  group.side = static_cast<int>(whole_number(row.at(3)));
  group.part = static_cast<TablePart>(whole_number(row.at(4)));
  group.rows = whole_number(row.at(5));
  return group;
}

void add(Counted& sum, const Group& group) {
  if (group.side == kNotKnown) return;
  sum.total += group.rows;
  if (group.side == kBest) sum.best += group.rows;
}

const profile::Tier* tier_of(const profile::Profile& profile, std::size_t level) {
  const auto found =
      std::find_if(profile.tiers.begin(), profile.tiers.end(),
                   [&](const profile::Tier& tier) { return static_cast<int>(level) >= tier.from; });
  return found == profile.tiers.end() ? nullptr : &*found;
}

/// What the profile promises at a score; none where it promises nothing.
std::optional<double> promised(const profile::Profile& profile, std::size_t level) {
  std::optional<double> promise;
  for (const profile::CalibrationStep& step : profile.calibration) {
    if (static_cast<int>(level) >= step.from) promise = step.probability;
  }
  return promise;
}

/// Held rows as they are added up.
class Held {
 public:
  explicit Held(const profile::ProfileFile& file) : file_(file) {
    for (const profile::Tier& tier : file.profiles.front().tiers) {
      found_.by_tier.push_back({.tier = tier.name, .from = tier.from, .known = {}, .rate = {}});
    }
  }

  void add_group(const Group& group) {
    found_.by_status[group.status] += group.rows;
    if (group.level == kUnscored) return;
    add(found_.scored, group);
    add(levels_.at(group.level), group);
    const profile::Profile& profile = file_.profiles[group.profile];
    if (const profile::Tier* tier = tier_of(profile, group.level)) {
      const auto same = std::find_if(found_.by_tier.begin(), found_.by_tier.end(),
                                     [&](const TierCount& one) { return one.tier == tier->name; });
      if (same != found_.by_tier.end()) add(same->known, group);
    }
    if (const auto promise = promised(profile, group.level)) add(promises_[*promise], group);
  }

  HeldRows finished(std::uint64_t seed) {
    for (TierCount& tier : found_.by_tier) tier.rate = rate_of(tier.known);
    for (const auto& [predicted, known] : promises_) {
      found_.calibration.push_back(
          {.predicted = predicted, .known = known, .observed = rate_of(known)});
    }
    if (found_.scored.best > 0 && found_.scored.best < found_.scored.total) judge(seed);
    return std::move(found_);
  }

 private:
  static stats::Estimate rate_of(const Counted& known) {
    return stats::share_estimate(known.best, known.total);
  }

  void judge(std::uint64_t seed) {
    stats::ScoreCounts counts;
    for (std::size_t level = 0; level < levels_.size(); ++level) {
      const Counted& known = levels_.at(level);
      if (known.total == 0) continue;
      counts.score.push_back(static_cast<double>(level));
      counts.best.push_back(static_cast<double>(known.best));
      counts.other.push_back(static_cast<double>(known.total - known.best));
    }
    found_.auc = stats::auc(counts);
    constexpr std::array<double, 1> kTenth = {0.1};
    const stats::Estimate gain =
        stats::gain_curve(counts, kTenth, {.seed = seed, .frame = {}}).front();
    found_.lift_at_10pct = stats::Estimate{.value = gain.value / kTenth[0],
                                           .low = gain.low / kTenth[0],
                                           .high = gain.high / kTenth[0]};
  }

  const profile::ProfileFile& file_;
  HeldRows found_;
  std::array<Counted, 101> levels_ = {};
  std::map<double, Counted> promises_;
};

}  // namespace

WholeTable whole_table(const profile::ProfileFile& file, const Rows& rows,
                       const std::vector<compile::CountedBin>& bins, std::uint64_t seed) {
  WholeTable whole;
  for (const compile::CountedBin& bin : bins) {
    whole.bins.push_back({.bin = bin, .rows = 0, .known = {}});
  }
  Held held(file);
  for (const auto& row : rows) {
    const Group group = group_of(file, row);
    (group.side == kBest    ? whole.rows.best
     : group.side == kOther ? whole.rows.other
                            : whole.rows.unknown) += group.rows;
    if (group.part == TablePart::sampled) {
      whole.sampled.at(group.level).at(static_cast<std::size_t>(group.side)) += group.rows;
    }
    if (group.part == TablePart::held) held.add_group(group);
    for (std::size_t i = 0; i < bins.size(); ++i) {
      Group part = group;
      part.rows = whole_number(row.at(kFirstBin + i));
      whole.bins[i].rows += part.rows;
      add(whole.bins[i].known, part);
    }
  }
  whole.held = held.finished(seed);
  return whole;
}

Sides sides_of(const ScoredRows& rows) {
  Sides sides;
  for (const auto& level : rows) {
    sides.best += level.at(kBest);
    sides.other += level.at(kOther);
    sides.unknown += level.at(kNotKnown);
  }
  return sides;
}

std::int64_t scored_otherwise(const ScoredRows& one, const ScoredRows& other) {
  std::int64_t apart = 0;
  for (std::size_t level = 0; level < one.size(); ++level) {
    for (std::size_t side = 0; side < one[level].size(); ++side) {
      apart += std::abs(one[level][side] - other[level][side]);
    }
  }
  return (apart + 1) / 2;
}

}  // namespace bestfit::warehouse
