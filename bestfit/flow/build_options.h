#pragma once

#include "bestfit/base/json.h"
#include "bestfit/flow/build.h"
#include "bestfit/learn/learn.h"

namespace bestfit::flow {

/// What a build was asked for, as the manifest keeps it and the fingerprint counts it.
base::Json options_json(const BuildRequest& request, const Dataset& dataset);

/// What the learner is asked for.
///   throws  Error(missing) for a column that is not there
learn::LearnOptions learn_options(const BuildRequest& request, const Dataset& dataset);

/// The definition that a workspace has.
outcome::BestDefinition best_definition(const profile::BestTerms& best);

}  // namespace bestfit::flow
