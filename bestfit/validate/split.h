#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/table/column.h"
#include "bestfit/validate/cases.h"

namespace bestfit::validate {

/// Rows to learn from and rows to hold back; no cluster is in both.
struct Round {
  std::vector<std::uint32_t> learned;  // increasing
  std::vector<std::uint32_t> held;     // increasing
};

/// Which fold each row is in: clusters whole, best and other rows spread evenly, in random order.
///   rows     of the table, increasing
///   returns  one a row of `rows`, in [0, folds)
std::vector<std::uint32_t> assign_folds(const std::vector<std::int8_t>& best,
                                        const std::vector<std::uint32_t>& cluster,
                                        const std::vector<std::uint32_t>& rows, int folds,
                                        std::uint64_t seed);

/// One round a fold: that fold is held back. Rounds that would hold back or learn from rows of one
/// outcome only are kept; who uses them looks.
std::vector<Round> fold_rounds(const std::vector<std::int8_t>& best,
                               const std::vector<std::uint32_t>& cluster,
                               const std::vector<std::uint32_t>& rows, int folds,
                               std::uint64_t seed);

/// A split in time.
struct TimeSplit {
  Round round;  // learned: before `from`; held: at or after it, in clusters not seen before
  double from = 0.0;
  std::int64_t crossing = 0;  // rows after the split left out: their cluster was seen before it
  std::int64_t undated = 0;   // rows left out because their time is not known
};

/// The split that holds back the share of rows nearest to 30 % (15 % to 50 %) with at least 50 rows
/// of each outcome on either side; where there is none, with 20 held back and 30 learned from.
/// Chosen on counts alone. None when there is no such split.
std::optional<TimeSplit> split_in_time(const Cases& cases, const table::Column& time);

}  // namespace bestfit::validate
