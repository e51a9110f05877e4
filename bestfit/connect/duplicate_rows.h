#pragma once

#include <cstdint>
#include <vector>

#include "bestfit/recognise/cells.h"
#include "bestfit/table/column.h"

namespace bestfit::connect {

/// Cells of one column as they were read: texts, or numbers.
struct ColumnCells {
  recognise::Cells texts;
  std::vector<double> numbers;
  table::Kind native = table::Kind::text;
};

/// Rows that are identical in every cell to an earlier one, increasing.
///   first  the column to compare first: the fewer rows agree in it, the quicker
std::vector<std::uint32_t> duplicate_rows(const std::vector<ColumnCells>& columns, std::size_t rows,
                                          std::size_t first);

}  // namespace bestfit::connect
