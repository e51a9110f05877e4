#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bestfit/connect/batch.h"
#include "bestfit/connect/options.h"
#include "bestfit/stream/cell_coder.h"

namespace bestfit::stream {

/// A column of the input that the profiles ask for.
struct Wanted {
  std::string name;  // as the profiles call it
  connect::WantedColumn column;
};

/// A wanted column with cells that do not read as its kind.
struct MisreadColumn {
  std::size_t wanted = 0;
  Misread cells;
};

/// What became of the rows.
struct Scored {
  connect::LineCounts counts;
  std::vector<connect::RejectedLine> rejects;  // the first of them
  std::vector<std::int64_t> tallies;           // rows by score::Tallies
  std::vector<MisreadColumn> misread;          // in the order in which they were found
  std::vector<std::string> notes;              // how columns were read that may be read in two ways
};

}  // namespace bestfit::stream
