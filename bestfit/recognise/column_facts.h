#pragma once

#include <cstddef>

#include "bestfit/table/column.h"

namespace bestfit::recognise {

/// What one look at a column shows.
struct ColumnFacts {
  std::size_t known = 0;  // cells that are not missing
  bool constant = false;  // every cell is known, and the same
  bool whole = false;     // numbers: all are whole
};

ColumnFacts facts_of(const table::Column& column);

/// Different known values (of a set: different members). Time and memory grow with the rows: asked
/// only where the answer matters.
std::size_t count_distinct(const table::Column& column);

}  // namespace bestfit::recognise
