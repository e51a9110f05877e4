#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/connect/delimited_file.h"
#include "bestfit/connect/options.h"
#include "bestfit/connect/write.h"
#include "bestfit/score/codebook.h"
#include "bestfit/stream/endings.h"
#include "bestfit/stream/scored.h"

namespace bestfit::stream {

struct CsvJob {
  std::string in;
  std::string out;
  connect::ReadOptions reading;
  std::vector<Wanted> wanted;
  std::vector<connect::AddedColumn> added;  // replace columns of the input of the same name
  EndingText ending;  // their cells as they are written, each after a delimiter, and the line end
  char delimiter = ',';  // of the output
  int threads = 1;
};

/// Scores a delimited file into CSV on all threads, in bounded memory: the bytes are those that
/// connect's BatchReader and RowWriter give with score::score, on any number of threads.
///   returns  no value, and no output, when the file needs a BatchReader: bytes that are not UTF-8
///   throws   Error as they do
std::optional<Scored> score_csv(const connect::DelimitedFile& file, const score::Codebook& book,
                                const CsvJob& job, base::Progress& progress);

}  // namespace bestfit::stream
