#pragma once

#include "bestfit/table/table.h"

namespace bestfit::table {

/// The rows of one table above those of another: the columns of `above`, with those of `below` that
/// have their names. Where kinds differ, cells become labels as people write them. A column that
/// `below` lacks is not known in its rows.
Table stack(const Table& above, const Table& below);

}  // namespace bestfit::table
