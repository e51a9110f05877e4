#pragma once

#include <algorithm>
#include <cmath>

namespace bestfit::outcome {

/// The earlier and the later of two days; the one that is known where the other is NaN.
inline double earlier(double a, double b) {
  return std::isnan(a) ? b : (std::isnan(b) ? a : std::min(a, b));
}
inline double later(double a, double b) {
  return std::isnan(a) ? b : (std::isnan(b) ? a : std::max(a, b));
}

}  // namespace bestfit::outcome
