#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "bestfit/base/json.h"
#include "bestfit/base/progress.h"
#include "bestfit/flow/dataset.h"
#include "bestfit/profile/profile.h"
#include "bestfit/score/placed.h"
#include "bestfit/store/workspace.h"
#include "bestfit/validate/proof.h"

namespace bestfit::flow {

/// A profile, and the rows that it was learned from.
struct LearnedRows {
  const profile::ProfileFile& file;       // without profiles for no_icp_found
  std::span<const score::Placed> scores;  // one a row; none without profiles
  std::span<const std::int8_t> best;      // one a row: 1, 0, -1 not known
};

struct BuildRequest {
  store::Workspace workspace;  // as `load` in dataset.h takes it
  std::string folder = ".";    // relative paths of the workspace start here
  bool is_workspace = false;   // there is a bestfit.toml: names and edits of its last run are kept
  Reading reading;
  validate::Effort proof = validate::Effort::full;
  int threads = 1;
  std::string out;  // the run folder; empty: the next number under folder/runs
  /// What is found where the rows came from: `whole_table` of evidence.json. May be empty.
  std::function<base::Json(const LearnedRows&)> whole_table = {};
};

struct BuildResult {
  std::string folder;  // the run that was written
  validate::Verdict verdict = validate::Verdict::not_ready;
  std::size_t rejected = 0;          // lines of all files
  std::vector<std::string> remarks;  // files that play no part, wishes that came to nothing
  base::Json evidence;               // evidence.json
  base::Json summary;                // what --json prints
};

/// Learns a profile from files, proves it, ranks the accounts and writes a run folder: icp.toml
/// (but for no_icp_found), evidence.json, report.html, manifest.json, and rejected lines where
/// there are any. The same inputs, options and seed give the same bytes; times of day are in the
/// manifest alone.
BuildResult build(const BuildRequest& request, base::Progress& progress);

}  // namespace bestfit::flow
