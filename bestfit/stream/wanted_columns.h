#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bestfit/connect/batch.h"
#include "bestfit/connect/write.h"
#include "bestfit/stream/scored.h"
#include "bestfit/table/column.h"

namespace bestfit::stream {

/// The columns of an input that profiles read, and the names of those that it lacks.
struct WantedColumns {
  std::vector<Wanted> found;
  std::vector<std::string> missing;
};

/// Finds columns by their name, else by their name in other letters.
///   kinds   names that profiles read, and what each is read as
///   path    of the input, for messages
///   throws  Error(missing) when the input has none of them
WantedColumns wanted_columns(const std::vector<connect::InputColumn>& columns,
                             const std::vector<std::pair<std::string, table::Kind>>& kinds,
                             const std::string& path);

/// The names of added columns that the input has already, in any letters.
std::vector<std::string> replaced_columns(const std::vector<connect::InputColumn>& columns,
                                          const std::vector<connect::AddedColumn>& added);

}  // namespace bestfit::stream
