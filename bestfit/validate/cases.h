#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bestfit/outcome/outcome.h"
#include "bestfit/table/clusters.h"

namespace bestfit::validate {

/// What is proved on: rows with a known outcome, and which of them hang together.
struct Cases {
  std::vector<std::int8_t> best;       // one a row of the table; -1 not known
  std::vector<std::uint32_t> rows;     // those with a known outcome, increasing
  std::vector<std::uint32_t> cluster;  // one a row of the table: rows of one cluster stay together
  std::int64_t clusters = 0;           // different clusters among `rows`
  std::string words;  // "rows of one company_id stayed together"; empty when each stands alone
};

struct Tally {
  std::int64_t best = 0;
  std::int64_t other = 0;

  /// Rows of the rarer outcome.
  [[nodiscard]] std::int64_t rarer() const { return best < other ? best : other; }
};

/// How many of the rows have the outcome and how many have not.
Tally tally(const std::vector<std::int8_t>& best, const std::vector<std::uint32_t>& rows);

/// How many different clusters have a row with the outcome among these, and how many one without.
Tally tally_clusters(const Cases& cases, const std::vector<std::uint32_t>& rows);

/// Rows with a known outcome, and their clusters.
Cases cases_of(const outcome::Outcome& outcome, table::Clusters clusters);

}  // namespace bestfit::validate
