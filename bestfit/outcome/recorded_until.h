#pragma once

#include <span>

namespace bestfit::outcome {

/// The newest day that had come when the data were exported. What is dated later is booked ahead (a
/// renewal of next year) or a slip of the pen (2099), and must not make customers look as if they
/// had been followed so long. Dates count as later
///
/// - after a pause more than twice the longest before it, so long that dates at their even pace
///   leave it empty in 1 of 10,000 cases, when no more than 1 % of the dates come after it;
///
/// - after `others` end, when there are less than half as many as at the pace until then, by more
///   than four standard errors.
///
///   days     in any order; NaN where not known
///   others   the newest day of other parts of the export; NaN where there are none
///   returns  NaN without any date
double recorded_until(std::span<const double> days, double others);

}  // namespace bestfit::outcome
