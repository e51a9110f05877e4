#pragma once

#include "bestfit/base/json.h"
#include "bestfit/flow/dataset.h"
#include "bestfit/learn/learn.h"
#include "bestfit/learn/prepare.h"

namespace bestfit::flow {

/// The card's attributes held against other outcomes than the one learned: won against lost, and,
/// where a population was given, the best against the other accounts worked. Each effect is
/// cross-fitted anew for its outcome. Null where there is no other (docs/formats/evidence.md).
base::Json contrasts_json(const Dataset& dataset, const learn::Prepared& prepared,
                          const learn::Learned& learned);

}  // namespace bestfit::flow
