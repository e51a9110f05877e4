#pragma once

#include <optional>
#include <string>

#include "bestfit/base/date.h"
#include "bestfit/base/json.h"
#include "bestfit/base/progress.h"
#include "bestfit/connect/options.h"

namespace bestfit::flow {

struct ExplainRequest {
  std::string icp;
  std::string in;
  std::string id;         // value in the id, name or domain column
  std::string id_column;  // empty: found by its header
  connect::ReadOptions reading;
  std::string signals = {};  // as for score_accounts
  std::optional<base::Day> as_of = {};
  base::Day today = 0;
};

/// Every line of the card for one account, and what would change its tier
/// (docs/formats/explain-json.md). An account that is not there has status not_found.
base::Json explain_account(const ExplainRequest& request, base::Progress& progress);

}  // namespace bestfit::flow
