#include "bestfit/validate/cases.h"

#include <utility>

namespace bestfit::validate {

Tally tally(const std::vector<std::int8_t>& best, const std::vector<std::uint32_t>& rows) {
  Tally found;
  for (const std::uint32_t row : rows) (best[row] == 1 ? found.best : found.other) += 1;
  return found;
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
