#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "bestfit/card/binned.h"
#include "bestfit/card/logistic.h"

namespace bestfit::card {

/// What each attribute would add to a fitted model, in log-likelihood, by one Newton step on its
/// bins: the sum of 0.5 G^2 / (H + 1). One pass over the rows; sums are of whole numbers, so the
/// result is the same on any number of threads.
std::vector<double> screen(const Binned& binned, const Cells& cells,
                           const std::vector<double>& log_odds, int threads);

/// The model's log odds of each cell.
std::vector<double> cell_log_odds(const Cells& cells, const Logistic& model);

}  // namespace bestfit::card
