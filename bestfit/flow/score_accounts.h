#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/connect/options.h"
#include "bestfit/connect/read.h"
#include "bestfit/profile/profile.h"
#include "bestfit/related/timing_lookup.h"
#include "bestfit/score/score.h"

namespace bestfit::flow {

/// How rows are taken through: all ways give the same bytes.
enum class ScoreWay {
  fastest,     // as codes, where the file is made for that (bestfit/stream)
  by_batches,  // as typed tables: any file
};

struct ScoreRequest {
  std::string icp;  // path of the profile file
  std::string in;   // "-": standard input
  std::string out;  // "-": standard output; .csv, .tsv, .parquet, .jsonl by its ending
  connect::ReadOptions reading;
  char delimiter = ',';  // of CSV output
  int threads = 1;
  std::string signals = {};             // path of a file of events; empty: no timing
  std::string id_column = {};           // of the accounts that they name; empty: found out
  std::optional<base::Day> as_of = {};  // the day that their age is counted to
  base::Day today = 0;                  // no event is younger
  ScoreWay way = ScoreWay::fastest;
  std::vector<std::string> add = {};  // names of the columns that are added; empty: all
};

/// Cells that do not read as what the profile wants: they count as not known.
struct NotRead {
  std::string column;
  table::Kind kind = table::Kind::number;
  std::size_t cells = 0;
  std::vector<std::string> examples;  // at most 3
};

/// Fit and timing of the rows, and what became of the events.
struct TimingResult {
  base::Day as_of = 0;
  std::array<std::int64_t, 4> by_level{};  // rows of level 1 to 4
  std::map<std::string, std::array<std::int64_t, 4>> by_tier;
  related::EventUse use;
  std::size_t accounts = 0;          // with an event of a trigger
  std::size_t accounts_found = 0;    // of these, among the rows
  std::vector<std::string> lacking;  // triggers of the profile that no event is of
};

struct ScoreResult {
  ScoreWay way = ScoreWay::by_batches;  // that was taken
  std::size_t lines = 0;                // lines == scored rows of every status + rejected
  std::size_t accepted = 0;
  std::size_t rejected = 0;
  std::vector<connect::RejectedLine> rejects;  // the first of them
  std::map<std::string, std::int64_t> by_status;
  std::map<std::string, std::int64_t> by_tier;
  std::vector<std::string> missing_columns;  // of the profile, not in the data
  std::vector<std::string> replaced;         // input columns of the names that are written
  std::vector<NotRead> not_read;             // columns with such cells
  std::vector<std::string> notes;            // how columns were read that may be read in two ways
  std::optional<TimingResult> timing;        // where signals were given
};

/// Scores a file row by row in bounded memory: all columns of the input, unchanged and in order,
/// then icp_score, icp_tier, icp_status, icp_profile, icp_probability, icp_reasons, icp_version;
/// with signals also icp_timing, icp_timing_reasons.
ScoreResult score_accounts(const ScoreRequest& request, base::Progress& progress);

/// Reads a profile file.
///   throws  Error(missing, denied, configuration)
profile::ProfileFile load_profile(const std::string& path);

/// Reads a file of events for the triggers of a profile.
///   icp      the profile's path, for messages
///   throws   Error(configuration) when the profile has no trigger; Error(missing, bad_input) when
///            the file has no account, or no date
related::TimingLookup load_timing(const std::string& path, const profile::ProfileFile& file,
                                  const std::string& icp, const related::TimingDay& day,
                                  base::Progress& progress);

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
