#pragma once

#include "bestfit/base/json.h"

namespace bestfit::flow {

/// The parts that a profile has in the field, from the evidence of a build, one list a profile:
/// firmographics, technographics, geography, behaviour, challenges, objectives, buying triggers,
/// success potential, fit with the solution, what disqualifies, whom to talk to. Each part is
/// {part, lines[] ({text, source})[, question]}: sentences made by templates, `source` the place in
/// evidence.json that each number comes from; a part without lines has the question to ask in
/// interviews.
///   evidence  evidence.json without `story`
base::Json story_json(const base::Json& evidence);

/// Adds to `business` of evidence.json its one sentence (`headline`: what the interval says)
/// and what the profile does not do although best is by value (`caution`, or null).
void put_words(bool by_value, base::Json& business);

}  // namespace bestfit::flow
