#include "bestfit/stats/survival.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/random.h"

namespace bestfit::stats {
namespace {

/// Weeks of remission of leukaemia patients (Freireich and others 1963, Blood 21, 699-716, as in
/// Gehan 1965 and Kleinbaum and Klein 2012, Survival Analysis, table 1.1).
FollowUps treated() {
  return {.time = {6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35},
          .event = {1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};
}

FollowUps placebo() {
  FollowUps accounts;
  accounts.time = {1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23};
  accounts.event.assign(accounts.time.size(), 1);
  return accounts;
}

struct ExpectedStep {
  double time;
  double at_risk;
  double survival;
  double standard_error;
  double low;
  double high;
};

void expect_curve(const FollowUps& accounts, const std::vector<ExpectedStep>& expected) {
  const SurvivalCurve curve = survival_curve(accounts);
  std::size_t row = 0;
  for (const SurvivalStep& step : curve.steps) {
    if (step.events == 0.0) continue;
    ASSERT_LT(row, expected.size());
    const ExpectedStep& wanted = expected[row++];
    EXPECT_EQ(step.time, wanted.time);
    EXPECT_NEAR(step.at_risk, wanted.at_risk, 1e-12);
    EXPECT_NEAR(step.survival, wanted.survival, 5e-11);
    EXPECT_NEAR(step.survival * std::sqrt(step.spread), wanted.standard_error, 5e-11);
    const std::optional<Estimate> found = survival_at(curve, wanted.time);
    ASSERT_TRUE(found.has_value());
    EXPECT_NEAR(found->value, wanted.survival, 5e-11);
    EXPECT_NEAR(found->low, wanted.low, 5e-10);
    EXPECT_NEAR(found->high, wanted.high, 5e-10);
  }
  EXPECT_EQ(row, expected.size());
}

// R 4.2.2, survival 3.5-3: summary(survfit(Surv(time, event) ~ 1, conf.type = "log-log"))
TEST(Survival, IsThatOfTheTextbookAndOfR) {
  expect_curve(treated(), {{6, 21, 0.8571428571, 0.07636035483, 0.6197179553, 0.9515517476},
                           {7, 17, 0.8067226891, 0.08693528518, 0.5631465646, 0.9228090192},
                           {10, 15, 0.7529411765, 0.09634965299, 0.5031995108, 0.8893618352},
                           {13, 12, 0.6901960784, 0.10681470778, 0.4316102225, 0.8490659633},
                           {16, 11, 0.6274509804, 0.11405386526, 0.3675108560, 0.8049121895},
                           {22, 7, 0.5378151261, 0.12823375169, 0.2677789368, 0.7467907176},
                           {23, 6, 0.4481792717, 0.13459145676, 0.1880520060, 0.6801426285}});
}

// weights = rep(c(1, 2, 3), 7), robust = FALSE
TEST(Survival, WeightsAreAccountsThatARowStandsFor) {
  FollowUps accounts = treated();
  for (int i = 0; i < 21; ++i) accounts.weight.push_back(1.0 + i % 3);
  expect_curve(accounts, {{6, 42, 0.8571428571, 0.05399492472, 0.7093595214, 0.9331409833},
                          {7, 35, 0.8326530612, 0.05773949248, 0.6806799583, 0.9165009521},
                          {10, 32, 0.7806122449, 0.06480456228, 0.6201807738, 0.8794989275},
                          {13, 26, 0.6905416013, 0.07535655524, 0.5169715325, 0.8123609957},
                          {16, 23, 0.6605180534, 0.07783170536, 0.4849116054, 0.7884859313},
                          {22, 16, 0.5779532967, 0.08729486999, 0.3903243323, 0.7265020701},
                          {23, 14, 0.4541061617, 0.09338924940, 0.2683657287, 0.6226544889}});
}

// Surv(entry, time, event)
TEST(Survival, AccountsCountFromTheirEntry) {
  FollowUps accounts = treated();
  accounts.entry = {0, 0, 2, 3, 0, 5, 0, 10, 4, 0, 1, 8, 0, 0, 12, 3, 0, 20, 0, 9, 0};
  expect_curve(accounts, {{6, 16, 0.8125000000, 0.09757809372, 0.5246043108, 0.9353522580},
                          {7, 12, 0.7447916667, 0.11046753038, 0.4537171004, 0.8959609839},
                          {10, 12, 0.6827256944, 0.11741014635, 0.3973090812, 0.8540111863},
                          {13, 11, 0.6206597222, 0.12204370530, 0.3429885057, 0.8084732917},
                          {16, 10, 0.5585937500, 0.12462602409, 0.2911477627, 0.7597061418},
                          {22, 7, 0.4787946429, 0.12988149597, 0.2195997109, 0.6992122460},
                          {23, 6, 0.3989955357, 0.13046572559, 0.1579222098, 0.6329267167}});
}

// summary(survfit(...), rmean = horizon)$table
TEST(Survival, RestrictedMeanIsThatOfR) {
  const SurvivalCurve curve = survival_curve(treated());
  const std::vector<std::vector<double>> expected = {{10, 9.2773109244, 0.3267691154},
                                                     {20, 16.116526611, 1.251560196},
                                                     {23, 17.909243697, 1.553189978},
                                                     {30, 21.046498599, 2.243801952},
                                                     {35, 23.287394958, 2.827467623}};
  for (const std::vector<double>& row : expected) {
    const RestrictedMean found = restricted_mean(curve, row[0]);
    EXPECT_NEAR(found.mean.value, row[1], 5e-9);
    EXPECT_NEAR(std::sqrt(found.variance), row[2], 5e-9);
    EXPECT_EQ(found.until, row[0]);
  }
  const RestrictedMean left = restricted_mean(survival_curve(placebo()), 10);
  EXPECT_NEAR(left.mean.value, 6.6190476190, 5e-10);
  EXPECT_NEAR(std::sqrt(left.variance), 0.7330122689, 5e-10);
}

TEST(Survival, NothingIsSaidPastTheLongestObservation) {
  const SurvivalCurve curve = survival_curve(treated());
  EXPECT_EQ(curve.last_time, 35.0);
  EXPECT_TRUE(survival_at(curve, 35.0).has_value());
  EXPECT_FALSE(survival_at(curve, 35.1).has_value());
  const RestrictedMean past = restricted_mean(curve, 104);
  EXPECT_EQ(past.until, 35.0);
  EXPECT_EQ(past.at_risk, 1.0);
  EXPECT_EQ(past.mean.value, restricted_mean(curve, 35).mean.value);

  // All left: the mean is that of the times, and a longer horizon adds nothing.
  const RestrictedMean whole = restricted_mean(survival_curve(placebo()), 104);
  EXPECT_EQ(whole.until, 104.0);
  EXPECT_NEAR(whole.mean.value, 182.0 / 21.0, 1e-12);
}

// survfit prints median, 0.95LCL, 0.95UCL: 23 13 NA; 8 4 11; and 2.5 1 NA for 1:4, all left
TEST(Survival, MedianIsThatOfR) {
  const MedianTime found = median_time(survival_curve(treated()));
  EXPECT_EQ(found.value, 23.0);
  EXPECT_EQ(found.low, 13.0);
  EXPECT_FALSE(found.high.has_value());
  const MedianTime left = median_time(survival_curve(placebo()));
  EXPECT_EQ(left.value, 8.0);
  EXPECT_EQ(left.low, 4.0);
  EXPECT_EQ(left.high, 11.0);
  const MedianTime four =
      median_time(survival_curve({.time = {1, 2, 3, 4}, .event = {1, 1, 1, 1}}));
  EXPECT_EQ(four.value, 2.5);
  EXPECT_EQ(four.low, 1.0);
  EXPECT_FALSE(four.high.has_value());
}

TEST(Survival, EdgesHaveIntervals) {
  // Nobody left: Wilson's interval of 8 of 8, then of 2 of 2: n / (n + 1.96 squared).
  const SurvivalCurve young =
      survival_curve({.time = {1, 1, 2, 2, 3, 3, 9, 9}, .event = {0, 0, 0, 0, 0, 0, 0, 0}});
  EXPECT_NEAR(survival_at(young, 0.5)->low, 8.0 / (8.0 + 3.841459), 1e-6);
  EXPECT_NEAR(survival_at(young, 5)->low, 2.0 / (2.0 + 3.841459), 1e-6);
  EXPECT_EQ(survival_at(young, 5)->value, 1.0);
  EXPECT_FALSE(median_time(young).value.has_value());
  EXPECT_FALSE(median_time(young).low.has_value());
  const RestrictedMean stays = restricted_mean(young, 5);
  EXPECT_NEAR(stays.mean.value, 5.0, 1e-12);
  EXPECT_NEAR(stays.mean.low, 5.0 * 2.0 / (2.0 + 3.841459), 1e-5);

  // Nobody stays: up to the bound before the last one left.
  const SurvivalCurve gone = survival_curve(placebo());
  EXPECT_EQ(survival_at(gone, 23)->value, 0.0);
  EXPECT_EQ(survival_at(gone, 23)->low, 0.0);
  EXPECT_NEAR(survival_at(gone, 23)->high, 0.1970449057, 5e-10);

  const SurvivalCurve one = survival_curve({.time = {4}, .event = {1}});
  EXPECT_EQ(survival_at(one, 4)->value, 0.0);
  EXPECT_NEAR(survival_at(one, 4)->high, 3.841459 / 4.841459, 1e-6);
  EXPECT_EQ(restricted_mean(one, 9).mean.value, 4.0);
  EXPECT_EQ(median_time(one).value, 4.0);

  const SurvivalCurve none = survival_curve({.time = {}, .event = {}});
  EXPECT_FALSE(survival_at(none, 1).has_value());
  EXPECT_FALSE(median_time(none).value.has_value());
  EXPECT_THROW(restricted_mean(none, 1), Bug);
  EXPECT_THROW(survival_curve({.time = {1}, .event = {2}}), Bug);
  EXPECT_THROW(survival_curve({.time = {-1}, .event = {0}}), Bug);
  EXPECT_THROW(survival_curve({.time = {1}, .event = {0}, .weight = {}, .entry = {2}}), Bug);
}

FollowUps both() {
  FollowUps accounts = treated();
  const FollowUps other = placebo();
  accounts.time.insert(accounts.time.end(), other.time.begin(), other.time.end());
  accounts.event.insert(accounts.event.end(), other.event.begin(), other.event.end());
  return accounts;
}

// survdiff(Surv(time, event) ~ group); 16.79 in Kleinbaum and Klein 2012, chapter 2
TEST(LogRank, IsThatOfTheTextbookAndOfR) {
  std::vector<std::uint32_t> group(42, 0);
  for (std::size_t i = 21; i < 42; ++i) group[i] = 1;
  const LogRank two = log_rank_test(both(), group, 2);
  EXPECT_NEAR(two.chi_square, 16.792940989, 5e-9);
  EXPECT_EQ(two.degrees, 1.0);
  EXPECT_NEAR(two.p, 4.16880911e-05, 1e-13);
  EXPECT_EQ(two.observed, (std::vector<double>{9, 21}));
  EXPECT_NEAR(two.expected[0], 19.250500948, 5e-9);
  EXPECT_NEAR(two.expected[1], 10.749499052, 5e-9);

  // group = rep(1:3, 14); a fourth one without accounts changes nothing
  for (std::size_t i = 0; i < 42; ++i) group[i] = static_cast<std::uint32_t>(i % 3);
  for (const std::size_t groups : {std::size_t{3}, std::size_t{4}}) {
    const LogRank three = log_rank_test(both(), group, groups);
    EXPECT_NEAR(three.chi_square, 0.5768137526, 5e-10);
    EXPECT_EQ(three.degrees, 2.0);
    EXPECT_NEAR(three.expected[0], 8.2918185713, 5e-10);
    EXPECT_NEAR(three.expected[1], 10.2956023347, 5e-10);
    EXPECT_NEAR(three.p, std::exp(-0.5 * 0.5768137526), 1e-9);  // two degrees of freedom
  }
}

TEST(LogRank, OfNothingToCompareIsNoFinding) {
  const std::vector<std::uint32_t> same(21, 0);
  EXPECT_EQ(log_rank_test(treated(), same, 2).p, 1.0);
  EXPECT_EQ(log_rank_test(treated(), same, 2).degrees, 0.0);
  const std::vector<std::uint32_t> halves{0, 1};
  const LogRank young = log_rank_test({.time = {1, 2}, .event = {0, 0}}, halves, 2);
  EXPECT_EQ(young.p, 1.0);
  EXPECT_THROW(log_rank_test(treated(), halves, 2), Bug);
  const std::vector<std::uint32_t> beyond(21, 2);
  EXPECT_THROW(log_rank_test(treated(), beyond, 2), Bug);
}

/// Accounts that leave at a steady rate (mean 2 years), signed at any day of the last three.
FollowUps steady(base::Random& random, int size, double rate = 0.5) {
  FollowUps accounts;
  for (int i = 0; i < size; ++i) {
    const double stays = random.exponential() / rate;
    const double seen = 3.0 * random.uniform();
    accounts.time.push_back(std::min(stays, seen));
    accounts.event.push_back(stays <= seen ? 1 : 0);
  }
  return accounts;
}

struct Held {
  int held = 0;
  int used = 0;

  void add(double low, double high, double truth) {
    held += low <= truth && truth <= high ? 1 : 0;
    ++used;
  }
  double share() const { return static_cast<double>(held) / used; }
};

class SurvivalSimulation : public testing::TestWithParam<int> {};

/// 95 % intervals hold; 2,000 samples: standard error 0.5 %.
TEST_P(SurvivalSimulation, IntervalsHold) {
  base::Random random(11, static_cast<std::uint64_t>(GetParam()));
  Held share;
  Held mean;
  Held median;
  for (int i = 0; i < 2000; ++i) {
    const SurvivalCurve curve = survival_curve(steady(random, GetParam()));
    const std::optional<Estimate> found = survival_at(curve, 1.0);
    if (found) share.add(found->low, found->high, std::exp(-0.5));
    const RestrictedMean area = restricted_mean(curve, 2.0);
    if (area.until == 2.0) mean.add(area.mean.low, area.mean.high, 2.0 * (1.0 - std::exp(-1.0)));
    const MedianTime half = median_time(curve);
    median.add(half.low.value_or(0.0), half.high.value_or(1e9), 2.0 * std::log(2.0));
  }
  RecordProperty("share", std::to_string(share.share()));
  RecordProperty("restricted_mean", std::to_string(mean.share()));
  RecordProperty("median", std::to_string(median.share()));
  for (const Held& coverage : {share, mean, median}) {
    EXPECT_GE(coverage.share(), 0.93);
    EXPECT_LE(coverage.share(), 0.98);
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, SurvivalSimulation, testing::Values(20, 50, 300));

TEST(LogRankSimulation, FindsChanceInFivePercent) {
  base::Random random(12);
  std::vector<std::uint32_t> group(60);
  for (std::size_t i = 0; i < 60; ++i) group[i] = static_cast<std::uint32_t>(i % 3);
  int found = 0;
  constexpr int kRuns = 4000;
  for (int i = 0; i < kRuns; ++i) {
    found += log_rank_test(steady(random, 60), group, 3).p < 0.05 ? 1 : 0;
  }
  RecordProperty("share", std::to_string(static_cast<double>(found) / kRuns));
  EXPECT_NEAR(static_cast<double>(found) / kRuns, 0.05, 0.015);
}

}  // namespace
}  // namespace bestfit::stats
