#pragma once

#include "bestfit/base/json.h"
#include "bestfit/flow/dataset.h"
#include "bestfit/learn/learn.h"
#include "bestfit/learn/prepare.h"
#include "bestfit/validate/proof.h"

namespace bestfit::flow {

/// The kinds of best accounts, what they rest on and what did not hold (docs/formats/evidence.md);
/// null where none were looked for.
///   options, effort  whether a card of its own would be better within a kind is told where the
///                    effort is full
base::Json kinds_json(const Dataset& dataset, const learn::Prepared& prepared,
                      const learn::Learned& learned, const learn::LearnOptions& options,
                      validate::Effort effort);

}  // namespace bestfit::flow
