#pragma once

#include <optional>
#include <span>

namespace bestfit::outcome {

/// The newest day that revenue lines can tell of, where that is before the data end: the revenue
/// was exported before the deals, and customers must not be taken to have paid nothing since.
///   days     of lines, in any order; NaN where not known
///   until    the newest day of the data
///   returns  none where the lines reach the end, or cannot be told from a pause: since the newest
///            line must have passed more than twice the longest pause between two lines, and so
///            long that lines at the same even pace leave it empty in 1 of 10,000 cases
std::optional<double> revenue_end(std::span<const double> days, double until);

}  // namespace bestfit::outcome
