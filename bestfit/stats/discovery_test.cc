#include "bestfit/stats/discovery.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bestfit/base/random.h"

namespace bestfit::stats {
namespace {

TEST(WestfallYoung, ByHand) {
  // Smallest p first: 0.01 is beaten by the least of all three in 1 of 4 shuffles, 0.2 by the least
  // of the other two in 2, 0.5 by its own in 2; then steps may not fall.
  const std::vector<double> p{0.2, 0.01, 0.5};
  const std::vector<std::vector<double>> shuffled{
      {0.9, 0.005, 0.4}, {0.1, 0.6, 0.7}, {0.8, 0.3, 0.9}, {0.6, 0.7, 0.15}};
  const std::vector<double> adjusted = westfall_young(p, shuffled);
  EXPECT_DOUBLE_EQ(adjusted[1], 2.0 / 5.0);
  EXPECT_DOUBLE_EQ(adjusted[0], 3.0 / 5.0);
  EXPECT_DOUBLE_EQ(adjusted[2], 3.0 / 5.0);
}

/// Under the null all draws are alike, so the smallest adjusted p is below 5 % in 5 % of runs,
/// however the tests hang together; with equal tests it is p itself, up to the shuffles.
TEST(WestfallYoung, HoldsTheChanceOfAnyFalseFinding) {
  base::Random random(7);
  int false_findings = 0;
  constexpr int kRuns = 2000;
  const auto draw = [&] {
    std::vector<double> p;
    const double common = random.uniform();
    for (int i = 0; i < 8; ++i) p.push_back(i < 4 ? common : random.uniform());
    return p;
  };
  for (int run = 0; run < kRuns; ++run) {
    std::vector<std::vector<double>> shuffled;
    for (int i = 0; i < 99; ++i) shuffled.push_back(draw());
    const std::vector<double> adjusted = westfall_young(draw(), shuffled);
    if (*std::min_element(adjusted.begin(), adjusted.end()) <= 0.05) ++false_findings;
  }
  EXPECT_NEAR(false_findings / static_cast<double>(kRuns), 0.05, 0.015);
}

}  // namespace
}  // namespace bestfit::stats
