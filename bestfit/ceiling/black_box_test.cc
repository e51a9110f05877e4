#include "bestfit/ceiling/black_box.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "bestfit/base/random.h"
#include "bestfit/stats/auc.h"

namespace bestfit::ceiling {
namespace {

struct World {
  attribute::Coded coded;
  std::vector<std::int8_t> best;
  std::vector<std::uint32_t> learned;
  std::vector<std::uint32_t> held;
};

attribute::CodedAttribute coded_attribute(table::Kind kind, int levels) {
  attribute::CodedAttribute attribute;
  attribute.kind = kind;
  attribute.levels = levels;
  return attribute;
}

/// Two numbers that say nothing alone: an account is best when both are high or both low. A
/// category of which labels 2 and 5 are best more often; a set whose member 1 tells; noise.
World make_world(std::size_t rows, bool noise_only, std::uint64_t seed) {
  base::Random random(seed);
  World world;
  world.coded.rows = rows;
  auto& attributes = world.coded.attributes;
  attributes.push_back(coded_attribute(table::Kind::number, 8));
  attributes.push_back(coded_attribute(table::Kind::number, 8));
  attributes.push_back(coded_attribute(table::Kind::category, 7));
  attributes.push_back(coded_attribute(table::Kind::set, 1));
  attributes.back().labels = {"a", "b", "c"};
  attributes.back().starts.push_back(0);
  for (std::uint32_t row = 0; row < rows; ++row) {
    const auto one = random.below(8);
    const auto two = random.below(8);
    const auto label = random.below(7);
    const bool has = random.uniform() < 0.5;
    attributes[0].codes.push_back(static_cast<std::uint8_t>(1 + one));
    attributes[1].codes.push_back(static_cast<std::uint8_t>(1 + two));
    attributes[2].codes.push_back(
        static_cast<std::uint8_t>(random.uniform() < 0.1 ? 0 : 1 + label));
    attributes[3].codes.push_back(1);
    if (has) attributes[3].members.push_back(1);
    attributes[3].starts.push_back(static_cast<std::uint32_t>(attributes[3].members.size()));
    double rate = 0.4;
    if (!noise_only) {
      rate = (one < 4) == (two < 4) ? 0.75 : 0.05;
      if (label == 2 || label == 5) rate += 0.15;
      if (has) rate += 0.1;
    }
    world.best.push_back(random.uniform() < rate ? 1 : 0);
    (row % 3 == 0 ? world.held : world.learned).push_back(row);
  }
  return world;
}

double held_auc(const World& world) {
  const std::vector<double> scores =
      black_box_scores(world.coded, world.best, world.learned, world.held, 1);
  std::vector<std::int8_t> best;
  for (const std::uint32_t row : world.held) best.push_back(world.best[row]);
  return stats::auc_value(stats::count_scores(scores, best));
}

TEST(BlackBox, FindsWhatAttributesSayTogether) {
  const World world = make_world(3000, false, 1);
  EXPECT_GT(held_auc(world), 0.84);  // 0.88 is the best there is
}

TEST(BlackBox, ReadsCategoriesAndSets) {
  World world = make_world(3000, false, 2);
  world.coded.attributes[0].left_out = "constant";
  world.coded.attributes[1].left_out = "constant";
  EXPECT_GT(held_auc(world), 0.54);  // label and member alone
  world.coded.attributes[2].left_out = "constant";
  world.coded.attributes[3].left_out = "constant";
  EXPECT_EQ(held_auc(world), 0.5);  // nothing is offered
}

TEST(BlackBox, LearnsNothingFromNoise) {
  EXPECT_NEAR(held_auc(make_world(3000, true, 3)), 0.5, 0.05);
}

TEST(BlackBox, SaysTheSameTwice) {
  const World world = make_world(400, false, 4);
  EXPECT_EQ(black_box_scores(world.coded, world.best, world.learned, world.held, 7),
            black_box_scores(world.coded, world.best, world.learned, world.held, 7));
}

TEST(BlackBox, OneOutcomeSaysNothing) {
  World world = make_world(100, false, 5);
  world.best.assign(100, 1);
  const auto scores = black_box_scores(world.coded, world.best, world.learned, world.held, 1);
  EXPECT_EQ(scores, std::vector<double>(world.held.size(), 0.0));
}

}  // namespace
}  // namespace bestfit::ceiling
