#pragma once

#include <cstddef>

#include "bestfit/table/column.h"

namespace bestfit::recognise {

/// What a column holds, in counts.
struct ColumnFacts {
  std::size_t known = 0;     // cells that are not missing
  std::size_t distinct = 0;  // different values among them
  bool whole = false;        // numbers: all are whole
};

ColumnFacts facts_of(const table::Column& column);

}  // namespace bestfit::recognise
