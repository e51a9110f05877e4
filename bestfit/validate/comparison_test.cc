#include "bestfit/validate/comparison.h"

#include <gtest/gtest.h>

#include <vector>

namespace bestfit::validate {
namespace {

/// 200 rows, every fourth best, in two rounds; the card gives all of them 50 points.
struct Duel {
  Cases cases;
  std::vector<Round> rounds;
  std::vector<RoundResult> card;
};

Duel make_duel() {
  Duel duel;
  duel.rounds.resize(2);
  for (std::uint32_t row = 0; row < 200; ++row) {
    duel.cases.best.push_back(row % 4 == 0 ? 1 : 0);
    duel.cases.rows.push_back(row);
    duel.cases.cluster.push_back(row);
    duel.rounds[row < 100 ? 0 : 1].held.push_back(row);
    duel.rounds[row < 100 ? 1 : 0].learned.push_back(row);
  }
  duel.cases.clusters = 200;
  for (const Round& round : duel.rounds) {
    duel.card.push_back({.found = true,
                         .rows = round.held,
                         .points = std::vector<int>(round.held.size(), 50),
                         .scale = {}});
  }
  return duel;
}

Rival knows_all() {
  return {.name = "an oracle",
          .score = [](const outcome::Target& best, std::span<const std::uint32_t>,
                      std::span<const std::uint32_t> asked) {
            std::vector<double> scores;
            for (const std::uint32_t row : asked) scores.push_back(best[row]);
            return scores;
          }};
}

TEST(Compare, AnOracleIsAheadOfACardThatSaysNothing) {
  const Duel duel = make_duel();
  const auto found = compare(duel.cases, knows_all(), duel.rounds, duel.card, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "an oracle");
  EXPECT_EQ(found->rows, 200);
  EXPECT_EQ(found->auc.value, 1.0);
  EXPECT_EQ(found->card_auc.value, 0.5);
  EXPECT_EQ(found->ahead.value, 0.5);
  EXPECT_NEAR(found->lift, 4.0, 1e-12);  // 10 of 10 at a rate of a quarter
  EXPECT_NEAR(found->card_lift, 1.0, 1e-12);
}

TEST(Compare, ACardAsGoodIsNotBehind) {
  Duel duel = make_duel();
  for (RoundResult& result : duel.card) {
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
      result.points[i] = duel.cases.best[result.rows[i]] == 1 ? 80 : 20;
    }
  }
  const auto found = compare(duel.cases, knows_all(), duel.rounds, duel.card, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->ahead.value, 0.0);
  EXPECT_EQ(found->lift, found->card_lift);
}

TEST(Compare, WithoutBothOutcomesHeldThereIsNone) {
  Duel duel = make_duel();
  duel.cases.best.assign(200, 0);
  EXPECT_FALSE(compare(duel.cases, knows_all(), duel.rounds, duel.card, {}));
}

TEST(Thinned, KeepsClustersWholeAndSmallRoundsAsTheyAre) {
  Duel duel = make_duel();
  for (std::uint32_t& cluster : duel.cases.cluster) cluster /= 5;
  const auto same = thinned(duel.cases, duel.rounds, 100, 100, 1);
  EXPECT_EQ(same[0].held, duel.rounds[0].held);
  EXPECT_EQ(same[1].learned, duel.rounds[1].learned);
  const auto fewer = thinned(duel.cases, duel.rounds, 20, 40, 1);
  EXPECT_NEAR(static_cast<double>(fewer[0].learned.size()), 20.0, 4.0);
  EXPECT_EQ(fewer[0].held.size() % 5, 0U);
  EXPECT_NEAR(static_cast<double>(fewer[0].held.size()), 40.0, 4.0);
}

}  // namespace
}  // namespace bestfit::validate
