#include "bestfit/stats/blocks.h"

#include <gtest/gtest.h>

namespace bestfit::stats {
namespace {

using List = std::vector<std::uint32_t>;

List list(std::span<const std::uint32_t> values) { return {values.begin(), values.end()}; }

TEST(Blocks, ClustersInOrderOfFirstAppearance) {
  //                   row: 0  1  2  3  4  5
  const List cluster = {7, 3, 7, 0, 3, 9};
  const Blocks blocks = blocks_of(cluster, List{1, 2, 3, 4, 0});
  ASSERT_EQ(blocks.size(), 3U);
  EXPECT_EQ(list(blocks[0]), (List{0, 3}));  // cluster 3: rows 1 and 4
  EXPECT_EQ(list(blocks[1]), (List{1, 4}));  // cluster 7: rows 2 and 0
  EXPECT_EQ(list(blocks[2]), (List{2}));
}

TEST(Blocks, NoneOfNoRows) { EXPECT_EQ(blocks_of(List{1, 2}, List{}).size(), 0U); }

}  // namespace
}  // namespace bestfit::stats
