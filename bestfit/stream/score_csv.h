#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/connect/delimited_file.h"
#include "bestfit/connect/options.h"
#include "bestfit/connect/write.h"
#include "bestfit/score/codebook.h"
#include "bestfit/stream/cell_coder.h"
#include "bestfit/stream/endings.h"

namespace bestfit::stream {

/// A column of the input that the profiles ask for.
struct Wanted {
  std::string name;  // as the profiles call it
  connect::WantedColumn column;
};

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

/// Scores a delimited file into CSV on all threads, in bounded memory: the bytes are those that
/// connect's BatchReader and RowWriter give with score::score, on any number of threads.
///   returns  no value, and no output, when the file needs a BatchReader: bytes that are not UTF-8
///   throws   Error as they do
std::optional<Scored> score_csv(const connect::DelimitedFile& file, const score::Codebook& book,
                                const CsvJob& job, base::Progress& progress);

}  // namespace bestfit::stream
