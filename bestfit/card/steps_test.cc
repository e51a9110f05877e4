#include "bestfit/card/steps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <limits>

#include "bestfit/base/random.h"

namespace bestfit::card {
namespace {

struct Case {
  std::vector<double> values;
  std::vector<double> weights;
  std::vector<double> rows;
};

Case made(std::size_t size, std::uint64_t seed) {
  base::Random random(seed);
  Case out;
  for (std::size_t i = 0; i < size; ++i) {
    out.values.push_back(random.normal());
    out.weights.push_back(0.1 + random.uniform());
    out.rows.push_back(1.0 + static_cast<double>(random.below(6)));
  }
  return out;
}

/// Half weighted squares about the weighted mean of values [begin, end).
double squares(const Case& c, std::size_t begin, std::size_t end) {
  double weight = 0.0;
  double sum = 0.0;
  for (std::size_t i = begin; i < end; ++i) {
    weight += c.weights[i];
    sum += c.weights[i] * c.values[i];
  }
  double out = 0.0;
  for (std::size_t i = begin; i < end; ++i) {
    const double off = c.values[i] - sum / weight;
    out += 0.5 * c.weights[i] * off * off;
  }
  return out;
}

/// The cost of cutting behind the values whose bits are set; infinite when a step is too small.
double cost_of(const Case& c, unsigned cuts, const StepOptions& options) {
  double cost = 0.0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < c.values.size(); ++i) {
    const bool last = i + 1 == c.values.size();
    if (!last && (cuts & (1U << i)) == 0U) continue;
    double rows = 0.0;
    for (std::size_t j = begin; j <= i; ++j) rows += c.rows[j];
    if (rows < options.rows_least) return std::numeric_limits<double>::infinity();
    cost += squares(c, begin, i + 1) + options.price;
    begin = i + 1;
  }
  return cost;
}

// Oracle: every way to cut 10 values, one by one.
std::vector<double> by_place(const Steps& steps, std::size_t places) {
  std::vector<double> values;
  std::size_t step = 0;
  for (std::size_t i = 0; i < places; ++i) {
    if (i >= steps.ends[step]) ++step;
    values.push_back(steps.values[step]);
  }
  return values;
}

/// Values with neighbours joined to their mean but where a bit of `cuts` parts them.
std::vector<double> joined_at(const Steps& steps, unsigned cuts) {
  std::vector<double> values;
  for (std::size_t begin = 0; begin < steps.values.size();) {
    double weight = 0.0;
    double sum = 0.0;
    std::size_t end = begin;
    do {
      weight += steps.weights[end];
      sum += steps.weights[end] * steps.values[end];
      ++end;
    } while (end < steps.values.size() && (cuts >> (end - 1) & 1U) == 0);
    for (; begin < end; ++begin) values.push_back(sum / weight);
  }
  return values;
}

double change(const Steps& steps, const std::vector<double>& values) {
  double sum = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += steps.weights[i] * (steps.values[i] - values[i]) * (steps.values[i] - values[i]);
  }
  return sum;
}

bool has_shape(const std::vector<double>& values, Shape shape) {
  const auto middle = shape == Shape::rising || shape == Shape::falling ? values.end()
                      : shape == Shape::peak ? std::max_element(values.begin(), values.end())
                                             : std::min_element(values.begin(), values.end());
  const bool up = shape == Shape::rising || shape == Shape::peak;
  const auto sorted = [](auto from, auto to, bool rising) {
    return rising ? std::is_sorted(from, to) : std::is_sorted(from, to, std::greater<>());
  };
  return sorted(values.begin(), middle, up) && sorted(middle, values.end(), !up);
}

TEST(Steps, AreTheBestOfAllWaysToCut) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const Case c = made(10, seed);
    const StepOptions options{.most = 4, .price = 0.05, .rows_least = 5.0};
    double least = std::numeric_limits<double>::infinity();
    for (unsigned cuts = 1; cuts < 512U; ++cuts) {
      if (std::popcount(cuts) < 4) least = std::min(least, cost_of(c, cuts, options));
    }
    const Steps steps = nearest_steps(c.values, c.weights, c.rows, options);
    unsigned found = 0;
    for (std::size_t i = 0; i + 1 < steps.ends.size(); ++i) found |= 1U << (steps.ends[i] - 1);
    EXPECT_NEAR(cost_of(c, found, options), least, 1e-12) << "seed " << seed;
  }
}

TEST(Steps, HaveTheWeightedMeanOfWhatTheyHold) {
  const std::vector<double> values = {0.0, 1.0, 5.0, 5.0};
  const std::vector<double> weights = {3.0, 1.0, 1.0, 1.0};
  const std::vector<double> rows = {10.0, 10.0, 10.0, 10.0};
  const Steps steps = nearest_steps(values, weights, rows, {.most = 2});
  EXPECT_EQ(steps.ends, (std::vector<std::size_t>{2, 4}));
  EXPECT_EQ(steps.values, (std::vector<double>{0.25, 5.0}));
}

TEST(Steps, AreTwoEvenWhereTheyCostMoreThanTheyTell) {
  const std::vector<double> flat = {1.0, 1.0, 1.1};
  const std::vector<double> ones = {1.0, 1.0, 1.0};
  EXPECT_EQ(nearest_steps(flat, ones, ones, {.price = 5.0, .rows_least = 1.0}).ends.size(), 2U);
  EXPECT_EQ(nearest_steps(flat, ones, ones, {.price = 5.0, .rows_least = 2.0}).ends.size(), 1U)
      << "no cut leaves two rows on both sides";
}

TEST(Steps, TurnsThatCostLittleAreJoined) {
  const Steps steps{.ends = {1, 2, 3, 4, 5},
                    .values = {0.0, 3.0, 2.0, 6.0, 1.0},
                    .weights = {1.0, 1.0, 1.0, 1.0, 1.0}};
  Steps one_peak = steps;
  join_turns(one_peak, 1, 0.25);
  EXPECT_EQ(one_peak.ends, (std::vector<std::size_t>{1, 3, 4, 5})) << "the dip after 3 is chance";
  EXPECT_EQ(one_peak.values, (std::vector<double>{0.0, 2.5, 6.0, 1.0}));
  EXPECT_EQ(one_peak.weights, (std::vector<double>{1.0, 2.0, 1.0, 1.0}));
  Steps kept = steps;
  join_turns(kept, 1, 0.24);
  EXPECT_EQ(kept.values, steps.values) << "0.25 would be lost: too much";
}

/// Every way to join neighbours is tried, one by one.
TEST(Steps, ShapesAreReachedWithTheLeastChange) {
  base::Random random(11);
  for (int round = 0; round < 200; ++round) {
    Steps steps;
    for (std::size_t i = 1; i <= 5; ++i) {
      steps.ends.push_back(i);
      steps.values.push_back(random.normal());
      steps.weights.push_back(0.5 + random.uniform());
    }
    for (const Shape shape : {Shape::rising, Shape::falling, Shape::peak, Shape::valley}) {
      Steps joined = steps;
      put_in_shape(joined, shape);
      const std::vector<double> values = by_place(joined, 5);
      ASSERT_TRUE(has_shape(values, shape));
      double least = 1e9;
      for (unsigned cuts = 0; cuts < 16; ++cuts) {
        const std::vector<double> tried = joined_at(steps, cuts);
        if (has_shape(tried, shape)) least = std::min(least, change(steps, tried));
      }
      ASSERT_NEAR(change(steps, values), least, 1e-9);
    }
  }
}

}  // namespace
}  // namespace bestfit::card
