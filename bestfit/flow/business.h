#pragma once

#include <vector>

#include "bestfit/base/json.h"
#include "bestfit/flow/dataset.h"
#include "bestfit/profile/profile.h"
#include "bestfit/validate/proof.h"

namespace bestfit::flow {

/// What came of accounts by tier, each scored by a card that had not seen it: win rate, sales
/// cycle, retention and value, with 95 % intervals, and each tier against the rest. Null where rows
/// are not accounts with deals, or nothing was proved (docs/formats/evidence.md).
base::Json business_json(const Dataset& dataset, const validate::Proof& proof,
                         const std::vector<profile::Tier>& tiers);

}  // namespace bestfit::flow
