#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/profile/profile.h"
#include "bestfit/table/table.h"

namespace bestfit::score {

/// What is known of an account's fit. Unknown is not zero.
enum class Status { scored, disqualified, insufficient_data, not_found };

std::string_view status_name(Status status);

/// What one attribute adds.
struct Reason {
  std::string attribute;  // "Number of employees"
  std::string value;      // the label of the bin: "51–200", "not known"
  int points = 0;
  int points_max = 0;  // the most this attribute can give
  bool known = true;
};

/// One account's fit: a pure function of profile file and row.
struct Score {
  Status status = Status::scored;
  int points = 0;   // 0 to 100; the sum of the reasons; 0 unless status is scored
  int profile = 0;  // which profile of the file gave it
  int tier = -1;    // index into that profile's tiers; -1 when it has none or is not scored
  double probability = 0.0;  // NaN when the profile has no calibration or the row is not scored
};

/// Scores of all rows. Columns that the profiles name and the table lacks are not known in every
/// row.
///   throws  Error(missing) when the table has none of the columns of any profile
std::vector<Score> score(const table::Table& table, const profile::ProfileFile& file);

/// For each row every line of the card that gave its score, best points first; they add up to the
/// points of a scored row.
std::vector<std::vector<Reason>> reasons(const table::Table& table,
                                         const profile::ProfileFile& file,
                                         const std::vector<Score>& scores);

/// For each row why it is disqualified or has too little data; empty for scored rows.
std::vector<std::string> status_reasons(const table::Table& table, const profile::ProfileFile& file,
                                        const std::vector<Score>& scores);

}  // namespace bestfit::score
