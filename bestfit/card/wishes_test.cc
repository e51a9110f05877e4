#include "bestfit/card/wishes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "bestfit/base/random.h"
#include "bestfit/card/card.h"
#include "bestfit/card/whole.h"

namespace bestfit::card {
namespace {

/// Attributes 0 and 1 tell (the first has a peak), 2 tells what 1 tells with some noise, 3 and 4
/// say nothing.
struct WishedWorld {
  attribute::Coded coded;
  std::vector<std::int8_t> best;
  std::vector<std::uint32_t> rows;
};

WishedWorld world_of(std::uint32_t rows) {
  base::Random random(5);
  WishedWorld world;
  world.coded.rows = rows;
  for (int i = 0; i < 5; ++i) {
    attribute::CodedAttribute attribute;
    attribute.column = "a" + std::to_string(i);
    attribute.levels = 9;
    attribute.cuts = {1, 2, 3, 4, 5, 6, 7, 8};
    for (std::uint32_t row = 0; row < rows; ++row) {
      attribute.codes.push_back(static_cast<std::uint8_t>(1 + random.below(9)));
      if (i == 2 && random.uniform() < 0.7) {
        attribute.codes.back() = world.coded.attributes[1].codes[row];
      }
    }
    world.coded.attributes.push_back(std::move(attribute));
  }
  for (std::uint32_t row = 0; row < rows; ++row) {
    const double first = 1.6 - 0.6 * std::abs(world.coded.attributes[0].codes[row] - 5.0);
    const double second = 0.35 * (world.coded.attributes[1].codes[row] - 5.0);
    const double odds = first + second - 0.5;
    world.best.push_back(random.uniform() < 1.0 / (1.0 + std::exp(-odds)) ? 1 : 0);
    world.rows.push_back(row);
  }
  return world;
}

std::set<std::uint32_t> attributes_of(const CodedModel& model) {
  std::set<std::uint32_t> found;
  for (const CardAttribute& one : model.attributes) found.insert(one.attribute);
  return found;
}

/// The points of codes 1 .. 9 of an attribute.
std::vector<int> points_of(const CodedModel& model, std::uint32_t attribute) {
  std::vector<int> points;
  for (const CardAttribute& one : model.attributes) {
    if (one.attribute != attribute) continue;
    for (std::size_t code = 1; code <= 9; ++code) {
      points.push_back(one.points[one.binning.bin_of[code]]);
    }
  }
  return points;
}

/// From many outcomes by search, from few by distillation.
class CardWishes : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  WishedWorld world = world_of(GetParam());
  CardOptions options;
  [[nodiscard]] CodedModel model() const {
    return fit(world.coded, world.best, world.rows, options);
  }
};

TEST_P(CardWishes, ForcedAttributesAreThere) {
  EXPECT_FALSE(attributes_of(model()).contains(3));
  options.wishes.forced = {3};
  options.attributes_max = 2;
  const auto found = attributes_of(model());
  EXPECT_TRUE(found.contains(3));
  EXPECT_EQ(found.size(), 2U);
  EXPECT_TRUE(found.contains(0) || found.contains(1));
}

TEST_P(CardWishes, OfAFamilyThereIsOne) {
  options.wishes.families = {{0, 1, 2}};
  const auto found = attributes_of(model());
  EXPECT_EQ(found.count(0) + found.count(1) + found.count(2), 1U);
}

TEST_P(CardWishes, ShapesHold) {
  options.wishes.shapes = {{0, Shape::rising}, {1, Shape::falling}};
  options.wishes.forced = {0};
  std::vector<int> points = points_of(model(), 0);
  EXPECT_TRUE(std::is_sorted(points.begin(), points.end()));
  options.wishes.shapes = {{0, Shape::peak}};
  points = points_of(model(), 0);
  const auto top = std::max_element(points.begin(), points.end());
  EXPECT_TRUE(std::is_sorted(points.begin(), top));
  EXPECT_TRUE(std::is_sorted(top, points.end(), std::greater<>()));
  options.wishes.shapes = {{0, Shape::valley}};
  points = points_of(model(), 0);
  const auto least = std::min_element(points.begin(), points.end());
  EXPECT_TRUE(std::is_sorted(points.begin(), least, std::greater<>()));
  EXPECT_TRUE(std::is_sorted(least, points.end()));
}

TEST_P(CardWishes, NoAttributeHasMorePointsThanAsked) {
  options.wishes.points_max = 40;
  options.wishes.forced = {0, 1, 3};
  int sum = 0;
  for (const CardAttribute& one : model().attributes) {
    const int most = *std::max_element(one.points.begin(), one.points.end());
    EXPECT_LE(most, 40);
    sum += most;
  }
  EXPECT_EQ(sum, 100);
}

TEST_P(CardWishes, BinsHaveTheRowsAsked) {
  options.wishes.bin_rows = 30;
  for (const CardAttribute& one : model().attributes) {
    for (std::size_t bin = 0; bin + 1 < one.total.size(); ++bin) EXPECT_GE(one.total[bin], 30.0);
  }
}

INSTANTIATE_TEST_SUITE_P(ManyAndFew, CardWishes, ::testing::Values(3000U, 200U));

TEST(WholePoints, ACapIsSharedAmongTheOthers) {
  const auto points = whole_points({{0.0, 6.0}, {0.0, 3.0}, {0.0, 1.0}}, 100, 40);
  EXPECT_EQ(points[0][1], 40);
  EXPECT_EQ(points[1][1], 40);  // 45 in proportion, capped too
  EXPECT_EQ(points[2][1], 20);
  const auto few = whole_points({{0.0, 6.0}, {0.0, 1.0}}, 100, 20);
  EXPECT_EQ(few[0][1], 50);  // two cannot share 100 at 20 each
  EXPECT_EQ(few[1][1], 50);
}

}  // namespace
}  // namespace bestfit::card
