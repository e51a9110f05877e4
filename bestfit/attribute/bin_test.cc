#include "bestfit/attribute/bin.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "bestfit/base/random.h"

namespace bestfit::attribute {
namespace {

/// Value of a way to cut: the formula of docs/methods/binning.md, summed plainly.
double value_of(const Counts& counts, const std::vector<int>& bin_of, int bins, double penalty) {
  const double rows = std::accumulate(counts.total.begin(), counts.total.end(), 0.0);
  const double rate = std::accumulate(counts.best.begin(), counts.best.end(), 0.0) / rows;
  double value = -penalty * (bins - 1);
  for (int bin = 0; bin < bins; ++bin) {
    double total = 0.0;
    double best = 0.0;
    for (std::size_t code = 1; code < counts.total.size(); ++code) {
      if (bin_of[code] != bin) continue;
      total += counts.total[code];
      best += counts.best[code];
    }
    const double score = best - rate * total;
    value += 0.5 * score * score / (rate * (1.0 - rate) * total + 0.5);
  }
  return value;
}

/// The best value over every way to cut ordered codes, one after the other.
///   specials  so many of the first codes share no bin with the others, unless all are in one
double best_by_trying(const Counts& counts, int bins_max, double smallest, double penalty,
                      std::size_t specials = 0) {
  const std::size_t codes = counts.total.size() - 1;
  double best = -1e300;
  for (unsigned mask = 0; mask < (1U << (codes - 1)); ++mask) {
    std::vector<int> bin_of(codes + 1, 0);
    std::vector<double> totals(1, counts.total[1]);
    for (std::size_t code = 2; code <= codes; ++code) {
      if ((mask >> (code - 2) & 1U) != 0) totals.push_back(0.0);
      totals.back() += counts.total[code];
      bin_of[code] = static_cast<int>(totals.size()) - 1;
    }
    const int bins = static_cast<int>(totals.size());
    const bool mixed = specials > 0 && bins > 1 && (mask >> (specials - 1) & 1U) == 0;
    const bool allowed =
        !mixed && bins <= bins_max && *std::min_element(totals.begin(), totals.end()) >= smallest;
    if (allowed) best = std::max(best, value_of(counts, bin_of, bins, penalty));
  }
  return best;
}

class BinSpecials : public ::testing::TestWithParam<std::size_t> {};

TEST_P(BinSpecials, IsAsGoodAsTryingEveryCut) {
  const std::size_t specials = GetParam();
  base::Random random(17);
  for (int run = 0; run < 60; ++run) {
    Counts counts{.total = {0.0}, .best = {0.0}};
    for (int code = 0; code < 9; ++code) {
      const auto total = 1 + random.below(40);
      counts.total.push_back(static_cast<double>(total));
      counts.best.push_back(static_cast<double>(random.below(total + 1)));
    }
    BinOptions options;
    options.bins_max = 4;
    options.penalty = 1.3;
    const Binning binning = bin(counts, {.ordered = true, .specials = specials}, options);
    std::vector<int> bin_of;
    for (std::size_t code = 0; code < counts.total.size(); ++code) {
      bin_of.push_back(binning.bin_of[code]);
    }
    const double rows = std::accumulate(counts.total.begin(), counts.total.end(), 0.0);
    const double smallest = std::max(5.0, 0.02 * rows);
    const double special_rows =
        std::accumulate(counts.total.begin(), counts.total.begin() + 1 + specials, 0.0);
    if (specials > 0 && special_rows < smallest) continue;
    EXPECT_NEAR(value_of(counts, bin_of, binning.bins, options.penalty),
                best_by_trying(counts, options.bins_max, smallest, options.penalty, specials),
                1e-9);
    EXPECT_EQ(binning.specials_apart, specials > 0 && binning.bins > 1);
  }
}

INSTANTIATE_TEST_SUITE_P(NoneAndTwo, BinSpecials, ::testing::Values(0U, 2U));

TEST(Bin, RareSpecialCodesGoWhereTheirRateIs) {
  const Counts counts{.total = {0, 4, 500, 500}, .best = {0, 4, 100, 400}};
  const Binning binning = bin(counts, {.ordered = true, .specials = 1}, bin_options(1004));
  EXPECT_FALSE(binning.specials_apart);
  EXPECT_EQ(binning.bins, 2);
  EXPECT_EQ(binning.bin_of[1], binning.bin_of[3]);
}

TEST(Bin, GroupsLabelsByRateAndKeepsMissingApart) {
  // Labels 1 and 3 at 80 %, 2 and 4 at 20 %; missing at 50 %.
  const Counts counts{.total = {100, 100, 100, 100, 100}, .best = {50, 80, 20, 81, 19}};
  const Binning binning = bin(counts, CodeOrder{}, bin_options(500));
  EXPECT_EQ(binning.bins, 3);
  EXPECT_TRUE(binning.missing_apart);
  EXPECT_EQ(binning.bin_of[0], 2);
  EXPECT_EQ(binning.bin_of[1], binning.bin_of[3]);
  EXPECT_EQ(binning.bin_of[2], binning.bin_of[4]);
  EXPECT_NE(binning.bin_of[1], binning.bin_of[2]);
  EXPECT_FALSE(binning.seen[5]);
}

TEST(Bin, JoinsRareMissingToTheNearestRate) {
  const Counts counts{.total = {4, 500, 500}, .best = {4, 100, 400}};
  const Binning binning = bin(counts, {.ordered = true}, bin_options(1004));
  EXPECT_FALSE(binning.missing_apart);
  EXPECT_EQ(binning.bins, 2);
  EXPECT_EQ(binning.bin_of[0], binning.bin_of[2]);
}

TEST(Bin, NoiseIsLeftWhole) {
  base::Random random(3);
  int whole = 0;
  for (int run = 0; run < 200; ++run) {
    Counts counts{.total = {0.0}, .best = {0.0}};
    for (int code = 0; code < 3; ++code) {
      counts.total.push_back(300.0);
      counts.best.push_back(0.0);
      for (int i = 0; i < 300; ++i) counts.best.back() += random.uniform() < 0.3 ? 1.0 : 0.0;
    }
    BinOptions options = bin_options(900);
    options.penalty *= 4.0;
    whole += bin(counts, {.ordered = true}, options).bins == 1 ? 1 : 0;
  }
  EXPECT_GT(whole, 180);
}

}  // namespace
}  // namespace bestfit::attribute
