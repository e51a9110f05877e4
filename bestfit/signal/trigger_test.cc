#include "bestfit/signal/trigger.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/random.h"
#include "bestfit/stats/proportion.h"
#include "bestfit/stats/strata.h"

namespace bestfit::signal {
namespace {

/// Accounts first met on day 1000 (one stratum); the first of each group have an event.
class Hand {
 public:
  void group(Standing standing, int accounts, int with, int lag = 30) {
    for (int i = 0; i < accounts; ++i) {
      if (i < with) add_event(accounts_.size(), 0, 1000 - lag);
      accounts_.push_back({.standing = standing, .day = 1000, .band = 0});
    }
  }
  void add_event(std::size_t account, std::uint32_t type, base::Day day) {
    events_.push_back({.account = static_cast<std::uint32_t>(account), .type = type, .day = day});
  }
  [[nodiscard]] Findings find(std::size_t types = 1) const {
    return find_triggers(accounts_, events_, types);
  }

 private:
  std::vector<Account> accounts_;
  std::vector<Event> events_;
};

/// One stratum: Koopman's interval of the shares' ratio, and the exact test of one table.
TEST(FindTriggers, AgreesWithOneTable) {
  Hand hand;
  hand.group(Standing::won, 100, 40);
  hand.group(Standing::lost, 200, 30);
  hand.group(Standing::untouched, 300, 30);
  const Findings found = hand.find();
  const TypeResult& result = found.types.front();
  const stats::Estimate wanted = stats::share_ratio(40, 100, 30, 200);
  EXPECT_NEAR(result.lift.value, wanted.value, 1e-9);
  EXPECT_NEAR(result.lift.low, wanted.low, 1e-9);
  EXPECT_NEAR(result.over_untouched->value, 4.0, 1e-9);
  EXPECT_EQ(*result.p, stats::stratified_mid_p(std::vector<stats::Stratum>{
                           {.with = 40, .total = 100, .other_with = 30, .other_total = 200}}));
  EXPECT_EQ(result.q, result.p);
  EXPECT_EQ(result.verdict, Verdict::trigger);
  EXPECT_EQ(result.lag->median, 30.0);
  EXPECT_EQ(result.untouched.with, 30);
  EXPECT_EQ(found.strata, 1U);
  // ln(lift) with error from the interval, and a variance of 1/4 between lifts.
  const double error = std::log(wanted.high / wanted.low) / (2.0 * 1.959964);
  EXPECT_NEAR(result.weight, std::log(wanted.value) * 0.25 / (0.25 + error * error), 1e-6);
}

TEST(FindTriggers, CountsTheWindowBeforeTheFirstMeetingAlone) {
  Hand hand;
  hand.group(Standing::won, 10, 0);
  hand.group(Standing::lost, 10, 0);
  hand.group(Standing::open, 1, 1);
  hand.group(Standing::untouched, 5, 0);
  hand.add_event(0, 0, 1000);  // on the day: selling may have caused it
  hand.add_event(0, 0, 1001);
  hand.add_event(1, 0, 999);
  hand.add_event(1, 0, 820);  // the window's first day; the same account counts once
  hand.add_event(2, 0, 819);
  hand.add_event(21, 0, 1100);
  const Findings found = hand.find();
  EXPECT_EQ(found.types[0].won.with, 1);
  EXPECT_EQ(found.types[0].lag->median, 1.0);
  EXPECT_EQ(found.types[0].verdict, Verdict::too_few);
  EXPECT_FALSE(found.types[0].p.has_value());
  EXPECT_EQ(found.use.in_window, 2);
  EXPECT_EQ(found.use.after_meeting, 2);
  EXPECT_EQ(found.use.before_window, 1);
  EXPECT_EQ(found.use.at_open, 1);
  EXPECT_EQ(found.use.at_untouched, 1);
  EXPECT_EQ(found.tested, 0U);
}

TEST(FindTriggers, NamesWhatIsNoTrigger) {
  Hand losing;
  losing.group(Standing::won, 100, 10);
  losing.group(Standing::lost, 100, 50);
  EXPECT_EQ(losing.find().types[0].verdict, Verdict::precedes_losses);
  EXPECT_FALSE(losing.find().types[0].over_untouched.has_value());
  Hand everywhere;  // untouched accounts have it as often: it comes with no deal
  everywhere.group(Standing::won, 100, 40);
  everywhere.group(Standing::lost, 100, 10);
  everywhere.group(Standing::untouched, 100, 45);
  EXPECT_EQ(everywhere.find().types[0].verdict, Verdict::not_above_untouched);
  Hand chance;
  chance.group(Standing::won, 100, 22);
  chance.group(Standing::lost, 100, 20);
  EXPECT_EQ(chance.find().types[0].verdict, Verdict::could_be_chance);
  Hand wrong;
  wrong.group(Standing::won, 1, 0);
  wrong.add_event(5, 0, 900);
  EXPECT_THROW(static_cast<void>(wrong.find()), Bug);
}

/// A market with every trap: worked accounts are logged three times as much, logging grows by the
/// year, wins grow by the year, and half of the types are commoner at accounts that fit.
struct Market {
  int accounts = 0;
  std::array<double, 2> planted = {0.0, 0.0};  // added to the log-odds of winning, by trigger
  int noise = 12;
};

struct Drawn {
  std::vector<Account> accounts;
  std::vector<Event> events;
};

constexpr base::Day kFirst = 18'000;
constexpr int kDays = 1'461;

Drawn draw(const Market& market, std::uint64_t seed) {
  base::Random random(seed);
  Drawn out;
  const auto planted = static_cast<std::uint32_t>(market.planted.size());
  for (int i = 0; i < market.accounts; ++i) {
    const bool worked = random.uniform() < 0.66;
    const int met = static_cast<int>(random.below(kDays));
    const int band = static_cast<int>(random.below(3));
    const double year = met / 365.25;
    double win = -2.2 + 0.35 * year + 0.8 * band;
    for (std::uint32_t type = 0; type < planted + static_cast<std::uint32_t>(market.noise);
         ++type) {
      const double fits = type % 2 == 1 ? 0.5 + 0.5 * band : 1.0;
      const double share = (worked ? 0.18 : 0.06) * (0.4 + 0.4 * year) * fits;
      if (random.uniform() >= share) continue;
      const int lag = 1 + static_cast<int>(random.below(180));
      out.events.push_back(
          {.account = static_cast<std::uint32_t>(i), .type = type, .day = kFirst + met - lag});
      if (type < planted) win += market.planted[type];
    }
    const bool won = random.uniform() < 1.0 / (1.0 + std::exp(-win));
    const Standing standing = !worked ? Standing::untouched : won ? Standing::won : Standing::lost;
    out.accounts.push_back({.standing = standing, .day = kFirst + met, .band = band});
  }
  return out;
}

struct Rates {
  double found = 0.0;  // of planted types
  double wrong = 0.0;  // of null types
  double sets = 0.0;   // with any null type called a trigger
  double held = 0.0;   // of null types' intervals that hold 1
};

Rates simulate(const Market& market, int samples) {
  Rates rates;
  for (int i = 0; i < samples; ++i) {
    const Drawn drawn = draw(market, static_cast<std::uint64_t>(i));
    const std::size_t types = market.planted.size() + static_cast<std::size_t>(market.noise);
    const Findings found = find_triggers(drawn.accounts, drawn.events, types);
    double wrong = 0.0;
    double null = 0.0;
    double held = 0.0;
    for (const TypeResult& result : found.types) {
      const bool called = result.verdict == Verdict::trigger;
      const bool is_planted =
          result.type < market.planted.size() && market.planted[result.type] > 0.0;
      if (is_planted) {
        rates.found += called ? 1.0 / samples : 0.0;
        continue;
      }
      null += 1.0;
      wrong += called ? 1.0 : 0.0;
      held += result.lift.low <= 1.0 && 1.0 <= result.lift.high ? 1.0 : 0.0;
    }
    rates.wrong += wrong / null / samples;
    rates.sets += wrong > 0.0 ? 1.0 / samples : 0.0;
    rates.held += held / null / samples;
  }
  return rates;
}

void record(const std::string& name, const Rates& rates) {
  const auto text = [](double share) { return std::to_string(share); };
  testing::Test::RecordProperty(name + "_found", text(rates.found));
  testing::Test::RecordProperty(name + "_wrong", text(rates.wrong));
  testing::Test::RecordProperty(name + "_sets", text(rates.sets));
  testing::Test::RecordProperty(name + "_held", text(rates.held));
}

TEST(FindTriggersSimulation, NullDataHaveNoTriggers) {
  for (const int accounts : {300, 3'000}) {
    const Rates rates = simulate({.accounts = accounts}, 200);
    EXPECT_LE(rates.wrong, 0.02) << accounts;
    EXPECT_LE(rates.sets, 0.15) << accounts;  // q of 0.1 promises 0.1; 200 samples
    EXPECT_GE(rates.held, 0.93) << accounts;
    record("null_" + std::to_string(accounts), rates);
  }
}

TEST(FindTriggersSimulation, PlantedTriggersAreFound) {
  const Rates many = simulate({.accounts = 3'000, .planted = {0.8, 0.8}}, 100);
  EXPECT_GE(many.found / 2.0, 0.9);
  EXPECT_LE(many.wrong, 0.02);
  record("many", many);
  const Rates strong = simulate({.accounts = 1'000, .planted = {1.5, 1.5}}, 100);
  EXPECT_GE(strong.found / 2.0, 0.8);
  record("strong", strong);
  record("few", simulate({.accounts = 300, .planted = {0.8, 0.8}}, 100));
}

}  // namespace
}  // namespace bestfit::signal
