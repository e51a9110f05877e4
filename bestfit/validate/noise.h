#pragma once

#include <cstdint>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/validate/cases.h"
#include "bestfit/validate/proof.h"
#include "bestfit/validate/rounds.h"

namespace bestfit::validate {

struct NoiseOptions {
  int runs = 20;
  int folds = 5;
  std::uint64_t seed = 1;
  int threads = 1;
};

/// What the pipeline reaches on shuffled outcomes by cross-validation of `rows`.
Noise noise_of_folds(const Pipeline& pipeline, const Cases& cases,
                     const std::vector<std::uint32_t>& rows, const NoiseOptions& options,
                     base::Progress& progress);

/// The same with one round kept; each side is shuffled within itself.
Noise noise_of_round(const Pipeline& pipeline, const Cases& cases, const Round& round,
                     const NoiseOptions& options, base::Progress& progress);

/// Quantile of sorted values by linear interpolation (Hyndman and Fan 1996, type 7).
double quantile(const std::vector<double>& sorted, double probability);

}  // namespace bestfit::validate
