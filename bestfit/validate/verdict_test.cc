#include "bestfit/validate/verdict.h"

#include <gtest/gtest.h>

#include <string>

namespace bestfit::validate {
namespace {

Findings findings(std::int64_t best, std::int64_t other, const stats::Estimate& auc, double noise) {
  Findings made;
  made.known = {.best = best, .other = other};
  made.held = made.known;
  made.known_alone = made.held_alone = made.known;
  made.found = true;
  made.auc = auc;
  made.noise = {.low = 1.0 - noise, .median = 0.5, .high = noise, .runs = 20};
  return made;
}

TEST(Judge, ReadyIsAboveChanceAndNoiseOnEnoughOutcomes) {
  const Judgement found = judge(findings(400, 1600, {0.72, 0.68, 0.76}, 0.54));
  EXPECT_EQ(found.verdict, Verdict::ready);
  EXPECT_NE(found.why.find("0.72"), std::string::npos) << found.why;
  EXPECT_NE(found.why.find("2,000"), std::string::npos) << found.why;
}

TEST(Judge, FewHeldOutcomesAreOk) {
  Findings few = findings(120, 600, {0.75, 0.66, 0.83}, 0.60);
  few.held = few.held_alone = {.best = 36, .other = 180};
  few.has_time = true;
  const Judgement found = judge(few);
  EXPECT_EQ(found.verdict, Verdict::ok);
  ASSERT_EQ(found.helps.size(), 1U);
  // 14 more held ones are needed of every 36 in 120: 47.
  EXPECT_NE(found.helps[0].find("47 more best"), std::string::npos) << found.helps[0];
}

TEST(Judge, RowsOfOneGroupCountOnce) {
  Findings made = findings(700, 800, {0.72, 0.68, 0.76}, 0.54);
  made.has_time = true;
  made.held_alone = {.best = 13, .other = 13};
  const Judgement found = judge(made);
  EXPECT_EQ(found.verdict, Verdict::ok);
  ASSERT_FALSE(found.helps.empty());
  EXPECT_NE(found.helps[0].find("of 13 groups"), std::string::npos) << found.helps[0];
  made.known_alone = {.best = 20, .other = 60};
  const Judgement few = judge(made);
  EXPECT_EQ(few.verdict, Verdict::not_ready);
  EXPECT_NE(few.why.find("in 20 groups"), std::string::npos) << few.why;
}

TEST(Judge, ReadyAtRandomAsksForTime) {
  Findings made = findings(400, 1600, {0.72, 0.68, 0.76}, 0.54);
  EXPECT_EQ(judge(made).helps.size(), 1U);
  made.has_time = true;
  EXPECT_TRUE(judge(made).helps.empty());
}

TEST(Judge, AWideIntervalIsOkAndAsksForMore) {
  const Judgement found = judge(findings(80, 80, {0.62, 0.53, 0.71}, 0.58));
  EXPECT_EQ(found.verdict, Verdict::ok);
  EXPECT_EQ(found.helps.size(), 2U);  // more accounts, a time column
}

TEST(Judge, AsGoodAsNoiseIsNoProfile) {
  EXPECT_EQ(judge(findings(400, 1600, {0.52, 0.49, 0.55}, 0.53)).verdict, Verdict::no_icp_found);
  EXPECT_EQ(judge(findings(400, 1600, {0.53, 0.505, 0.555}, 0.54)).verdict, Verdict::no_icp_found);
  // Above noise with an interval that reaches chance is no claim either.
  EXPECT_EQ(judge(findings(400, 1600, {0.53, 0.49, 0.57}, 0.52)).verdict, Verdict::no_icp_found);
}

TEST(Judge, SpeaksOfWhatARowIs) {
  Findings made = findings(400, 1600, {0.72, 0.68, 0.76}, 0.54);
  made.row = "deal";
  const std::string why = judge(made).why;
  EXPECT_NE(why.find("2,000 deals"), std::string::npos) << why;
  EXPECT_EQ(why.find("account"), std::string::npos) << why;
}

TEST(Judge, NoAttributeIsNoProfile) {
  Findings none = findings(400, 1600, {0.5, 0.47, 0.53}, 0.5);
  none.found = false;
  const Judgement found = judge(none);
  EXPECT_EQ(found.verdict, Verdict::no_icp_found);
  EXPECT_NE(found.why.find("no attribute"), std::string::npos);
}

TEST(Judge, BelowThirtyOutcomesNothingIsClaimed) {
  const Judgement found = judge(findings(29, 500, {0.9, 0.8, 0.95}, 0.6));
  EXPECT_EQ(found.verdict, Verdict::not_ready);
  EXPECT_NE(found.helps[0].find("1 more best account:"), std::string::npos) << found.helps[0];
  const Judgement turned = judge(findings(500, 20, {0.9, 0.8, 0.95}, 0.6));
  EXPECT_NE(turned.why.find("20 accounts without the outcome"), std::string::npos) << turned.why;
}

TEST(Judge, WhatMayStillBeThereIsNotRuledOut) {
  const Judgement found = judge(findings(40, 100, {0.58, 0.46, 0.69}, 0.62));
  EXPECT_EQ(found.verdict, Verdict::not_ready);
  EXPECT_NE(found.helps[0].find("more best accounts"), std::string::npos);
}

TEST(Judge, NothingHeldBackIsNotReady) {
  Findings none = findings(400, 1600, {0.5, 0.47, 0.53}, 0.5);
  none.auc.reset();
  EXPECT_EQ(judge(none).verdict, Verdict::not_ready);
}

TEST(VerdictName, IsAsInTheContract) {
  EXPECT_EQ(verdict_name(Verdict::ready), "ready");
  EXPECT_EQ(verdict_name(Verdict::ok), "ok");
  EXPECT_EQ(verdict_name(Verdict::not_ready), "not_ready");
  EXPECT_EQ(verdict_name(Verdict::no_icp_found), "no_icp_found");
}

}  // namespace
}  // namespace bestfit::validate
