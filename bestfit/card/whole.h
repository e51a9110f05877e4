#pragma once

#include <vector>

namespace bestfit::card {

/// Weights as whole points: in each attribute the smallest is 0, and the largest of all attributes
/// add up to exactly `sum`; other weights are rounded in proportion.
///   most     of one attribute; where too few attributes share the sum, an equal part of it
///   weights  by attribute, by bin; not all equal in every attribute
///   returns  points of the same shape; an attribute whose weights differ has at least 1 point
std::vector<std::vector<int>> whole_points(const std::vector<std::vector<double>>& weights,
                                           int sum = 100, int most = 100);

}  // namespace bestfit::card
