#include "bestfit/signal/timing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/signal/account_timing.h"
#include "bestfit/signal/event_rows.h"
#include "bestfit/signal/trigger.h"

namespace bestfit::signal {
namespace {

using Triggers = std::vector<Trigger>;
using Events = std::vector<Happened>;

Triggers two() {
  return {{.weight = 0.8, .half_life_days = 30.0}, {.weight = 0.4, .half_life_days = 90.0}};
}

/// By hand: 0.8 / 2 after 30 days, 0.4 / 4 after 180.
TEST(Timing, AddsWhatIsLeftOfEachTrigger) {
  const Events events = {{.trigger = 0, .day = 970}, {.trigger = 1, .day = 820}};
  const Timing found = timing(two(), events, 1000);
  EXPECT_NEAR(found.score, 0.5, 1e-12);
  EXPECT_EQ(found.level, 4);
  ASSERT_EQ(found.parts.size(), 2U);
  EXPECT_EQ(found.parts[0].trigger, 0U);
  EXPECT_EQ(found.parts[0].age_days, 30);
  EXPECT_NEAR(found.parts[1].adds, 0.1, 1e-12);
}

TEST(Timing, CountsTheNewestEventUpToTheDay) {
  const Events events = {{.trigger = 0, .day = 700},
                         {.trigger = 0, .day = 1000},
                         {.trigger = 0, .day = 990},
                         {.trigger = 0, .day = 1001}};
  const Timing found = timing(two(), events, 1000);
  ASSERT_EQ(found.parts.size(), 1U);
  EXPECT_EQ(found.parts[0].day, 1000);
  EXPECT_NEAR(found.score, 0.8, 1e-12);
}

/// Levels of the heaviest trigger fall by its half-lives: 4 up to one, 3 up to two, 2 up to four.
TEST(Timing, FallsByHalfLives) {
  const auto level = [](int age) {
    return timing(two(), Events{{.trigger = 0, .day = 1000 - age}}, 1000).level;
  };
  EXPECT_EQ(level(0), 4);
  EXPECT_EQ(level(30), 4);
  EXPECT_EQ(level(31), 3);
  EXPECT_EQ(level(60), 3);
  EXPECT_EQ(level(61), 2);
  EXPECT_EQ(level(120), 2);
  EXPECT_EQ(level(121), 1);
  EXPECT_EQ(timing(two(), Events{}, 1000).level, 1);
}

TEST(Timing, RefusesWhatIsNoTrigger) {
  EXPECT_THROW(timing(Triggers{}, Events{}, 1000), Bug);
  EXPECT_THROW(timing(Triggers{{.weight = 0.0, .half_life_days = 30.0}}, Events{}, 1000), Bug);
  EXPECT_THROW(timing(two(), Events{{.trigger = 2, .day = 1}}, 1000), Bug);
}

/// Two triggers among three types, the heavier one second; account 1 has an event of each type.
TEST(AccountTiming, TakesTheTriggersOfEachAccount) {
  const std::vector<Event> events = {{.account = 1, .type = 1, .day = 910},
                                     {.account = 1, .type = 0, .day = 970},
                                     {.account = 2, .type = 1, .day = 1001}};
  const AccountTiming timings(
      {{.weight = 0.8, .half_life_days = 30.0}, {.weight = 0.4, .half_life_days = 90.0}}, events,
      3);
  EXPECT_EQ(timings.of(0, 1000).parts.size(), 0U);
  EXPECT_EQ(timings.of(2, 1000).level, 1);
  const Timing found = timings.of(1, 1000);
  ASSERT_EQ(found.parts.size(), 2U);
  EXPECT_NEAR(found.parts[0].adds, 0.4, 1e-12);
  EXPECT_NEAR(found.score, 0.6, 1e-12);
  EXPECT_THROW(static_cast<void>(timings.of(3, 1000)), Bug);
  EXPECT_THROW(static_cast<void>(AccountTiming({}, {}, 1).of(0, 1000)), Bug);
  EXPECT_THROW(AccountTiming({}, events, 3), Bug);
}

TEST(TriggerTypes, ListsTheHeaviestFirst) {
  Findings findings;
  findings.types.resize(3);
  for (std::uint32_t type = 0; type < 3; ++type) findings.types[type].type = type;
  findings.types[0].verdict = Verdict::trigger;
  findings.types[0].weight = 0.4;
  findings.types[2].verdict = Verdict::trigger;
  findings.types[2].weight = 0.8;
  EXPECT_EQ(trigger_types(findings), (std::vector<std::uint32_t>{2, 0}));
  EXPECT_TRUE(trigger_types(Findings{}).empty());
}

TEST(EventRows, TypesAreOneWhereTheyDifferInCase) {
  const std::vector<std::string> cells = {"Funding", "funding ", "", "Award"};
  EventRows rows;
  rows.table = table::Table({table::text_column("what", cells),
                             table::date_column("when", {10.0, table::kMissing, 30.0, 40.5})});
  rows.type = "what";
  rows.date = "when";
  const EventTypes types = event_types(rows);
  EXPECT_EQ(types.names, (std::vector<std::string>{"Funding", "no type", "Award"}));
  EXPECT_EQ(types.of, (std::vector<std::uint32_t>{0, 0, 1, 2}));
  const auto days = event_days(rows);
  EXPECT_EQ(days[0], 10);
  EXPECT_FALSE(days[1].has_value());
  EXPECT_EQ(days[3], 40);
  rows.type.clear();
  rows.date.clear();
  EXPECT_EQ(event_types(rows).names, (std::vector<std::string>{"any event"}));
  EXPECT_FALSE(event_days(rows)[0].has_value());
}

}  // namespace
}  // namespace bestfit::signal
