#include "bestfit/validate/split.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "bestfit/base/error.h"
#include "bestfit/base/random.h"
#include "bestfit/stats/blocks.h"

namespace bestfit::validate {
namespace {

/// Rows of one cluster: which places of the list they are.
struct Block {
  std::span<const std::uint32_t> places;
  std::int64_t best = 0;
};

std::vector<Block> with_best(const stats::Blocks& blocks, const std::vector<std::int8_t>& best,
                             const std::vector<std::uint32_t>& rows) {
  std::vector<Block> out(blocks.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].places = blocks[i];
    out[i].best = std::count_if(blocks[i].begin(), blocks[i].end(),
                                [&](std::uint32_t place) { return best[rows[place]] == 1; });
  }
  return out;
}

/// The fold with the least of what the block brings most of: best rows first, then rows.
std::size_t emptiest(const std::vector<Tally>& folds, bool has_best) {
  std::size_t chosen = 0;
  for (std::size_t fold = 1; fold < folds.size(); ++fold) {
    const Tally& a = folds[fold];
    const Tally& b = folds[chosen];
    const bool less =
        has_best && a.best != b.best ? a.best < b.best : a.best + a.other < b.best + b.other;
    if (less) chosen = fold;
  }
  return chosen;
}

constexpr double kShareWanted = 0.30;
constexpr double kShareLeast = 0.15;
constexpr double kShareMost = 0.50;

/// Counts on both sides of a possible split.
struct Sides {
  double from = 0.0;
  Tally learned;
  Tally held;
};

double share_held(const Sides& sides) {
  const auto held = static_cast<double>(sides.held.best + sides.held.other);
  return held / (held + static_cast<double>(sides.learned.best + sides.learned.other));
}

bool has(const Tally& tally, std::int64_t least) {
  return tally.best >= least && tally.other >= least;
}

const Sides* nearest(const std::vector<Sides>& all, std::int64_t learned_least,
                     std::int64_t held_least) {
  const Sides* chosen = nullptr;
  for (const Sides& sides : all) {
    const double share = share_held(sides);
    if (share < kShareLeast || share > kShareMost) continue;
    if (!has(sides.learned, learned_least) || !has(sides.held, held_least)) continue;
    if (!chosen || std::abs(share - kShareWanted) < std::abs(share_held(*chosen) - kShareWanted)) {
      chosen = &sides;
    }
  }
  return chosen;
}

/// Dated rows with the first time that their cluster was seen.
struct Dated {
  std::uint32_t row = 0;
  double time = 0.0;
  double first = 0.0;
};

std::vector<Dated> dated_rows(const Cases& cases, const table::Column& time) {
  std::vector<std::uint32_t> rows;
  for (const std::uint32_t row : cases.rows) {
    if (!time.missing(row)) rows.push_back(row);
  }
  std::vector<Dated> dated(rows.size());
  if (rows.empty()) return dated;
  const stats::Blocks blocks = stats::blocks_of(cases.cluster, rows);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    double first = time.numbers[rows[blocks[i].front()]];
    for (const std::uint32_t place : blocks[i]) first = std::min(first, time.numbers[rows[place]]);
    for (const std::uint32_t place : blocks[i]) {
      dated[place] = {.row = rows[place], .time = time.numbers[rows[place]], .first = first};
    }
  }
  return dated;
}

/// Counts of rows with a key below each of `times` (increasing), by outcome.
template <typename Key>
std::vector<Tally> counts_below(const Cases& cases, const std::vector<Dated>& dated,
                                const std::vector<double>& times, Key key) {
  std::vector<Tally> below(times.size() + 1);
  for (const Dated& row : dated) {
    const auto place = std::upper_bound(times.begin(), times.end(), key(row)) - times.begin();
    Tally& counts = below[static_cast<std::size_t>(place)];
    const bool is_best = cases.best[row.row] == 1;
    if (is_best) counts.best += 1;
    if (!is_best || !cases.worth.empty()) counts.other += 1;
  }
  for (std::size_t i = 1; i < below.size(); ++i) {
    below[i].best += below[i - 1].best;
    below[i].other += below[i - 1].other;
  }
  return below;
}

/// What every possible split would give.
std::vector<Sides> all_sides(const Cases& cases, const std::vector<Dated>& dated) {
  std::vector<double> times;
  times.reserve(dated.size());
  for (const Dated& row : dated) times.push_back(row.time);
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  const auto by_time = counts_below(cases, dated, times, [](const Dated& row) { return row.time; });
  const auto by_first =
      counts_below(cases, dated, times, [](const Dated& row) { return row.first; });
  std::vector<Sides> sides;
  for (std::size_t i = 0; i < times.size(); ++i) {
    sides.push_back({.from = times[i],
                     .learned = by_time[i],
                     .held = {.best = by_first.back().best - by_first[i].best,
                              .other = by_first.back().other - by_first[i].other}});
  }
  return sides;
}

}  // namespace

std::vector<std::uint32_t> assign_folds(const std::vector<std::int8_t>& best,
                                        const std::vector<std::uint32_t>& cluster,
                                        const std::vector<std::uint32_t>& rows, int folds,
                                        std::uint64_t seed) {
  check(folds >= 2, "assign_folds: folds >= 2");
  const stats::Blocks together = stats::blocks_of(cluster, rows);
  std::vector<Block> blocks = with_best(together, best, rows);
  base::Random random(seed);
  random.shuffle(std::span<Block>(blocks));
  std::stable_sort(blocks.begin(), blocks.end(), [](const Block& a, const Block& b) {
    if (a.places.size() != b.places.size()) return a.places.size() > b.places.size();
    return a.best > b.best;
  });
  std::vector<Tally> filled(static_cast<std::size_t>(folds));
  std::vector<std::uint32_t> fold_of(rows.size());
  for (const Block& block : blocks) {
    const std::size_t fold = emptiest(filled, block.best > 0);
    filled[fold].best += block.best;
    filled[fold].other += static_cast<std::int64_t>(block.places.size()) - block.best;
    for (const std::uint32_t place : block.places) {
      fold_of[place] = static_cast<std::uint32_t>(fold);
    }
  }
  return fold_of;
}

std::vector<Round> fold_rounds(const std::vector<std::int8_t>& best,
                               const std::vector<std::uint32_t>& cluster,
                               const std::vector<std::uint32_t>& rows, int folds,
                               std::uint64_t seed) {
  const std::vector<std::uint32_t> fold_of = assign_folds(best, cluster, rows, folds, seed);
  std::vector<Round> rounds(static_cast<std::size_t>(folds));
  for (std::size_t place = 0; place < rows.size(); ++place) {
    for (std::uint32_t fold = 0; fold < rounds.size(); ++fold) {
      Round& round = rounds[fold];
      (fold_of[place] == fold ? round.held : round.learned).push_back(rows[place]);
    }
  }
  return rounds;
}

std::optional<TimeSplit> split_in_time(const Cases& cases, const table::Column& time) {
  if (time.numbers.empty()) return std::nullopt;  // neither dates nor numbers
  const std::vector<Dated> dated = dated_rows(cases, time);
  const std::vector<Sides> sides = all_sides(cases, dated);
  const Sides* chosen = nearest(sides, 50, 50);
  if (!chosen) chosen = nearest(sides, 30, 20);
  if (!chosen) return std::nullopt;

  TimeSplit split;
  split.from = chosen->from;
  split.undated = static_cast<std::int64_t>(cases.rows.size() - dated.size());
  for (const Dated& row : dated) {
    if (row.time < split.from) {
      split.round.learned.push_back(row.row);
    } else if (row.first >= split.from) {
      split.round.held.push_back(row.row);
    } else {
      ++split.crossing;
    }
  }
  return split;
}

}  // namespace bestfit::validate
