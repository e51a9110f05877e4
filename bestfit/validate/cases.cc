#include "bestfit/validate/cases.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "bestfit/stats/blocks.h"

namespace bestfit::validate {

Tally tally(const outcome::Target& target, const std::vector<std::uint32_t>& rows) {
  Tally found;
  for (const std::uint32_t row : rows) {
    if (target.best_mass(row) > 0.0) found.best += 1;
    if (target.other_mass(row) > 0.0) found.other += 1;
    if (target[row] >= 0) found.rows += 1;
  }
  return found;
}

Tally tally_alone(const Cases& cases, const std::vector<std::uint32_t>& rows) {
  const outcome::Target target = cases.target();
  Tally found;
  const stats::Blocks blocks = stats::blocks_of(cases.cluster, rows);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto has = [&](auto mass) {
      return std::any_of(blocks[i].begin(), blocks[i].end(),
                         [&](std::uint32_t place) { return (target.*mass)(rows[place]) > 0.0; });
    };
    if (has(&outcome::Target::best_mass)) found.best += 1;
    if (has(&outcome::Target::other_mass)) found.other += 1;
  }
  if (target.is_plain()) return found;
  const outcome::Mass mass = outcome::mass_of(target, rows);
  found.best = std::min<std::int64_t>(found.best, std::llround(mass.best));
  found.other = std::min<std::int64_t>(found.other, std::llround(mass.other));
  return found;
}

Cases cases_of(const outcome::Counted& counted, table::Clusters clusters) {
  const outcome::Outcome& outcome = counted.outcome;
  Cases cases;
  cases.best = outcome.best;
  cases.weight = outcome.weight;
  cases.worth = outcome.worth;
  cases.frame = {.best = counted.best_each, .other = counted.other_each};
  for (std::uint32_t row = 0; row < outcome.best.size(); ++row) {
    if (outcome.best[row] >= 0) cases.rows.push_back(row);
  }
  cases.cluster = std::move(clusters.of_row);
  cases.clusters = clusters.among_known;
  cases.words = std::move(clusters.words);
  return cases;
}

}  // namespace bestfit::validate
