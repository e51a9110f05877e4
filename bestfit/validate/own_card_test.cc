#include "bestfit/validate/own_card.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "bestfit/attribute/test_tables.h"
#include "bestfit/base/random.h"
#include "bestfit/learn/learn.h"

namespace bestfit::validate {
namespace {

using attribute::test::Made;

constexpr std::size_t kRows = 4000;

/// Flagged accounts and the others: a larger employee count is good for the ones and, where it
/// `turns`, bad for the others, who are three times as many.
Made turning(bool turns, std::uint64_t seed) {
  Made made = attribute::test::accounts(kRows, 0.0, seed);
  base::Random random(seed + 1);
  for (std::size_t row = 0; row < kRows; ++row) {
    const table::Column& flag = made.table.column("Flag");
    const double size = made.table.column("Employees").numbers[row];
    const bool large = !std::isnan(size) && size >= 100.0;
    const bool flagged = !flag.missing(row) && flag.numbers[row] == 1.0;
    const double odds = (large ? 1.0 : -1.0) * (flagged || !turns ? 1.0 : -1.0);
    made.outcome.best[row] = random.uniform() < 1.0 / (1.0 + std::exp(0.5 - odds)) ? 1 : 0;
  }
  return made;
}

/// The rule "Flag is yes".
segment::Rule flagged(const attribute::Coded& coded) {
  segment::Condition condition;
  for (std::uint32_t i = 0; i < coded.attributes.size(); ++i) {
    if (coded.attributes[i].column == "Flag") condition.attribute = i;
  }
  const auto& flag = coded.attributes[condition.attribute];
  condition.codes.set(static_cast<std::size_t>(flag.levels));
  return {.conditions = {condition}};
}

std::optional<OwnCard> asked(const Made& made, std::uint64_t seed) {
  base::Silent silent;
  learn::LearnOptions options;
  options.seed = seed;
  const learn::Prepared prepared =
      learn::prepare(made.table, made.schema, made.outcome, options, silent);
  return own_card(prepared, options, flagged(prepared.coded), 2);
}

TEST(OwnCard, IsBetterWhereAnEffectTurnsWithinAKind) {
  const std::optional<OwnCard> found = asked(turning(true, 5), 5);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->better) << found->comparison.ahead.value << " from "
                             << found->comparison.ahead.low;
  EXPECT_EQ(found->attributes.front(), "Employees");
  EXPECT_LE(found->attributes.size(), 4U);
}

TEST(OwnCard, IsNotToldFromFewRows) {
  Made made = turning(true, 6);
  for (std::size_t row = 200; row < kRows; ++row) made.outcome.best[row] = -1;
  EXPECT_FALSE(asked(made, 6));
}

// Where all accounts are alike a kind of them has no better card: at most one in forty by chance.
TEST(OwnCardSimulation, OneCardIsSharedWhereEffectsAreTheSame) {
  constexpr int kRuns = 60;
  int better = 0;
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    const std::optional<OwnCard> found = asked(turning(false, 100 + seed), seed);
    ASSERT_TRUE(found);
    if (found->better) ++better;
  }
  std::printf("    %d of %d own cards were called better where effects are the same\n", better,
              kRuns);
  EXPECT_LE(better, 4);
}

}  // namespace
}  // namespace bestfit::validate
