#include "bestfit/learn/learn.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bestfit/attribute/test_tables.h"
#include "bestfit/base/error.h"

namespace bestfit::learn {
namespace {

TEST(Learn, IsOneDoor) {
  const attribute::test::Made made = attribute::test::accounts(3000, 1.0, 2);
  base::Silent silent;
  const Learned learned = learn(made.table, made.schema, made.outcome, {}, silent);
  ASSERT_FALSE(learned.profiles.empty());
  const profile::Profile& profile = learned.profiles.back();  // the main one
  EXPECT_TRUE(profile.require.empty());
  EXPECT_LE(profile.score.size(), 7U);
  EXPECT_EQ(profile.name, "Other accounts, by the card");  // than those of the kinds
  EXPECT_NE(learned.profiles.front().name.find("companies"), std::string::npos);
  EXPECT_EQ(profile.evidence->rows, 3000);
  EXPECT_EQ(profile.evidence->outcome, "won");
  std::size_t selected = 0;
  while (selected < learned.attributes.size() && learned.attributes[selected].selected) ++selected;
  EXPECT_EQ(selected, profile.score.size());
}

TEST(Learn, FitIsWhatTheNarrativeNames) {
  const attribute::test::Made made = attribute::test::accounts(3000, 1.0, 2);
  base::Silent silent;
  const Learned learned = learn(made.table, made.schema, made.outcome, {}, silent);
  ASSERT_FALSE(learned.profiles.empty());
  for (const profile::AttributeStats& attribute : learned.attributes) {
    EXPECT_EQ(attribute.fit.has_value(), attribute.selected) << attribute.name;
    if (!attribute.fit) continue;
    const profile::ValueStats& fit = *attribute.fit;
    EXPECT_NE(learned.profiles.back().narrative.find(fit.label), std::string::npos) << fit.label;
    // No fewer accounts than in the best value alone, and a better rate than of all.
    const auto top = std::max_element(
        attribute.values.begin(), attribute.values.end(), [](const auto& a, const auto& b) {
          return (a.is_missing ? -1 : a.points) < (b.is_missing ? -1 : b.points);
        });
    EXPECT_GE(fit.total, top->total) << attribute.name;
    EXPECT_EQ(fit.points, top->points) << attribute.name;
    EXPECT_GT(fit.lift.value, 1.0) << attribute.name;
    EXPECT_LE(fit.share.low, static_cast<double>(fit.best) / static_cast<double>(fit.total));
  }
}

TEST(Learn, SaysTheSameOnAnyNumberOfThreads) {
  const attribute::test::Made made = attribute::test::accounts(2500, 1.0, 8);
  base::Silent silent;
  LearnOptions four;
  four.threads = 4;
  const Learned a = learn(made.table, made.schema, made.outcome, {}, silent);
  const Learned b = learn(made.table, made.schema, made.outcome, four, silent);
  ASSERT_EQ(a.attributes.size(), b.attributes.size());
  for (std::size_t i = 0; i < a.attributes.size(); ++i) {
    EXPECT_EQ(a.attributes[i].column, b.attributes[i].column);
    EXPECT_EQ(a.attributes[i].q, b.attributes[i].q);
    EXPECT_EQ(a.attributes[i].effect.value, b.attributes[i].effect.value);
    EXPECT_EQ(a.attributes[i].stability, b.attributes[i].stability);
  }
  EXPECT_EQ(a.profiles.front().narrative, b.profiles.front().narrative);
  EXPECT_EQ(a.profiles.front().calibration.back().probability,
            b.profiles.front().calibration.back().probability);
}

TEST(Learn, PassesOverUnknownOutcomes) {
  attribute::test::Made made = attribute::test::accounts(2000, 1.0, 3);
  for (std::size_t row = 1000; row < 2000; ++row) made.outcome.best[row] = -1;
  base::Silent silent;
  const Learned learned = learn(made.table, made.schema, made.outcome, {}, silent);
  ASSERT_FALSE(learned.profiles.empty());
  EXPECT_EQ(learned.profiles.back().evidence->rows, 1000);
}

TEST(Learn, FindsNothingInMostNoise) {
  int found = 0;
  base::Silent silent;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const attribute::test::Made made = attribute::test::accounts(1500, 0.0, 300 + seed);
    const Learned learned = learn(made.table, made.schema, made.outcome, {}, silent);
    found += learned.profiles.empty() ? 0 : 1;
  }
  EXPECT_LE(found, 10);  // 10 % are expected; the proof has yet to refuse them
}

TEST(Learn, WantsBothOutcomes) {
  attribute::test::Made made = attribute::test::accounts(100, 0.0, 3);
  std::fill(made.outcome.best.begin(), made.outcome.best.end(), std::int8_t{0});
  base::Silent silent;
  EXPECT_THROW(learn(made.table, made.schema, made.outcome, {}, silent), Error);
}

}  // namespace
}  // namespace bestfit::learn
