#pragma once

#include "bestfit/base/json.h"
#include "bestfit/flow/build.h"
#include "bestfit/flow/kept_words.h"
#include "bestfit/learn/learn.h"

namespace bestfit::flow {

/// What a build was asked for, as the manifest keeps it and the fingerprint counts it.
base::Json options_json(const BuildRequest& request, const Dataset& dataset);

/// manifest.json (docs/formats/run.md): the one file of a run with a time of day.
base::Json manifest_json(const BuildRequest& request, const Dataset& dataset,
                         const profile::ProfileFile& file, const KeptWords& kept,
                         const std::string& fingerprint);

/// What the learner is asked for.
///   throws  Error(missing) for a column that is not there
learn::LearnOptions learn_options(const BuildRequest& request, const Dataset& dataset);

/// The definition that a workspace has.
outcome::BestDefinition best_definition(const profile::BestTerms& best);

}  // namespace bestfit::flow
