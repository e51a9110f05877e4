#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/compile/sql.h"
#include "bestfit/profile/profile.h"
#include "bestfit/stats/interval.h"
#include "bestfit/warehouse/database.h"
#include "bestfit/warehouse/sample.h"

namespace bestfit::warehouse {

/// Rows of known outcome, and those of them that have it.
struct Counted {
  std::int64_t total = 0;
  std::int64_t best = 0;
};

/// Which rows, as the SQL that counts says it.
enum class TablePart { between, sampled, held };

/// The rows of a bin of the card.
struct BinCount {
  compile::CountedBin bin;
  std::int64_t rows = 0;  // of any outcome
  Counted known;
};

struct TierCount {
  std::string tier;
  int from = 0;
  Counted known;
  stats::Estimate rate;  // Wilson
};

/// What the profile says of the outcome, and what came.
struct PromiseCount {
  double predicted = 0.0;
  Counted known;
  stats::Estimate observed;  // Wilson
};

/// Rows of known outcome that the profile was not learned from.
struct HeldRows {
  Counted scored;
  std::map<std::string, std::int64_t> by_status;
  std::optional<stats::Estimate> auc;  // none without rows of both outcomes
  std::optional<stats::Estimate> lift_at_10pct;
  std::vector<TierCount> by_tier;
  std::vector<PromiseCount> calibration;  // by what is predicted, increasing
};

/// Rows of a table by score: one a whole score of 0 to 100, the last for those without a score.
using ScoredRows = std::array<std::array<std::int64_t, 3>, 102>;  // by side (outcome_sql.h)

/// A table counted by a profile.
struct WholeTable {
  Sides rows;  // all of them
  ScoredRows sampled = {};
  HeldRows held;
  std::vector<BinCount> bins;
};

/// Reads the answer to compile::counts_sql of rows by side and by part.
///   rows  icp_score, icp_status, icp_profile, side, part, rows, then the bins
///   seed  of the intervals that are simulated
WholeTable whole_table(const profile::ProfileFile& file, const Rows& rows,
                       const std::vector<compile::CountedBin>& bins, std::uint64_t seed);

/// Rows by side.
Sides sides_of(const ScoredRows& rows);

/// Rows that are scored otherwise in the one than in the other, at least.
std::int64_t scored_otherwise(const ScoredRows& one, const ScoredRows& other);

}  // namespace bestfit::warehouse
