#pragma once

#include <span>
#include <vector>

namespace bestfit::attribute {

/// The roundest number in (low, high]: the fewest decimal digits, then the nearest to the middle.
///   low < high, both finite
double round_number_between(double low, double high);

/// How many of the smallest values stand for "none" where all else is 0 or more (-1, -7, -8, -9,
/// -99, …) and has at least 8 different values; 0 when some negative value is none of these.
///   sample  sorted, finite
std::size_t special_values(std::span<const double> sample);

/// About `cuts_max` increasing cut points (half as many more at most) at quantiles of `sample`,
/// each the roundest number within a quarter of a step; cuts stand on both sides of a value that is
/// common, and of special values. A value belongs above a cut when it is at least as large.
///   sample  sorted, finite
std::vector<double> quantile_cuts(std::span<const double> sample, std::size_t cuts_max);

}  // namespace bestfit::attribute
