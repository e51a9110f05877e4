#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "bestfit/warehouse/cells_sql.h"

namespace bestfit::warehouse {

/// Rows by what is known of their outcome.
struct Sides {
  std::int64_t other = 0;
  std::int64_t best = 0;
  std::int64_t unknown = 0;

  [[nodiscard]] std::int64_t known() const { return best + other; }
  [[nodiscard]] std::int64_t all() const { return best + other + unknown; }
  bool operator==(const Sides&) const = default;
};

/// Which rows of a table are read: those whose digits (CellsSql::digits) are below the cut of their
/// side, in [0, 2^32]. So the same rows whatever their order, and all of one key or none.
struct Cuts {
  std::uint64_t other = 0;
  std::uint64_t best = 0;
  std::uint64_t unknown = 0;

  /// Rows of known outcome from here on are in no sample, and neither is another row of their key.
  [[nodiscard]] std::uint64_t held_from() const { return best > other ? best : other; }
};

/// How many rows of each side are wanted; none: all rows of the table, which has at most `most` of
/// known and `most` of unknown outcome. Else `most` of known outcome, half of them from either side
/// where it has so many, and a tenth as many of unknown outcome; of a side that has a tenth of
/// `most` or more at most three quarters, so that the others are left for the proof.
std::optional<Sides> wanted_rows(const Sides& there, std::int64_t most);

/// Cuts that give about as many rows as wanted, hardly ever more where each row has a key of its
/// own.
Cuts cuts_of(const Sides& there, const Sides& wanted);

/// One cut for both sides, where rows come in few groups, each in the sample or not: cuts of their
/// own would leave the ratio of sides to the few groups between them. At most three quarters of the
/// rows of known outcome, so that some are left for the proof.
///   wanted  fewer of known outcome than there are
Cuts one_cut_of(const Sides& there, const Sides& wanted);

/// Lower cuts, where these gave more rows than wanted since keys have many rows each.
///   returns  none when they gave no more
std::optional<Cuts> lowered(const Cuts& cuts, const Sides& given, const Sides& wanted);

/// SQL that is true of the rows of the sample.
///   side_sql, digits_sql  of a row
std::string sampled_sql(const CellsSql& cells, const Cuts& cuts, const std::string& side_sql,
                        const std::string& digits_sql);

}  // namespace bestfit::warehouse
