#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "bestfit/attribute/association.h"
#include "bestfit/attribute/encode.h"
#include "bestfit/attribute/test_tables.h"
#include "bestfit/base/random.h"
#include "bestfit/card/card.h"
#include "bestfit/learn/describe.h"

/// Values such as -9 that stand for "none" in a number: found, and kept apart from its order.
namespace bestfit::learn {
namespace {

using attribute::test::Made;

struct SpecialsWorld {
  double rising = 0.0;   // log odds for each unit of the logarithm of revenue
  double refused = 0.0;  // of -9, a sixth of the accounts
  double unasked = 0.0;  // of -8, one in twenty
};

/// Accounts with a revenue that may be -9, -8 or (six of them) -7.
Made accounts(std::size_t rows, const SpecialsWorld& world, std::uint64_t seed) {
  base::Random random(seed);
  std::vector<double> revenue;
  Made made;
  for (std::size_t row = 0; row < rows; ++row) {
    const double log_revenue = 2.0 + random.normal();
    const double kind = random.uniform();
    double odds = -0.5 + world.rising * (log_revenue - 2.0);
    revenue.push_back(std::floor(10.0 * std::exp(log_revenue)));
    if (row < 6) {
      revenue.back() = -7.0;
    } else if (kind < 1.0 / 6.0) {
      revenue.back() = -9.0;
      odds = -0.5 + world.refused;
    } else if (kind < 1.0 / 6.0 + 0.05) {
      revenue.back() = -8.0;
      odds = -0.5 + world.unasked;
    }
    made.outcome.best.push_back(random.uniform() < 1.0 / (1.0 + std::exp(-odds)) ? 1 : 0);
  }
  made.table = table::Table({table::number_column("Revenue", revenue)});
  made.schema = attribute::test::attributes_of(made.table);
  made.outcome.name = "won";
  return made;
}

attribute::Coded coded_of(const Made& made) {
  return attribute::encode(made.table, made.schema, "", 1);
}

TEST(Specials, AreFoundWhereAllElseIsZeroOrMore) {
  EXPECT_EQ(coded_of(accounts(2000, {}, 1)).attributes[0].specials,
            (std::vector<double>{-9.0, -8.0, -7.0}));
  const auto specials = [](const std::vector<double>& values) {
    return attribute::code_values("x", values).specials.size();
  };
  EXPECT_EQ(specials({-1, 0, 1, -1, 0, 1}), 0U);                   // an answer from -1 to 1
  EXPECT_EQ(specials({-9, -5.5, 0, 1, 2, 3, 4, 5, 6, 7, 8}), 0U);  // negative like others
  EXPECT_EQ(specials({-999, 0, 1, 2, 3, 4, 5, 6, 7, 8, -999}), 1U);
}

class SpecialsCard : public ::testing::TestWithParam<std::size_t> {};

TEST_P(SpecialsCard, StandApartFromTheOrder) {
  const Made made = accounts(GetParam(), {.rising = 1.0, .refused = 1.0, .unasked = -2.0}, 3);
  const attribute::Coded coded = coded_of(made);
  const auto rows = attribute::test::all_rows(made.outcome.best.size());
  card::CardOptions options;
  options.wishes.shapes = {{0, card::Shape::rising}};
  const card::CodedModel model = card::fit(coded, made.outcome.best, rows, options);
  ASSERT_EQ(model.attributes.size(), 1U);
  const card::CardAttribute& card = model.attributes.front();
  const auto points = [&](std::size_t code) { return card.points[card.binning.bin_of[code]]; };
  const auto levels = static_cast<std::size_t>(coded.attributes[0].levels);
  for (std::size_t code = 4; code < levels; ++code) {
    EXPECT_LE(points(code), points(code + 1));
    EXPECT_NE(card.binning.bin_of[code], card.binning.bin_of[1]);
    EXPECT_NE(card.binning.bin_of[code], card.binning.bin_of[2]);
  }
  EXPECT_GT(points(1), points(4));
  EXPECT_LT(points(2), points(1));
  const auto criterion = criterion_of(coded.attributes[0], card, made.outcome.best, rows);
  EXPECT_EQ(criterion.bins.front().label, "-9 (a code)");
  const std::vector<int> by_code = card::points(model, coded, rows);
  for (const std::uint32_t row : rows) {
    const double value = made.table.column("Revenue").numbers[row];
    const auto bin =
        std::find_if(criterion.bins.begin(), criterion.bins.end(), [&](const profile::Bin& one) {
          return !(one.from && value < *one.from) && !(one.below && value >= *one.below);
        });
    ASSERT_TRUE(bin != criterion.bins.end());
    EXPECT_EQ(bin->points, by_code[row]) << value;
  }
}

INSTANTIATE_TEST_SUITE_P(ManyAndFew, SpecialsCard, ::testing::Values(4000U, 300U));

TEST(Specials, AloneMayBeWhatMatters) {
  const Made made = accounts(1500, {.refused = 1.5}, 5);
  const attribute::Coded coded = coded_of(made);
  const auto rows = attribute::test::all_rows(made.outcome.best.size());
  const auto found =
      attribute::association_of(coded, 0, made.outcome.best, rows, attribute::Shuffles::none, 0);
  EXPECT_LT(found.p, 1e-6);
  EXPECT_NE(found.method.find("special codes"), std::string::npos);
  EXPECT_EQ(card::fit(coded, made.outcome.best, rows, {}).attributes.size(), 1U);
}

TEST(SpecialsSimulation, NoiseIsSignificantAsOftenAsItSays) {
  constexpr int kRuns = 1500;
  int below = 0;
  for (int run = 0; run < kRuns; ++run) {
    const Made made = accounts(200, {}, static_cast<std::uint64_t>(100 + run));
    const auto rows = attribute::test::all_rows(made.outcome.best.size());
    const double p = attribute::association_p(coded_of(made), 0, made.outcome.best, rows,
                                              attribute::Shuffles::where_counts_are_small, 1);
    below += p < 0.05 ? 1 : 0;
  }
  std::printf("    p < .05 in %.1f %%\n", 100.0 * below / kRuns);
  EXPECT_LE(below, kRuns * 0.065);
  EXPECT_GE(below, kRuns * 0.030);
}

}  // namespace
}  // namespace bestfit::learn
