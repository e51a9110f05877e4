#include "bestfit/flow/kept_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <set>

#include "bestfit/base/digest.h"
#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/profile/profile_file.h"
#include "bestfit/score/score.h"

namespace bestfit::flow {
namespace {

using base::Json;
using profile::Profile;

constexpr double kSame = 0.6;         // Jaccard of the accounts of two kinds
constexpr std::size_t kRunsMax = 20;  // that names are looked for in

/// The earlier profiles as they stand, and as the run had written them.
struct Earlier {
  profile::ProfileFile file;
  Json evidence;
};

std::set<std::string> columns_of(const Profile& profile) {
  std::set<std::string> columns;
  for (const profile::Condition& condition : profile.require) columns.insert(condition.column);
  return columns;
}

/// One a row: whether the profile's conditions hold.
std::vector<bool> rows_of(const table::Table& table, const profile::ProfileFile& file,
                          const Profile& profile) {
  profile::ProfileFile alone = file;
  alone.profiles = {profile};
  alone.profiles.front().known_min = 0;
  std::vector<bool> holds;
  for (const score::Score& score : score::score(table, alone)) {
    holds.push_back(score.status == score::Status::scored);
  }
  return holds;
}

bool same_substance(const table::Table& table, const profile::ProfileFile& now, const Profile& a,
                    const profile::ProfileFile& then, const Profile& b) {
  if (a.require.empty() || b.require.empty()) return a.require.empty() && b.require.empty();
  if (columns_of(a) != columns_of(b)) return false;
  for (const profile::Condition& condition : b.require) {
    if (table.find(condition.column) == nullptr) return false;
  }
  const std::vector<bool> one = rows_of(table, now, a);
  const std::vector<bool> other = rows_of(table, then, b);
  double both = 0.0;
  double either = 0.0;
  for (std::size_t row = 0; row < one.size(); ++row) {
    both += one[row] && other[row] ? 1.0 : 0.0;
    either += one[row] || other[row] ? 1.0 : 0.0;
  }
  return either > 0.0 && both >= kSame * either;
}

/// Whether a text of the earlier run's profile is a person's: it is not what the run had written,
/// or was a person's already.
bool is_persons(const Earlier& earlier, std::size_t i, const char* key, const std::string& text) {
  const Json& profiles = earlier.evidence["profiles"];
  if (!profiles.is_array() || i >= profiles.items().size()) return true;
  const Json& words = earlier.evidence["words"];
  const bool was = words.is_array() && i < words.items().size() &&
                   words.items()[i][key].is_string() &&
                   words.items()[i][key].as_string() == "person";
  return was || profiles.items()[i][key].as_string() != text;
}

void keep_tiers(const Earlier& earlier, std::size_t i, Profile& profile) {
  const Json& written = earlier.evidence["profiles"].items()[i]["tiers"];
  for (const profile::Tier& tier : earlier.file.profiles[i].tiers) {
    for (const Json& was : written.items()) {
      if (was["name"].as_string() != tier.name || was["action"].as_string() == tier.action)
        continue;
      for (profile::Tier& now : profile.tiers) {
        if (now.name == tier.name) now.action = tier.action;
      }
    }
  }
}

bool has_column(const table::Table& table, const profile::Condition& condition) {
  return table.find(condition.column) != nullptr;
}

/// What disqualifies, and how much must be known: a build leaves both as they are by default.
void keep_rules(const Profile& was, const table::Table& table, Profile& profile, KeptWords& kept) {
  profile.known_min = was.known_min;
  for (const profile::Condition& condition : was.disqualify) {
    if (has_column(table, condition)) {
      profile.disqualify.push_back(condition);
    } else {
      kept.remarks.push_back(fmt::format(
          "what disqualifies by '{}' was not kept: there is no such column", condition.column));
    }
  }
}

Json keep(const Earlier& earlier, std::size_t i, const table::Table& table, Profile& profile,
          KeptWords& kept) {
  const Profile& was = earlier.file.profiles[i];
  const bool named = is_persons(earlier, i, "name", was.name);
  const bool told = is_persons(earlier, i, "narrative", was.narrative);
  profile.name = was.name;
  if (told) profile.narrative = was.narrative;
  keep_tiers(earlier, i, profile);
  keep_rules(was, table, profile, kept);
  if (told) {
    kept.remarks.push_back(fmt::format(
        "the story of '{}' is a person's and was kept; its numbers are of an earlier run",
        profile.name));
  }
  return Json::object()
      .set("name", named ? "person" : "earlier run")
      .set("narrative", told ? "person" : "new");
}

/// A trigger that the run has not found with that weight and half-life.
bool is_persons(const Earlier& earlier, const profile::Trigger& trigger) {
  constexpr double kRounded = 1e-4;
  const Json& signals = earlier.evidence["signals"];
  if (!signals.is_object()) return true;
  for (const Json& type : signals["triggers"].items()) {
    if (type["type"].as_string() != trigger.event) continue;
    const double weight = std::max(kRounded, type["weight"].as_double());
    const double days = type["half_life"]["days"].as_double();
    return std::abs(weight - trigger.weight) > kRounded ||
           std::abs(days - trigger.half_life_days) > kRounded * days;
  }
  return true;
}

/// What stands above the profiles.
void keep_head(const Earlier& earlier, profile::ProfileFile& file) {
  const profile::ProfileFile& was = earlier.file;
  if (file.owner.empty()) file.owner = was.owner;
  const bool chosen = was.review && was.as_of && *was.review != *was.as_of + kReviewDays;
  if (chosen && (!file.as_of || *was.review > *file.as_of)) file.review = was.review;
  for (const profile::Trigger& trigger : was.triggers) {
    if (is_persons(earlier, trigger)) file.triggers.push_back(trigger);
  }
}

std::optional<Earlier> read_run(const std::string& folder, KeptWords& kept) {
  namespace fs = std::filesystem;
  const std::string path = (fs::path(folder) / "icp.toml").string();
  const std::string evidence = (fs::path(folder) / "evidence.json").string();
  std::error_code code;
  if (!fs::is_regular_file(path, code) || !fs::is_regular_file(evidence, code)) return std::nullopt;
  const bool newest = kept.from.empty();
  try {
    const std::string text = base::read_file(path);
    Earlier earlier{.file = profile::parse_profile(text, path),
                    .evidence = base::parse_json(base::read_file(evidence), evidence)};
    if (newest) {
      kept.from = path;
      kept.sha256 = base::sha256(text);
    }
    return earlier;
  } catch (const Error& error) {
    if (!newest) return std::nullopt;  // an older one is looked at for names alone
    throw Error(
        error.fault(),
        fmt::format("{}\nIt is of the newest run, whose names and edits would be kept: mend "
                    "it, or remove the folder {}",
                    error.what(), folder));
  }
}

/// The profile of an earlier run that is of the same substance.
std::optional<std::size_t> same_in(const Earlier& earlier, const table::Table& table,
                                   const profile::ProfileFile& file, const Profile& profile) {
  for (std::size_t i = 0; i < earlier.file.profiles.size(); ++i) {
    if (same_substance(table, file, profile, earlier.file, earlier.file.profiles[i])) return i;
  }
  return std::nullopt;
}

/// A person's names of the newest run that no profile has now.
void tell_lost(const Earlier& newest, const profile::ProfileFile& file, KeptWords& kept) {
  for (std::size_t i = 0; i < newest.file.profiles.size(); ++i) {
    const std::string& name = newest.file.profiles[i].name;
    const bool there = std::any_of(file.profiles.begin(), file.profiles.end(),
                                   [&](const Profile& profile) { return profile.name == name; });
    if (there || !is_persons(newest, i, "name", name)) continue;
    kept.remarks.push_back(
        fmt::format("'{}', as a person named a profile of {}, was not found again; the name comes "
                    "back with it",
                    name, kept.from));
  }
}

}  // namespace

KeptWords keep_words(const std::vector<std::string>& folders, const Dataset& dataset,
                     profile::ProfileFile& file) {
  KeptWords kept;
  if (file.profiles.empty()) return kept;
  std::vector<Earlier> runs;
  for (const std::string& folder : folders) {
    if (runs.size() == kRunsMax) break;
    if (auto run = read_run(folder, kept)) runs.push_back(std::move(*run));
  }
  if (runs.empty()) return kept;
  keep_head(runs.front(), file);
  for (Profile& profile : file.profiles) {
    Json words = Json::object().set("name", "new").set("narrative", "new");
    bool found = false;
    for (const Earlier& run : runs) {
      const auto i = same_in(run, dataset.table, file, profile);
      if (!i) continue;
      const bool named = is_persons(run, *i, "name", run.file.profiles[*i].name);
      if (!found) {
        words = keep(run, *i, dataset.table, profile, kept);
      } else if (named) {
        profile.name = run.file.profiles[*i].name;
        words.set("name", "person");
      }
      found = true;
      if (named) break;
    }
    kept.words.push(std::move(words));
  }
  tell_lost(runs.front(), file, kept);
  return kept;
}

}  // namespace bestfit::flow
