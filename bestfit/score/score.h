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

/// Every line of the card for one row, best points first; with several profiles, of the one that
/// won.
std::vector<Reason> explain(const table::Table& table, const profile::ProfileFile& file,
                            std::size_t row);

/// Why the row is disqualified or has too little data; empty when it is scored.
std::string status_reason(const table::Table& table, const profile::ProfileFile& file,
                          std::size_t row);

}  // namespace bestfit::score
