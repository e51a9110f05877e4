#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/score/score.h"

namespace bestfit::score {

/// A score without what it came from, for many rows: 4 bytes each.
struct Placed {
  Status status = Status::scored;
  std::int8_t points = 0;
  std::int8_t profile = 0;
  std::int8_t tier = -1;
};

/// Scores of some rows of a table, as `score` gives them, in blocks that need little memory.
///   rows     indices into the table
///   returns  one a row of `rows`
///   throws   as `score`
std::vector<Placed> place(const table::Table& table, const profile::ProfileFile& file,
                          std::span<const std::uint32_t> rows, int threads);

}  // namespace bestfit::score
