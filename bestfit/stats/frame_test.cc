#include "bestfit/stats/frame.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "bestfit/base/random.h"
#include "bestfit/stats/proportion.h"

namespace bestfit::stats {
namespace {

// 30 of 100 best were seen, each standing for one, beside 20 others that stand for 10 each.
TEST(Frame, CarriesARateOverToThePopulation) {
  const Frame frame{.best = 1.0, .other = 10.0};
  EXPECT_DOUBLE_EQ(population_rate(30, 20, frame), 30.0 / 230.0);
  const Estimate rate = population_rate_estimate(30, 20, frame);
  const Interval plain = wilson_interval(30, 50);
  EXPECT_NEAR(rate.low, plain.low / (plain.low + 10.0 * (1.0 - plain.low)), 1e-12);
  EXPECT_NEAR(rate.high, plain.high / (plain.high + 10.0 * (1.0 - plain.high)), 1e-12);
}

TEST(Frame, IsWilsonsWhereCountsAreThePopulation) {
  const Estimate rate = population_rate_estimate(30, 70, {});
  const Interval plain = wilson_interval(30, 100);
  EXPECT_DOUBLE_EQ(rate.value, 0.3);
  EXPECT_DOUBLE_EQ(rate.low, plain.low);
  EXPECT_DOUBLE_EQ(rate.high, plain.high);
}

// A part with 40 of 100 best and 10 of 100 others. Best are 1 % of the population: the part has 40
// % of the best and 0.01 * 0.4 + 0.99 * 0.1 = 10.3 % of the population.
TEST(Frame, LiftIsShareOfBestOverShareOfPopulation) {
  const Frame frame{.best = 1.0, .other = 99.0};
  EXPECT_NEAR(population_lift({40, 10}, {100, 100}, frame).value, 0.4 / 0.103, 1e-9);
  const Frame population{.best = 0.0, .other = 1.0};
  EXPECT_NEAR(population_lift({40, 10}, {100, 100}, population).value, 4.0, 1e-9);
}

// Where the others are the population the ratio is that of odds: (40.5 / 10.5) / (60.5 / 90.5).
TEST(Frame, RatioIsOfOddsWhereRatesCannotBeTold) {
  const Frame population{.best = 0.0, .other = 1.0};
  const Estimate ratio = population_ratio({40, 10}, {60, 90}, population);
  EXPECT_NEAR(ratio.value, 40.5 / 10.5 / (60.5 / 90.5), 1e-12);
  const double error = std::sqrt(1 / 40.5 + 1 / 10.5 + 1 / 60.5 + 1 / 90.5);
  EXPECT_NEAR(std::log(ratio.high / ratio.value), 1.959964 * error, 1e-6);
}

/// How often intervals hold the truth when best and other accounts are sampled apart.
struct InFrame {
  int rate = 0;
  int lift = 0;
  int ratio = 0;
  int runs = 0;
};

std::int64_t draw_hits(std::int64_t count, double share, base::Random& random) {
  std::int64_t hits = 0;
  for (std::int64_t i = 0; i < count; ++i) hits += random.uniform() < share ? 1 : 0;
  return hits;
}

InFrame in_frame(std::int64_t best, std::int64_t other, double in_best, double in_other,
                 double rate) {
  // Of the population a share `rate` is best; a part has in_best of these and in_other of the rest.
  InFrame held;
  base::Random random(7);
  const Frame frame{.best = rate / static_cast<double>(best),
                    .other = (1.0 - rate) / static_cast<double>(other)};
  const double share = rate * in_best + (1.0 - rate) * in_other;
  const double part_rate = rate * in_best / share;
  const double rest_rate = rate * (1.0 - in_best) / (1.0 - share);
  const auto inside = [](const Estimate& estimate, double truth) {
    return estimate.low <= truth && truth <= estimate.high ? 1 : 0;
  };
  for (; held.runs < 2000; ++held.runs) {
    const auto b = static_cast<double>(draw_hits(best, in_best, random));
    const auto o = static_cast<double>(draw_hits(other, in_other, random));
    const auto all_best = static_cast<double>(best);
    const auto all_other = static_cast<double>(other);
    held.lift += inside(population_lift({b, o}, {all_best, all_other}, frame), in_best / share);
    held.ratio += inside(population_ratio({b, o}, {all_best - b, all_other - o}, frame),
                         part_rate / rest_rate);
    held.rate += inside(population_rate_estimate(b, o, frame), part_rate);
  }
  return held;
}

TEST(FrameSimulation, IntervalsHoldTheTruthUnderUnequalSampling) {
  struct Sampled {
    std::int64_t best, other;
    double in_best, in_other, rate;
  };
  for (const Sampled& world :
       {Sampled{60, 60, 0.4, 0.15, 0.02}, Sampled{200, 100, 0.3, 0.1, 0.1},
        Sampled{100, 1000, 0.35, 0.2, 0.05}, Sampled{40, 400, 0.5, 0.3, 0.3}}) {
    const InFrame held =
        in_frame(world.best, world.other, world.in_best, world.in_other, world.rate);
    const auto percent = [&](int hits) { return 100.0 * hits / held.runs; };
    std::printf("    %3d best, %4d others: rate %.1f %%, lift %.1f %%, ratio %.1f %%\n",
                static_cast<int>(world.best), static_cast<int>(world.other), percent(held.rate),
                percent(held.lift), percent(held.ratio));
    EXPECT_GE(percent(held.rate), 92.5);
    EXPECT_GE(percent(held.lift), 93.5);
    EXPECT_LE(percent(held.lift), 97.5);
    EXPECT_GE(percent(held.ratio), 93.5);
    EXPECT_LE(percent(held.ratio), 97.5);
  }
}

}  // namespace
}  // namespace bestfit::stats
