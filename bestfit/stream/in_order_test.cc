#include "bestfit/stream/in_order.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace bestfit::stream {
namespace {

TEST(InOrder, CommitsPiecesOneAfterAnother) {
  for (const int threads : {1, 2, 4, 8, 40}) {
    const std::size_t slots = slots_of(threads);
    EXPECT_LE(slots, 12U);
    std::vector<std::size_t> held(slots);
    std::vector<std::size_t> committed;
    run_in_order(threads,
                 {.pieces = 200,
                  .prepare = [&](std::size_t slot, std::size_t piece) { held[slot] = piece; },
                  .commit =
                      [&](std::size_t slot, std::size_t piece) {
                        EXPECT_EQ(held[slot], piece);
                        committed.push_back(piece);
                        return true;
                      }});
    std::vector<std::size_t> wanted(200);
    std::iota(wanted.begin(), wanted.end(), 0U);
    EXPECT_EQ(committed, wanted) << threads;
  }
}

TEST(InOrder, StopsWhenNoMoreIsWanted) {
  for (const int threads : {1, 2, 8}) {
    std::atomic<std::size_t> prepared{0};
    std::size_t committed = 0;
    run_in_order(threads, {.pieces = 100000,
                           .prepare = [&](std::size_t, std::size_t) { ++prepared; },
                           .commit =
                               [&](std::size_t, std::size_t piece) {
                                 ++committed;
                                 return piece < 9;
                               }});
    EXPECT_EQ(committed, 10U);
    EXPECT_LT(prepared, 100000U);
  }
}

TEST(InOrder, PassesExceptionsOn) {
  for (const int threads : {1, 2, 8}) {
    std::size_t committed = 0;
    const OrderedWork work{.pieces = 1000,
                           .prepare =
                               [](std::size_t, std::size_t piece) {
                                 if (piece == 20) throw std::runtime_error("twenty");
                               },
                           .commit = [&](std::size_t, std::size_t) { return ++committed > 0; }};
    EXPECT_THROW(run_in_order(threads, work), std::runtime_error);
    EXPECT_LE(committed, 20U);
  }
}

}  // namespace
}  // namespace bestfit::stream
