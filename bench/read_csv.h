#pragma once

#include <string>
#include <vector>

#include "bestfit/table/schema.h"
#include "bestfit/table/table.h"

/// Small CSV reading for benchmarks: the rooms measured here do not know `connect`.
namespace bestfit::bench {

/// Cells by column; the first of each is its header. Quotes are understood, line breaks in cells
/// are not.
std::vector<std::vector<std::string>> read_cells(const std::string& path, char delimiter);

/// A number column when each cell is one or empty, a date column for YYYY-MM-DD or M/D/YYYY, else a
/// category ("NULL" is empty).
table::Column typed_column(const std::vector<std::string>& cells);

/// All columns but those skipped, as attributes.
table::Table read_table(const std::string& path, char delimiter);

/// Every column an attribute.
table::Schema all_attributes(const table::Table& table);

}  // namespace bestfit::bench
