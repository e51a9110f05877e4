#pragma once

#include <span>

#include "bestfit/outcome/target.h"

namespace bestfit::card {

/// Log odds as a line over a score.
struct LogisticLine {
  double intercept = 0.0;
  double slope = 0.0;
};

/// A normal prior of the slope; precision 0: none.
struct SlopePrior {
  double mean = 0.0;
  double precision = 0.0;  // 1 / variance
};

/// The likeliest line given the prior, by Newton's method with halved steps.
///   scores  x, one a group of rows
///   masses  of the best and of the others at each; both sides some, or a prior and pseudo-counts:
///           separable groups have no likeliest line
///   start   of the search
LogisticLine fit_line(std::span<const double> scores, std::span<const outcome::Mass> masses,
                      const LogisticLine& start, const SlopePrior& prior = {});

}  // namespace bestfit::card
