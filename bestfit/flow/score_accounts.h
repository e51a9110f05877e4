#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/connect/options.h"
#include "bestfit/connect/read.h"
#include "bestfit/profile/profile.h"
#include "bestfit/score/score.h"

namespace bestfit::flow {

struct ScoreRequest {
  std::string icp;  // path of the profile file
  std::string in;   // "-": standard input
  std::string out;  // "-": standard output; .csv, .tsv, .parquet, .jsonl by its ending
  connect::ReadOptions reading;
  char delimiter = ',';  // of CSV output
  int threads = 1;
};

/// Cells that do not read as what the profile wants: they count as not known.
struct NotRead {
  std::string column;
  table::Kind kind = table::Kind::number;
  std::size_t cells = 0;
  std::vector<std::string> examples;  // at most 3
};

struct ScoreResult {
  std::size_t lines = 0;  // lines == scored rows of every status + rejected
  std::size_t accepted = 0;
  std::size_t rejected = 0;
  std::vector<connect::RejectedLine> rejects;  // the first of them
  std::map<std::string, std::int64_t> by_status;
  std::map<std::string, std::int64_t> by_tier;
  std::vector<std::string> missing_columns;  // of the profile, not in the data
  std::vector<std::string> replaced;         // input columns of the names that are written
  std::vector<NotRead> not_read;             // columns with such cells
  std::vector<std::string> notes;            // how columns were read that may be read in two ways
};

/// Scores a file row by row in bounded memory: all columns of the input, unchanged and in order,
/// then icp_score, icp_tier, icp_status, icp_profile, icp_probability, icp_reasons, icp_version.
ScoreResult score_accounts(const ScoreRequest& request, base::Progress& progress);

/// Reads a profile file.
///   throws  Error(missing, denied, configuration)
profile::ProfileFile load_profile(const std::string& path);

/// A file read as a profile wants it, and the columns of the profile that it lacks.
struct ReadForProfile {
  connect::ReadResult read;
  std::vector<std::string> missing_columns;
};

/// Reads a whole file for a profile. Columns that it lacks count as not known, as for
/// score_accounts.
///   throws  Error(missing) when it has none of them
ReadForProfile read_for_profile(const std::string& path, connect::ReadOptions options,
                                const profile::ProfileFile& file, base::Progress& progress);

/// The kinds that the profiles read their columns as.
std::vector<std::pair<std::string, table::Kind>> wanted_kinds(const profile::ProfileFile& file);

}  // namespace bestfit::flow
