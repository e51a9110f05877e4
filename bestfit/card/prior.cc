#include "bestfit/card/prior.h"

#include <algorithm>
#include <cmath>

#include "bestfit/base/error.h"
#include "bestfit/card/logistic_line.h"

namespace bestfit::card {
namespace {

constexpr double kSlope = 0.03;        // log odds of a point: 100 points are 20 to 1
constexpr double kSlopeSpread = 0.02;  // standard deviation of that

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
  const LogisticLine line =
      fit_line(scores, outcome::masses_of(best, rows), {.intercept = 0.0, .slope = kSlope},
               {.mean = kSlope, .precision = 1.0 / (kSlopeSpread * kSlopeSpread)});
  return std::max(0.0, line.slope);
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
