#include "bestfit/card/logistic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "bestfit/card/whole.h"

namespace bestfit::card {
namespace {

TEST(Logistic, AgreesWithAClosedForm) {
  // One attribute of two bins without a ridge: log odds of each bin are those of its counts.
  Binned binned;
  attribute::BinnedAttribute attribute;
  attribute.binning.bins = 2;
  for (int i = 0; i < 100; ++i) {
    const bool second = i >= 60;
    attribute.bins.push_back(second ? 1 : 0);
    binned.best.push_back((second ? i % 4 != 0 : i % 3 == 0) ? 1 : 0);
  }
  attribute.evidence = {-0.4, 0.6};
  binned.attributes.push_back(attribute);
  const Cells cells = cut_cells(one_cell(binned), binned.attributes[0], binned);
  ASSERT_EQ(cells.size(), 2U);
  const std::vector<std::size_t> support = {0};
  const Logistic model = fit_logistic(binned, support, cells, {.along = 1e-9, .away = 1e-9}, {});
  EXPECT_NEAR(model.intercept + model.weights[0][0], std::log(20.0 / 40.0), 1e-4);
  EXPECT_NEAR(model.intercept + model.weights[0][1], std::log(30.0 / 10.0), 1e-4);
  const double likelihood = 20 * std::log(20.0 / 60) + 40 * std::log(40.0 / 60) +
                            30 * std::log(30.0 / 40) + 10 * std::log(10.0 / 40);
  EXPECT_NEAR(model.log_likelihood, likelihood, 1e-6);
}

TEST(WholePoints, AddUpAndKeepTheOrder) {
  const auto points = whole_points({{-0.5, 0.25, 1.0}, {0.3, 0.0}, {0.0, 0.001}});
  EXPECT_EQ(points[0].back() + points[1].front() + points[2].back(), 100);
  EXPECT_EQ(points[0][0], 0);
  EXPECT_EQ(points[2][1], 1);
  EXPECT_NEAR(points[0][1], points[0][2] / 2.0, 0.51);
  const auto slight = whole_points({{0.0, 0.2}, {0.0, 0.4}, {0.0, 3.6}}, 6);
  EXPECT_EQ(slight, (std::vector<std::vector<int>>{{0, 1}, {0, 1}, {0, 4}}));
  EXPECT_EQ(whole_points({{1.0, 0.0}})[0], (std::vector<int>{100, 0}));
}

}  // namespace
}  // namespace bestfit::card
