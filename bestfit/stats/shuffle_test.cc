#include "bestfit/stats/shuffle.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace bestfit::stats {
namespace {

struct Made {
  std::vector<std::int8_t> best;
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> cluster;
};

/// `size` rows to a cluster; every third row is best.
Made make_rows(std::uint32_t rows, std::uint32_t size) {
  Made cases;
  for (std::uint32_t row = 0; row < rows; ++row) {
    cases.best.push_back(row % 3 == 0 ? 1 : 0);
    cases.rows.push_back(row);
    cases.cluster.push_back(row / size);
  }
  return cases;
}

TEST(ShuffledOutcomes, KeepTheirNumberAndTheirClusters) {
  Made cases = make_rows(300, 3);
  for (std::uint32_t row = 0; row < 300; ++row) cases.best[row] = (row / 3) % 4 == 0 ? 1 : 0;
  const auto shuffled = shuffled_outcomes(cases.best, cases.cluster, cases.rows, 5);
  EXPECT_NE(shuffled, cases.best);
  EXPECT_EQ(std::count(shuffled.begin(), shuffled.end(), 1), 75);
  for (std::uint32_t row = 0; row < 300; row += 3) {
    EXPECT_EQ(shuffled[row], shuffled[row + 1]);
    EXPECT_EQ(shuffled[row], shuffled[row + 2]);
  }
}

TEST(ShuffledOutcomes, LeaveOtherRowsAlone) {
  const Made cases = make_rows(300, 1);
  std::vector<std::uint32_t> some;
  for (std::uint32_t row = 100; row < 200; ++row) some.push_back(row);
  const auto shuffled = shuffled_outcomes(cases.best, cases.cluster, some, 5);
  EXPECT_TRUE(std::equal(shuffled.begin(), shuffled.begin() + 100, cases.best.begin()));
  EXPECT_TRUE(std::equal(shuffled.begin() + 200, shuffled.end(), cases.best.begin() + 200));
}

TEST(DrawRows, TakesWholeClusters) {
  const Made cases = make_rows(1000, 7);
  const std::vector<std::uint32_t> drawn = draw_rows(cases.cluster, cases.rows, 100, 1);
  EXPECT_GE(drawn.size(), 100U);
  EXPECT_LT(drawn.size(), 107U);
  EXPECT_TRUE(std::is_sorted(drawn.begin(), drawn.end()));
  std::vector<int> sizes(200);
  for (const std::uint32_t row : drawn) sizes[cases.cluster[row]] += 1;
  for (const int size : sizes) EXPECT_TRUE(size == 0 || size == 7 || size == 6);
  EXPECT_EQ(draw_rows(cases.cluster, cases.rows, 1000, 1), cases.rows);
}

}  // namespace
}  // namespace bestfit::stats
