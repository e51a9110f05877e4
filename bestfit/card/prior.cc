#include "bestfit/card/prior.h"

#include <algorithm>
#include <cmath>

#include "bestfit/base/error.h"

namespace bestfit::card {
namespace {

constexpr double kSlope = 0.03;        // log odds of a point: 100 points are 20 to 1
constexpr double kSlopeSpread = 0.02;  // standard deviation of that
constexpr int kSlopeRounds = 50;

/// Gradient and information of an intercept and a slope.
struct LineSums {
  double g0 = 0.0;
  double g1 = 0.0;
  double h00 = 1e-6;
  double h01 = 0.0;
  double h11 = 1.0 / (kSlopeSpread * kSlopeSpread);
};

LineSums sums_at(double intercept, double slope, const std::vector<double>& scores,
                 const outcome::Target& best, std::span<const std::uint32_t> rows) {
  LineSums sums;
  sums.g1 = -(slope - kSlope) / (kSlopeSpread * kSlopeSpread);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double p = 1.0 / (1.0 + std::exp(-(intercept + slope * scores[i])));
    const double mass = best.best_mass(rows[i]);
    const double both = mass + best.other_mass(rows[i]);
    const double g = mass - both * p;
    const double h = both * p * (1.0 - p);
    sums.g0 += g;
    sums.g1 += g * scores[i];
    sums.h00 += h;
    sums.h01 += h * scores[i];
    sums.h11 += h * scores[i] * scores[i];
  }
  return sums;
}

}  // namespace

double prior_slope(const attribute::Coded& coded, const outcome::Target& best,
                   std::span<const std::uint32_t> rows) {
  std::vector<double> scores(rows.size(), 0.0);
  bool any = false;
  for (const attribute::CodedAttribute& attribute : coded.attributes) {
    if (attribute.prior_points.empty() || !attribute.left_out.empty()) continue;
    any = true;
    for (std::size_t i = 0; i < rows.size(); ++i) scores[i] += attribute.prior_points[rows[i]];
  }
  if (!any || rows.empty()) return 0.0;
  double mean = 0.0;
  for (const double score : scores) mean += score / static_cast<double>(scores.size());
  for (double& score : scores) score -= mean;
  double intercept = 0.0;
  double slope = kSlope;
  for (int round = 0; round < kSlopeRounds; ++round) {
    const LineSums at = sums_at(intercept, slope, scores, best, rows);
    const double det = at.h00 * at.h11 - at.h01 * at.h01;
    const double step0 = (at.h11 * at.g0 - at.h01 * at.g1) / det;
    const double step1 = (at.h00 * at.g1 - at.h01 * at.g0) / det;
    intercept += std::clamp(step0, -1.0, 1.0);
    slope += std::clamp(step1, -kSlopeSpread, kSlopeSpread);
    if (std::abs(step0) + 100.0 * std::abs(step1) < 1e-9) break;
  }
  return std::max(0.0, slope);
}

std::vector<double> prior_by_code(const attribute::CodedAttribute& attribute, double slope,
                                  std::span<const std::uint8_t> codes,
                                  std::span<const std::uint32_t> rows, std::size_t levels) {
  check(codes.size() == rows.size(), "prior_by_code: a code for each row");
  if (attribute.prior_points.empty() || rows.empty()) return {};
  std::vector<double> sum(levels + 1, 0.0);
  std::vector<double> count(levels + 1, 0.0);
  double mean = 0.0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double points = attribute.prior_points[rows[i]];
    sum[codes[i]] += points;
    count[codes[i]] += 1.0;
    mean += points / static_cast<double>(rows.size());
  }
  std::vector<double> prior(levels + 1, 0.0);
  for (std::size_t code = 0; code <= levels; ++code) {
    if (count[code] > 0.0) prior[code] = slope * (sum[code] / count[code] - mean);
  }
  return prior;
}

}  // namespace bestfit::card
