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

/// What each row matched in one profile.
struct Matches {
  std::vector<std::vector<std::int16_t>> require;     // one list a condition
  std::vector<std::vector<std::int16_t>> disqualify;  // one list a condition
  std::vector<std::vector<std::int16_t>> score;       // one list a criterion
};

std::vector<std::int16_t> match_condition(const table::Table& table, const Condition& condition,
                                          const ProfileFile& file) {
  return match_bins(table, condition.column, condition.kind, condition.relative_to, file.as_of,
                    std::span(&condition.match, 1));
}

Matches match_profile(const table::Table& table, const Profile& profile, const ProfileFile& file) {
  Matches matches;
  for (const Condition& condition : profile.require) {
    matches.require.push_back(match_condition(table, condition, file));
  }
  for (const Condition& condition : profile.disqualify) {
    matches.disqualify.push_back(match_condition(table, condition, file));
  }
  for (const Criterion& criterion : profile.score) {
    matches.score.push_back(match_bins(table, criterion.column, criterion.kind,
                                       criterion.relative_to, file.as_of, criterion.bins));
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

/// The first condition that keeps the row out of the profile, with what that makes of it.
struct Obstacle {
  Status status = Status::scored;
  const Condition* condition = nullptr;
};

Obstacle obstacle_of(const Profile& profile, const Matches& matches, std::size_t row) {
  for (std::size_t i = 0; i < profile.disqualify.size(); ++i) {
    if (matches.disqualify[i][row] >= 0) return {Status::disqualified, &profile.disqualify[i]};
  }
  for (std::size_t i = 0; i < profile.require.size(); ++i) {
    const std::int16_t bin = matches.require[i][row];
    if (bin == kNoBin) return {Status::disqualified, &profile.require[i]};
    if (bin == kNotKnown) return {Status::insufficient_data, &profile.require[i]};
  }
  return {};
}

int known_points(const Profile& profile, const Matches& matches, std::size_t row) {
  int known = 0;
  for (std::size_t i = 0; i < profile.score.size(); ++i) {
    const Criterion& criterion = profile.score[i];
    const bool is_known = matches.score[i][row] != kNotKnown || criterion.missing_says_something;
    if (is_known) known += profile::points_max(criterion);
  }
  return known;
}

Score score_row(const Profile& profile, int index, const Matches& matches, std::size_t row) {
  Score score{.status = obstacle_of(profile, matches, row).status,
              .profile = index,
              .probability = kNoProbability};
  if (score.status != Status::scored) return score;
  if (known_points(profile, matches, row) < profile.known_min) {
    score.status = Status::insufficient_data;
    return score;
  }
  for (std::size_t i = 0; i < profile.score.size(); ++i) {
    const Criterion& criterion = profile.score[i];
    const std::int16_t bin = matches.score[i][row];
    if (bin == kNotKnown) {
      score.points += criterion.missing.points;
    } else if (bin != kNoBin) {
      score.points += criterion.bins[static_cast<std::size_t>(bin)].points;
    }
  }
  score.tier = tier_of(profile, score.points);
  score.probability = probability_of(profile, score.points);
  return score;
}

/// Scored beats too little data, which beats disqualified; then more points; then the earlier
/// profile.
bool better(const Score& a, const Score& b) {
  const auto worth = [](Status status) {
    return status == Status::scored ? 2 : status == Status::insufficient_data ? 1 : 0;
  };
  if (a.status != b.status) return worth(a.status) > worth(b.status);
  return a.points > b.points;
}

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
    case Status::scored:
      return "scored";
    case Status::disqualified:
      return "disqualified";
    case Status::insufficient_data:
      return "insufficient_data";
    case Status::not_found:
      return "not_found";
  }
  return "scored";
}

std::vector<Score> score(const table::Table& table, const ProfileFile& file) {
  check(!file.profiles.empty(), "score: at least one profile");
  check_columns(table, file);
  std::vector<Score> scores;
  for (std::size_t i = 0; i < file.profiles.size(); ++i) {
    const Profile& profile = file.profiles[i];
    const Matches matches = match_profile(table, profile, file);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const Score scored = score_row(profile, static_cast<int>(i), matches, row);
      if (i == 0) {
        scores.push_back(scored);
      } else if (better(scored, scores[row])) {
        scores[row] = scored;
      }
    }
  }
  return scores;
}

std::vector<std::vector<Reason>> reasons(const table::Table& table, const ProfileFile& file,
                                         const std::vector<Score>& scores) {
  check(scores.size() == table.rows(), "reasons: one score a row");
  std::vector<Matches> matches;
  matches.reserve(file.profiles.size());
  for (const Profile& profile : file.profiles)
    matches.push_back(match_profile(table, profile, file));
  std::vector<std::vector<Reason>> all(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto index = static_cast<std::size_t>(scores[row].profile);
    const Profile& profile = file.profiles[index];
    for (std::size_t i = 0; i < profile.score.size(); ++i) {
      all[row].push_back(reason_of(profile.score[i], matches[index].score[i][row]));
    }
    std::stable_sort(all[row].begin(), all[row].end(),
                     [](const Reason& a, const Reason& b) { return a.points > b.points; });
  }
  return all;
}

std::vector<std::string> status_reasons(const table::Table& table, const ProfileFile& file,
                                        const std::vector<Score>& scores) {
  std::vector<Matches> matches;
  for (const Profile& profile : file.profiles)
    matches.push_back(match_profile(table, profile, file));
  std::vector<std::string> all(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (scores[row].status == Status::scored) continue;
    const auto index = static_cast<std::size_t>(scores[row].profile);
    const Profile& profile = file.profiles[index];
    const Obstacle obstacle = obstacle_of(profile, matches[index], row);
    if (obstacle.condition == nullptr) {
      all[row] = fmt::format("attributes worth {} of 100 points are known, {} are needed",
                             known_points(profile, matches[index], row), profile.known_min);
    } else if (obstacle.status == Status::insufficient_data) {
      all[row] =
          fmt::format("{} is not known and the profile requires it", obstacle.condition->attribute);
    } else {
      all[row] = obstacle.condition->reason.empty()
                     ? fmt::format("{}: {}", obstacle.condition->attribute,
                                   obstacle.condition->match.label)
                     : obstacle.condition->reason;
    }
  }
  return all;
}

}  // namespace bestfit::score
