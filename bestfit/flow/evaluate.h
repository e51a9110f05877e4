#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bestfit/base/json.h"
#include "bestfit/base/progress.h"
#include "bestfit/connect/options.h"

namespace bestfit::flow {

struct EvaluateRequest {
  std::string icp;
  std::vector<std::string> in;  // one file of accounts, or accounts with deals and revenue
  std::string outcome;  // 'column=value', 'column>=number', …; of several files as build takes it
  std::string group;    // column whose rows are not independent; empty: found as build finds it
  std::string weight;   // column with the accounts that a row stands for; empty: one each
  connect::ReadOptions reading;
  std::uint64_t seed = 1;
};

/// Holds a profile against rows whose outcome is known, in one file or derived from several as
/// `build` derives it: AUC, lift, calibration, tiers, each with
/// its interval (docs/formats/json-output.md). Rows of other statuses are counted. Intervals are as
/// wide as the groups of rows ask for, and it is said when these are the very rows that the profile
/// was learned from, as far as the run's manifest.json beside the profile tells.
base::Json evaluate_profile(const EvaluateRequest& request, base::Progress& progress);

}  // namespace bestfit::flow
