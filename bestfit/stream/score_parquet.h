#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/connect/source.h"
#include "bestfit/connect/write.h"
#include "bestfit/parquet/footer.h"
#include "bestfit/score/codebook.h"
#include "bestfit/stream/scored.h"

namespace bestfit::stream {

/// The added cells of a row, one for each added column, from its score.
using AddedCellsOf = std::function<std::vector<connect::AddedCells>(const score::Score&)>;

struct ParquetJob {
  std::string out;
  connect::ReadOptions reading;
  std::vector<Wanted> wanted;
  std::vector<connect::AddedColumn> added;  // replace columns of the input of the same name
  AddedCellsOf cells;
  int threads = 1;
};

/// The columns of a Parquet file that can be scored here; no value when their names are not plain.
std::optional<std::vector<connect::InputColumn>> input_columns(const parquet::Footer& footer);

/// Scores a Parquet file into one on all threads, in bounded memory: of the columns that profiles
/// want each dictionary entry is read once; all columns are copied as they lie in the file (of the
/// others no more than the headers of their pages is looked at), and the added ones put behind
/// them.
///   returns  no value, and no output, when the file needs a BatchReader: codecs, encodings or
///            types that are not read here
std::optional<Scored> score_parquet(const connect::Source& source, const parquet::Footer& footer,
                                    const score::Codebook& book, const ParquetJob& job,
                                    base::Progress& progress);

}  // namespace bestfit::stream
