#include "bestfit/flow/kept_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
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

constexpr double kSame = 0.6;  // Jaccard of the accounts of two kinds

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

Json keep(const Earlier& earlier, std::size_t i, Profile& profile, std::size_t place,
          KeptWords& kept) {
  const Profile& was = earlier.file.profiles[i];
  const bool named = is_persons(earlier, i, "name", was.name);
  const bool told = is_persons(earlier, i, "narrative", was.narrative);
  profile.name = was.name;
  if (told) profile.narrative = was.narrative;
  keep_tiers(earlier, i, profile);
  if (told) {
    kept.remarks.push_back(fmt::format(
        "the story of profile {} is a person's and was kept; its numbers are of an earlier run",
        place + 1));
  }
  return Json::object()
      .set("name", named ? "person" : "earlier run")
      .set("narrative", told ? "person" : "new");
}

}  // namespace

KeptWords keep_words(const std::string& folder, const Dataset& dataset,
                     profile::ProfileFile& file) {
  namespace fs = std::filesystem;
  KeptWords kept;
  const std::string path = (fs::path(folder) / "icp.toml").string();
  const std::string evidence = (fs::path(folder) / "evidence.json").string();
  std::error_code code;
  const bool there =
      !folder.empty() && fs::is_regular_file(path, code) && fs::is_regular_file(evidence, code);
  if (!there || file.profiles.empty()) return kept;
  const std::string text = base::read_file(path);
  const Earlier earlier{.file = profile::parse_profile(text, path),
                        .evidence = base::parse_json(base::read_file(evidence), evidence)};
  kept.from = path;
  kept.sha256 = base::sha256(text);
  if (file.owner.empty()) file.owner = earlier.file.owner;
  std::vector<bool> taken(earlier.file.profiles.size(), false);
  for (std::size_t place = 0; place < file.profiles.size(); ++place) {
    Profile& profile = file.profiles[place];
    std::size_t i = 0;
    while (i < taken.size() &&
           (taken[i] || !same_substance(dataset.table, file, profile, earlier.file,
                                        earlier.file.profiles[i]))) {
      ++i;
    }
    if (i == taken.size()) {
      kept.words.push(Json::object().set("name", "new").set("narrative", "new"));
      continue;
    }
    taken[i] = true;
    kept.words.push(keep(earlier, i, profile, place, kept));
  }
  return kept;
}

}  // namespace bestfit::flow
