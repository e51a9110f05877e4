#include "bestfit/recognise/size_range.h"

#include <gtest/gtest.h>

namespace bestfit::recognise {
namespace {

std::vector<std::string> ordered(const std::vector<std::string>& labels) {
  const auto order = order_of_sizes(labels);
  std::vector<std::string> out;
  if (order) {
    for (const std::size_t i : *order) out.push_back(labels[i]);
  }
  return out;
}

using Texts = std::vector<std::string>;

TEST(SizeRange, FollowsItsNumbers) {
  EXPECT_EQ(ordered({"11-50", "1-10", "1001+", "201-500", "51-200", "501-1000"}),
            (Texts{"1-10", "11-50", "51-200", "201-500", "501-1000", "1001+"}));
  EXPECT_EQ(ordered({"$10M - $50M", "$1M - $10M", "over $1bn", "under $1M", "$50M - $1bn"}),
            (Texts{"under $1M", "$1M - $10M", "$10M - $50M", "$50M - $1bn", "over $1bn"}));
  EXPECT_EQ(ordered({"10,001 or more", "1,001 to 5,000 employees", "5,001–10,000 employees"}),
            (Texts{"1,001 to 5,000 employees", "5,001–10,000 employees", "10,001 or more"}));
  EXPECT_EQ(ordered({"500+ people", "11-50 people", "51-499 people"}),
            (Texts{"11-50 people", "51-499 people", "500+ people"}));
  EXPECT_EQ(ordered({"2-10", "1", "11-50"}), (Texts{"1", "2-10", "11-50"}));
}

TEST(SizeRange, OtherLabelsHaveNoOrder) {
  EXPECT_EQ(ordered({"Bank", "Food", "Retail"}), Texts{});
  EXPECT_EQ(ordered({"1-10", "11-50", "unknown", "51-200"}), Texts{});
  EXPECT_EQ(ordered({"1-10", "11-50"}), Texts{});                  // two have none that matters
  EXPECT_EQ(ordered({"1", "2", "3"}), Texts{});                    // numbers, not ranges
  EXPECT_EQ(ordered({"2021-05", "2022-01", "2023-02"}), Texts{});  // the second is not larger
  EXPECT_FALSE(size_range("A-1").has_value());
  EXPECT_FALSE(size_range("-").has_value());
  EXPECT_FALSE(size_range("").has_value());
}

}  // namespace
}  // namespace bestfit::recognise
