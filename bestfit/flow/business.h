#pragma once

#include <cstdint>
#include <vector>

#include "bestfit/base/json.h"
#include "bestfit/flow/dataset.h"
#include "bestfit/profile/profile.h"
#include "bestfit/validate/proof.h"

namespace bestfit::flow {

/// What came of accounts by tier, each scored by a card that had not seen it: win rate, sales
/// cycle, retention and value, with 95 % intervals, and each tier against the rest. Values are
/// after margin and costs where [best] has these, each over as long as its own customers tell. Null
/// where rows are not accounts with deals, or nothing was proved (docs/formats/evidence.md).
base::Json business_json(const Dataset& dataset, const validate::Proof& proof,
                         const profile::ProfileFile& file);

/// The same of some accounts: a group as `all` is. Null where rows are not accounts with deals.
base::Json business_of_rows(const Dataset& dataset, const std::vector<std::uint32_t>& rows);

}  // namespace bestfit::flow
