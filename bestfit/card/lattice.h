#pragma once

#include <vector>

#include "bestfit/card/matrix.h"

namespace bestfit::card {

struct PointOptions {
  int sum = 100;   // of the largest points of all attributes
  int most = 100;  // of one attribute; where too few share the sum, an equal part of it
};

/// Whole points whose sum, on the best scale, is nearest to the sum of the weights: least
/// (slope p + shift - w)' H (slope p + shift - w) over slope and shift, found from the rounded
/// weights by moving one bin, or the tops of two attributes against each other (their other bins
/// staying, or in proportion), by one point while that helps. H makes it the log-likelihood that
/// rounding costs, to second order. Bins keep the order of their weights; the smallest points of an
/// attribute are 0.
///   weights      by attribute, by bin; not all equal in every attribute
///   information  H over all bins, attribute by attribute; the lower triangle is read
///   source       docs/methods/scorecard.md
std::vector<std::vector<int>> nearest_points(const std::vector<std::vector<double>>& weights,
                                             const Matrix& information,
                                             const PointOptions& options);

/// What such points lose of log-likelihood, to second order, with the best slope and shift.
double rounding_loss(const std::vector<std::vector<double>>& weights, const Matrix& information,
                     const std::vector<std::vector<int>>& points);

}  // namespace bestfit::card
