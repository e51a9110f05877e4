#pragma once

#include <string>

#include "bestfit/base/json.h"
#include "bestfit/base/progress.h"
#include "bestfit/connect/options.h"

namespace bestfit::flow {

struct EvaluateRequest {
  std::string icp;
  std::string in;
  std::string outcome;  // 'column=value', 'column>=number', …
  connect::ReadOptions reading;
  std::uint64_t seed = 1;
};

/// Holds a profile against rows whose outcome is known: AUC, lift, calibration, tiers, each with
/// its interval (docs/formats/evaluate-json.md). Rows of other statuses are counted.
base::Json evaluate_profile(const EvaluateRequest& request, base::Progress& progress);

}  // namespace bestfit::flow
