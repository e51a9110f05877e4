#include "bestfit/base/spill.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace bestfit::base {
namespace {

constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

/// The limit for as long as it lives.
class Limit {
 public:
  explicit Limit(std::size_t bytes, const std::string& folder = folder_for_large_files()) {
    spill_beyond(bytes, folder);
  }
  Limit(const Limit&) = delete;
  Limit& operator=(const Limit&) = delete;
  ~Limit() { spill_beyond(kNoLimit, folder_for_large_files()); }
};

bool has_own_new() {
  const Limit limit(0);
  const std::vector<char> big(std::size_t{1} << 20);
  return spilled().bytes > 0;
}

class Spill : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_own_new()) GTEST_SKIP() << "sanitizers have an operator new of their own";
  }
};

TEST_F(Spill, ArraysBeyondTheLimitHoldWhatOthersHold) {
  constexpr std::size_t kCount = 3'000'000;
  std::vector<std::vector<int>> in_memory;
  std::vector<std::vector<int>> in_files;
  const auto fill = [](std::vector<std::vector<int>>& arrays) {
    for (int i = 0; i < 4; ++i) {
      std::vector<int> numbers;
      for (std::size_t n = 0; n < kCount; ++n) numbers.push_back(static_cast<int>(n) * 7 % 1001);
      std::sort(numbers.begin(), numbers.end());
      arrays.push_back(std::move(numbers));
    }
  };
  fill(in_memory);
  EXPECT_EQ(spilled().bytes, 0U);
  {
    const Limit limit(0);
    fill(in_files);
    EXPECT_GE(spilled().bytes, 4 * kCount * sizeof(int));
    EXPECT_GE(spilled().bytes_most, spilled().bytes);
  }
  EXPECT_EQ(in_files, in_memory);
  in_files.clear();
  EXPECT_EQ(spilled().bytes, 0U);
}

TEST_F(Spill, CountsWhatIsInMemoryUntilItIsLetGo) {
  constexpr std::size_t kArray = std::size_t{8} << 20;
  const Limit limit(3 * kArray + kArray / 2);  // three of them
  for (int round = 0; round < 50; ++round) {   // what is let go makes room again
    std::vector<std::vector<char>> arrays;
    for (int i = 0; i < 3; ++i) arrays.emplace_back(kArray);
    ASSERT_EQ(spilled().bytes, 0U) << round;
    arrays.emplace_back(kArray);
    ASSERT_EQ(spilled().bytes, kArray) << round;
  }
  EXPECT_EQ(spilled().bytes, 0U);
}

TEST_F(Spill, ArraysAroundTheLeastThatCountsLeaveNoTrace) {
  const Limit limit(std::size_t{64} << 20);
  for (std::size_t bytes = (std::size_t{1} << 20) - 9000; bytes < (std::size_t{1} << 20) + 9000;
       bytes += 100) {
    for (int i = 0; i < 100; ++i)
      std::vector<char>(bytes).swap(*std::make_unique<std::vector<char>>());
  }
  EXPECT_EQ(spilled().bytes, 0U);  // 1.8 GB came and went
  std::vector<char> most_of_it(std::size_t{60} << 20);
  EXPECT_EQ(spilled().bytes, 0U);
}

TEST_F(Spill, FilesAreInNoFolder) {
  const std::string folder = testing::TempDir() + "bestfit-spill-folder";
  std::filesystem::create_directories(folder);
  const Limit limit(0, folder);
  const std::vector<char> big(std::size_t{2} << 20);
  EXPECT_GT(spilled().bytes, 0U);
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST_F(Spill, WithoutAFolderThereIsNoRoom) {
  const Limit limit(0, "/nowhere/at/all");
  try {
    const std::vector<char> big(std::size_t{2} << 20);
    FAIL() << "there is no such folder";
  } catch (const NoRoomToSpill& error) {
    EXPECT_EQ(error.told().fault(), Fault::missing);
    EXPECT_NE(std::string(error.told().what()).find("'/nowhere/at/all'"), std::string::npos);
  }
}

TEST(Memory, OfTheProcessIsSome) { EXPECT_GT(memory_of_process(), std::size_t{64} << 20); }

}  // namespace
}  // namespace bestfit::base
