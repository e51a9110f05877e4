#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bestfit/outcome/target.h"
#include "bestfit/stats/frame.h"
#include "bestfit/table/clusters.h"

namespace bestfit::validate {

/// What is proved on: rows with a known outcome, and which of them hang together.
struct Cases {
  std::vector<std::int8_t> best;  // one a row of the table; -1 not known
  std::vector<float> weight;      // as in outcome::Outcome, scaled as `counted` does
  std::vector<float> worth;
  stats::Frame frame;                  // what counts stand for
  std::vector<std::uint32_t> rows;     // those with a known outcome, increasing
  std::vector<std::uint32_t> cluster;  // one a row of the table: rows of one cluster stay together
  std::int64_t clusters = 0;           // different clusters among `rows`
  [[nodiscard]] outcome::Target target() const { return {best, weight, worth}; }
  std::string words;  // "rows of one company_id stayed together"; empty when each stands alone
};

struct Tally {
  std::int64_t best = 0;
  std::int64_t other = 0;
  std::int64_t rows = 0;  // that count on either side, where some count on both

  /// All of them.
  [[nodiscard]] std::int64_t all() const { return rows > 0 ? rows : best + other; }

  /// Rows of the side that has fewer.
  [[nodiscard]] std::int64_t rarer() const { return best < other ? best : other; }
};

/// How many of the rows have the outcome, and how many these are held against.
Tally tally(const outcome::Target& target, const std::vector<std::uint32_t>& rows);

/// For how many rows that stand alone and count alike these say as much: no more than clusters with
/// a row of that side, nor than they count for by weight.
Tally tally_alone(const Cases& cases, const std::vector<std::uint32_t>& rows);

/// Rows with a known outcome, and their clusters.
Cases cases_of(const outcome::Counted& counted, table::Clusters clusters);

}  // namespace bestfit::validate
