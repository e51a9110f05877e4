#pragma once

#include <string>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/base/json.h"
#include "bestfit/flow/dataset.h"
#include "bestfit/profile/profile.h"

namespace bestfit::flow {

inline constexpr base::Day kReviewDays = 182;  // from its day on, a build's profile is to be
                                               // looked at again

/// What was taken over from an earlier run of a workspace.
struct KeptWords {
  std::string from;    // path of the earlier icp.toml; empty where there was none
  std::string sha256;  // of it
  base::Json words = base::Json::array();  // by profile: {name, narrative}, each "person",
                                           // "earlier run" or "new"
  std::vector<std::string> remarks;        // for people
};

/// Gives profiles the names that those of the same substance had in the earlier run, and what a
/// person has put into its icp.toml since: names, stories, tiers' actions, what disqualifies and
/// how much must be known, by profile; owner, day of review, and triggers' weights, which are left
/// in `file.triggers` for find_signals. A person's name is looked for in all runs. Of the same
/// substance are the main profiles of both, and kinds whose conditions are on the same columns and
/// that share three fifths of the accounts in either.
///   folders  of earlier runs, the newest first; those without icp.toml or evidence.json are
///   skipped throws   Error when the newest icp.toml cannot be read
KeptWords keep_words(const std::vector<std::string>& folders, const Dataset& dataset,
                     profile::ProfileFile& file);

}  // namespace bestfit::flow
