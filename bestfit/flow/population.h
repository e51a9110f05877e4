#pragma once

#include "bestfit/flow/dataset.h"
#include "bestfit/intake/read_file.h"

namespace bestfit::flow {

/// Puts a population below the accounts of a data set, to hold those with the outcome against it in
/// place of those without: these are not learned from, since the population has their like.
/// Attributes that it lacks are none.
///   throws  Error(bad_input) where rows are deals, Error(usage) where rows do not count alike
void hold_against_population(intake::ReadFile population, Dataset& dataset);

}  // namespace bestfit::flow
