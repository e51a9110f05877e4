#pragma once

#include <string>
#include <vector>

#include "bestfit/compile/layers.h"
#include "bestfit/compile/reading.h"
#include "bestfit/profile/profile.h"

namespace bestfit::compile {

/// The steps from values to the profile that scores a row best: bins, sums, verdicts, the best.
std::vector<Layer> card_layers(const profile::ProfileFile& file, const Readings& readings,
                               const Dialect& dialect);

/// The columns that `bestfit score` adds.
Layer result_layer(const profile::ProfileFile& file, const Dialect& dialect);

}  // namespace bestfit::compile
