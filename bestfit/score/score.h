#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/profile/profile.h"
#include "bestfit/table/table.h"

namespace bestfit::score {

/// What is known of an account's fit. Unknown is not zero.
enum class Status : std::int8_t { scored, disqualified, insufficient_data, not_found };

std::string_view status_name(Status status);

/// What one attribute adds.
struct Reason {
  std::string attribute;  // "Number of employees"
  std::string value;      // the label of the bin: "51–200", "not known"
  int points = 0;
  int points_max = 0;  // the most this attribute can give
  bool known = true;
};

/// The most attributes that a scorecard has.
inline constexpr std::size_t kCriteriaMax = 7;

/// One account's fit: a pure function of profile file and row.
struct Score {
  Status status = Status::scored;
  int points = 0;   // 0 to 100; the sum of the reasons; 0 unless status is scored
  int profile = 0;  // which profile of the file gave it
  int tier = -1;    // index into that profile's tiers; -1 when it has none or is not scored
  double probability = 0.0;  // NaN when the profile has no calibration or the row is not scored

  // What it came from, by index into that profile's lists (see match.h for what is no index).
  std::array<std::int16_t, kCriteriaMax> bins = {};  // the bin matched in each criterion
  int known = 0;                                     // points of the attributes that are known
  std::int16_t condition = -1;  // that disqualifies, or is required and not known
};

/// Scores of all rows. Columns that the profiles name and the table lacks are not known in every
/// row.
///   throws  Error(missing) when the table has none of the columns of any profile
std::vector<Score> score(const table::Table& table, const profile::ProfileFile& file);

/// The score that a profile gives, from what the account matched (match.h).
///   index    of the profile in its file
///   matched  one for each condition of disqualify, then of require, then for each criterion
Score score_matches(const profile::Profile& profile, int index,
                    std::span<const std::int16_t> matched);

/// `a` goes before `b` where they are one account's scores by two profiles: scored beats too little
/// data, which beats disqualified; then more points.
bool better(const Score& a, const Score& b);

/// Every line of the card that gave a score, best points first; they add up to the points of a
/// scored row.
std::vector<Reason> reasons(const profile::ProfileFile& file, const Score& score);

/// Why a row is disqualified or has too little data; empty when it is scored.
std::string status_reason(const profile::ProfileFile& file, const Score& score);

}  // namespace bestfit::score
