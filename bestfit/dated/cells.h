#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/dated/as_of.h"
#include "bestfit/dated/moments.h"
#include "bestfit/table/table.h"

namespace bestfit::dated {

/// Two cells of a column are the same, or both are not known.
bool same_cell(const table::Column& column, std::size_t a, std::size_t b);

/// A column of the rows of a table, each taken from its place in `source`, and how many differ from
/// today's.
///   source  cells of today and of other days
///   today   one an account: the place of today's cell
///   taken   one a row of `moments`: the place of the cell that is taken
///   any     one a row: set where the row has a cell that differs
table::Column take(const table::Column& source, std::span<const std::uint32_t> today,
                   std::span<const std::uint32_t> taken, const Moments& moments,
                   ColumnChange& change, std::vector<bool>& any);

/// The table with these columns in the place of its own.
table::Table put(const table::Table& table, std::vector<table::Column> taken);

/// The attributes of a schema that the table has.
std::vector<std::string> attributes_of(const table::Table& table, const table::Schema& schema);

/// Counts what is alike for every kind of history, and orders the columns.
void finish(const Moments& moments, const std::vector<bool>& any, AsOf& as_of);

}  // namespace bestfit::dated
