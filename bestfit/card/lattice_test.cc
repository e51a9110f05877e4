#include "bestfit/card/lattice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "bestfit/base/random.h"
#include "bestfit/card/whole.h"

namespace bestfit::card {
namespace {

using Points = std::vector<std::vector<int>>;
using Weights = std::vector<std::vector<double>>;

/// Random weights, and the information of random rows.
struct RandomCard {
  Weights weights;
  Matrix information{0};
  std::vector<std::vector<std::size_t>> rows;  // bins by row, and what each row counts
  std::vector<double> counts;
};

RandomCard random_case(std::uint64_t seed, const std::vector<std::size_t>& bins) {
  base::Random random(seed);
  RandomCard made;
  std::size_t all = 0;
  for (const std::size_t size : bins) {
    made.weights.emplace_back();
    for (std::size_t i = 0; i < size; ++i) made.weights.back().push_back(random.normal());
    all += size;
  }
  made.information = Matrix(all);
  for (int row = 0; row < 60; ++row) {
    made.rows.emplace_back();
    std::vector<std::size_t> places;
    std::size_t first = 0;
    for (const std::size_t size : bins) {
      made.rows.back().push_back(random.below(size));
      places.push_back(first + made.rows.back().back());
      first += size;
    }
    made.counts.push_back(0.05 + 0.2 * random.uniform());
    for (std::size_t a = 0; a < places.size(); ++a) {
      for (std::size_t b = 0; b <= a; ++b) {
        made.information.at(places[a], places[b]) += made.counts.back();
      }
    }
  }
  return made;
}

/// Half the weighted squares that a straight line through the scores leaves of the rows' weights: a
/// second formula, row by row.
double line_loss(const RandomCard& made, const Points& points) {
  double n = 0.0, sx = 0.0, sy = 0.0, sxx = 0.0, sxy = 0.0, syy = 0.0;
  for (std::size_t row = 0; row < made.rows.size(); ++row) {
    double x = 0.0;
    double y = 0.0;
    for (std::size_t a = 0; a < made.weights.size(); ++a) {
      x += points[a][made.rows[row][a]];
      y += made.weights[a][made.rows[row][a]];
    }
    const double w = made.counts[row];
    n += w;
    sx += w * x;
    sy += w * y;
    sxx += w * x * x;
    sxy += w * x * y;
    syy += w * y * y;
  }
  const double xx = sxx - sx * sx / n;
  const double xy = sxy - sx * sy / n;
  return 0.5 * (syy - sy * sy / n - (xx > 0.0 ? xy * xy / xx : 0.0));
}

bool keeps_order(const std::vector<double>& weights, const std::vector<int>& points) {
  for (std::size_t i = 0; i < weights.size(); ++i) {
    for (std::size_t j = 0; j < weights.size(); ++j) {
      if (weights[i] < weights[j] && points[i] > points[j]) return false;
    }
  }
  return true;
}

/// The least loss of all points that sum to `sum`, one by one.
double least_loss(const RandomCard& made, int sum) {
  double least = 1e300;
  Points points;
  for (const auto& attribute : made.weights) points.emplace_back(attribute.size(), 0);
  std::function<void(std::size_t, std::size_t)> fill = [&](std::size_t a, std::size_t bin) {
    if (a == points.size()) {
      int tops = 0;
      for (std::size_t i = 0; i < points.size(); ++i) {
        const auto ends = std::minmax_element(points[i].begin(), points[i].end());
        if (*ends.first != 0 || *ends.second == 0) return;
        if (!keeps_order(made.weights[i], points[i])) return;
        tops += *ends.second;
      }
      if (tops == sum) least = std::min(least, line_loss(made, points));
      return;
    }
    if (bin == points[a].size()) {
      fill(a + 1, 0);
      return;
    }
    for (int value = 0; value < sum; ++value) {
      points[a][bin] = value;
      fill(a, bin + 1);
    }
    points[a][bin] = 0;
  };
  fill(0, 0);
  return least;
}

TEST(Lattice, LossIsThatOfALineThroughTheScores) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const RandomCard made = random_case(seed, {3, 2, 4});
    const Points points = whole_points(made.weights, 20);
    EXPECT_NEAR(rounding_loss(made.weights, made.information, points), line_loss(made, points),
                1e-9);
  }
}

TEST(Lattice, NearlyAlwaysTheBestOfAllPoints) {
  int best = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const bool two = seed % 2 == 0;
    const RandomCard made =
        random_case(seed, two ? std::vector<std::size_t>{3, 2} : std::vector<std::size_t>{2, 2, 2});
    const int sum = two ? 9 : 6;
    const Points points = nearest_points(made.weights, made.information, {.sum = sum});
    const double least = least_loss(made, sum);
    const double loss = line_loss(made, points);
    ASSERT_GE(loss, least - 1e-9);
    best += loss < least + 1e-6 ? 1 : 0;
  }
  EXPECT_GE(best, 54);
}

TEST(Lattice, NoWorseThanRoundedAndStillACard) {
  double rounded = 0.0;
  double searched = 0.0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const RandomCard made = random_case(seed, {4, 3, 6, 2, 5});
    const int most = seed % 2 == 0 ? 100 : 30;
    const Points before = whole_points(made.weights, 100, most);
    const Points after = nearest_points(made.weights, made.information, {.sum = 100, .most = most});
    const double loss = rounding_loss(made.weights, made.information, after);
    EXPECT_LE(loss, rounding_loss(made.weights, made.information, before) + 1e-9);
    if (most == 100) {  // under a cap both are far from the weights
      rounded += rounding_loss(made.weights, made.information, before);
      searched += loss;
    }
    int tops = 0;
    for (std::size_t a = 0; a < after.size(); ++a) {
      EXPECT_TRUE(keeps_order(made.weights[a], after[a]));
      EXPECT_EQ(*std::min_element(after[a].begin(), after[a].end()), 0);
      tops += *std::max_element(after[a].begin(), after[a].end());
      EXPECT_LE(*std::max_element(after[a].begin(), after[a].end()), most);
    }
    EXPECT_EQ(tops, 100);
  }
  EXPECT_LT(searched, rounded);
}

}  // namespace
}  // namespace bestfit::card
