#include "bestfit/validate/cases.h"

#include <unordered_set>
#include <utility>

namespace bestfit::validate {

Tally tally(const std::vector<std::int8_t>& best, const std::vector<std::uint32_t>& rows) {
  Tally found;
  for (const std::uint32_t row : rows) (best[row] == 1 ? found.best : found.other) += 1;
  return found;
}

Tally tally_clusters(const Cases& cases, const std::vector<std::uint32_t>& rows) {
  std::unordered_set<std::uint32_t> with[2];
  for (const std::uint32_t row : rows) {
    with[cases.best[row] == 1 ? 1 : 0].insert(cases.cluster[row]);
  }
  return {.best = static_cast<std::int64_t>(with[1].size()),
          .other = static_cast<std::int64_t>(with[0].size())};
}

Cases cases_of(const outcome::Outcome& outcome, table::Clusters clusters) {
  Cases cases;
  cases.best = outcome.best;
  for (std::uint32_t row = 0; row < outcome.best.size(); ++row) {
    if (outcome.best[row] >= 0) cases.rows.push_back(row);
  }
  cases.cluster = std::move(clusters.of_row);
  cases.clusters = clusters.among_known;
  cases.words = std::move(clusters.words);
  return cases;
}

}  // namespace bestfit::validate
