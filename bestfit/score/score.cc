#include "bestfit/score/score.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/score/match.h"

namespace bestfit::score {
namespace {

using profile::Condition;
using profile::Criterion;
using profile::Profile;
using profile::ProfileFile;

constexpr double kNoProbability = std::numeric_limits<double>::quiet_NaN();

std::vector<std::int16_t> match_condition(const table::Table& table, const Condition& condition,
                                          const ProfileFile& file) {
  return match_bins(table, condition.column, condition.kind, condition.relative_to, file.as_of,
                    std::span(&condition.match, 1));
}

/// What each row matched in one profile, one list a question in the order that score_matches wants.
std::vector<std::vector<std::int16_t>> match_profile(const table::Table& table,
                                                     const Profile& profile,
                                                     const ProfileFile& file) {
  std::vector<std::vector<std::int16_t>> matches;
  matches.reserve(profile.disqualify.size() + profile.require.size() + profile.score.size());
  for (const Condition& condition : profile.disqualify) {
    matches.push_back(match_condition(table, condition, file));
  }
  for (const Condition& condition : profile.require) {
    matches.push_back(match_condition(table, condition, file));
  }
  for (const Criterion& criterion : profile.score) {
    matches.push_back(match_bins(table, criterion.column, criterion.kind, criterion.relative_to,
                                 file.as_of, criterion.bins));
  }
  return matches;
}

Reason reason_of(const Criterion& criterion, std::int16_t bin) {
  Reason reason{.attribute = criterion.attribute, .points_max = profile::points_max(criterion)};
  if (bin == kNotKnown) {
    reason.value = criterion.missing.label;
    reason.points = criterion.missing.points;
    reason.known = criterion.missing_says_something;
  } else if (bin == kNoBin) {
    reason.value = "any other";
  } else {
    const profile::Bin& matched = criterion.bins[static_cast<std::size_t>(bin)];
    reason.value = matched.label;
    reason.points = matched.points;
  }
  return reason;
}

int tier_of(const Profile& profile, int points) {
  const auto found = std::find_if(profile.tiers.begin(), profile.tiers.end(),
                                  [&](const profile::Tier& tier) { return points >= tier.from; });
  return found == profile.tiers.end() ? -1 : static_cast<int>(found - profile.tiers.begin());
}

double probability_of(const Profile& profile, int points) {
  double probability = kNoProbability;
  for (const profile::CalibrationStep& step : profile.calibration) {
    if (points >= step.from) probability = step.probability;
  }
  return probability;
}

/// Notes the first condition that keeps the row out of the profile.
void apply_conditions(const Profile& profile, std::span<const std::int16_t> matched, Score& score) {
  for (std::size_t i = 0; i < profile.disqualify.size(); ++i) {
    if (matched[i] < 0) continue;
    score.status = Status::disqualified;
    score.condition = static_cast<std::int16_t>(i);
    return;
  }
  const std::size_t first = profile.disqualify.size();
  for (std::size_t i = first; i < first + profile.require.size(); ++i) {
    if (matched[i] >= 0) continue;
    score.status = matched[i] == kNotKnown ? Status::insufficient_data : Status::disqualified;
    score.condition = static_cast<std::int16_t>(i);
    return;
  }
}

int points_of(const Criterion& criterion, std::int16_t bin) {
  if (bin == kNotKnown) return criterion.missing.points;
  return bin == kNoBin ? 0 : criterion.bins[static_cast<std::size_t>(bin)].points;
}

}  // namespace

Score score_matches(const Profile& profile, int index, std::span<const std::int16_t> matched) {
  Score score{.profile = index, .probability = kNoProbability};
  const auto bins = matched.subspan(profile.disqualify.size() + profile.require.size());
  for (std::size_t i = 0; i < profile.score.size(); ++i) {
    const Criterion& criterion = profile.score[i];
    score.bins.at(i) = bins[i];
    const bool known = bins[i] != kNotKnown || criterion.missing_says_something;
    if (known) score.known += profile::points_max(criterion);
  }
  apply_conditions(profile, matched, score);
  if (score.status == Status::scored && score.known < profile.known_min) {
    score.status = Status::insufficient_data;
  }
  if (score.status != Status::scored) return score;
  for (std::size_t i = 0; i < profile.score.size(); ++i) {
    score.points += points_of(profile.score[i], bins[i]);
  }
  score.tier = tier_of(profile, score.points);
  score.probability = probability_of(profile, score.points);
  return score;
}

bool better(const Score& a, const Score& b) {
  const auto worth = [](Status status) {
    return status == Status::scored ? 2 : status == Status::insufficient_data ? 1 : 0;
  };
  if (a.status != b.status) return worth(a.status) > worth(b.status);
  return a.points > b.points;
}

namespace {

void check_columns(const table::Table& table, const ProfileFile& file) {
  std::vector<std::string> wanted;
  for (const Profile& profile : file.profiles) {
    for (const Criterion& criterion : profile.score) {
      if (table.find(criterion.column) != nullptr) return;
      wanted.push_back("'" + criterion.column + "'");
    }
  }
  throw Error(Fault::missing,
              fmt::format("none of the profile's columns is in the data; the profile "
                          "reads {}, the data have {}",
                          base::join(wanted, ", "), base::join(table.names(), ", ")));
}

}  // namespace

std::string_view status_name(Status status) {
  switch (status) {
    case Status::scored: return "scored";
    case Status::disqualified: return "disqualified";
    case Status::insufficient_data: return "insufficient_data";
    case Status::not_found: return "not_found";
  }
  return "scored";
}

std::vector<Score> score(const table::Table& table, const ProfileFile& file) {
  check(!file.profiles.empty(), "score: at least one profile");
  for (const Profile& profile : file.profiles) {
    check(profile.score.size() <= kCriteriaMax, "score: at most 7 criteria");
  }
  check_columns(table, file);
  std::vector<Score> scores;
  for (std::size_t i = 0; i < file.profiles.size(); ++i) {
    const Profile& profile = file.profiles[i];
    const auto matches = match_profile(table, profile, file);
    std::vector<std::int16_t> matched(matches.size());
    for (std::size_t row = 0; row < table.rows(); ++row) {
      for (std::size_t m = 0; m < matches.size(); ++m) matched[m] = matches[m][row];
      const Score scored = score_matches(profile, static_cast<int>(i), matched);
      if (i == 0) {
        scores.push_back(scored);
      } else if (better(scored, scores[row])) {
        scores[row] = scored;
      }
    }
  }
  return scores;
}

std::vector<Reason> reasons(const ProfileFile& file, const Score& score) {
  const Profile& profile = file.profiles.at(static_cast<std::size_t>(score.profile));
  std::vector<Reason> lines;
  lines.reserve(profile.score.size());
  for (std::size_t i = 0; i < profile.score.size(); ++i) {
    lines.push_back(reason_of(profile.score[i], score.bins.at(i)));
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Reason& a, const Reason& b) { return a.points > b.points; });
  return lines;
}

std::string status_reason(const ProfileFile& file, const Score& score) {
  if (score.status == Status::scored) return {};
  const Profile& profile = file.profiles.at(static_cast<std::size_t>(score.profile));
  if (score.condition < 0) {
    return fmt::format("attributes worth {} of 100 points are known, {} are needed", score.known,
                       profile.known_min);
  }
  const auto index = static_cast<std::size_t>(score.condition);
  const Condition& condition = index < profile.disqualify.size()
                                   ? profile.disqualify[index]
                                   : profile.require.at(index - profile.disqualify.size());
  if (score.status == Status::insufficient_data) {
    return condition.attribute + " is not known and the profile requires it";
  }
  return condition.reason.empty() ? condition.attribute + ": " + condition.match.label
                                  : condition.reason;
}

}  // namespace bestfit::score
