#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bestfit/recognise/cells.h"
#include "bestfit/recognise/column_format.h"
#include "bestfit/table/column.h"

namespace bestfit::recognise {

/// A column, and what became of its cells.
struct TypedColumn {
  table::Column column;
  std::size_t missing = 0;                 // cells that are not known
  std::vector<std::string> missing_texts;  // texts that stood for that, besides empty ones
  std::size_t not_understood = 0;          // missing because they do not read as the kind
  std::vector<std::string> examples;       // of them, at most 3
};

/// Reads the cells in a format. Equal cells are read once.
TypedColumn typed_column(const std::string& name, const Cells& cells, const ColumnFormat& format);

}  // namespace bestfit::recognise
