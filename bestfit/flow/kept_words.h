#pragma once

#include <string>
#include <vector>

#include "bestfit/base/json.h"
#include "bestfit/flow/dataset.h"
#include "bestfit/profile/profile.h"

namespace bestfit::flow {

/// What was taken over from an earlier run of a workspace.
struct KeptWords {
  std::string from;    // path of the earlier icp.toml; empty where there was none
  std::string sha256;  // of it
  base::Json words = base::Json::array();  // by profile: {name, narrative}, each "person",
                                           // "earlier run" or "new"
  std::vector<std::string> remarks;        // for people
};

/// Gives profiles the names that those of the same substance had in the earlier run, and names,
/// stories, owner and tiers' actions that a person has put into its icp.toml since. Of the same
/// substance are the main profiles of both, and kinds whose conditions are on the same columns and
/// that share three fifths of the accounts in either.
///   folder  of the earlier run; nothing is taken over where it has no icp.toml or evidence.json
KeptWords keep_words(const std::string& folder, const Dataset& dataset, profile::ProfileFile& file);

}  // namespace bestfit::flow
