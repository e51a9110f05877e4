#include "bestfit/signal/window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace bestfit::signal {
namespace {

Account account(Standing standing, std::optional<base::Day> day, int band = 0) {
  return {.standing = standing, .day = day, .band = band};
}

TEST(ReferenceDays, AreDrawnFromFirstMeetingsOfTheWon) {
  std::vector<Account> accounts = {account(Standing::won, 100), account(Standing::won, 300),
                                   account(Standing::lost, 150), account(Standing::open, 160),
                                   account(Standing::won, std::nullopt)};
  accounts.insert(accounts.end(), 400, account(Standing::untouched, std::nullopt));
  accounts.insert(accounts.end(), 50, account(Standing::untouched, 200));
  accounts.push_back(account(Standing::untouched, 301));
  const auto days = reference_days(accounts, 1);
  EXPECT_EQ(days[0], 100);
  EXPECT_EQ(days[2], 150);
  EXPECT_FALSE(days[3].has_value());
  EXPECT_FALSE(days[4].has_value());
  const auto early = std::count(days.begin() + 5, days.begin() + 405, base::Day{100});
  EXPECT_NEAR(static_cast<double>(early), 200.0, 40.0);  // half, within 4 standard errors
  EXPECT_EQ(std::count(days.begin() + 5, days.begin() + 405, base::Day{300}), 400 - early);
  EXPECT_EQ(std::count(days.begin() + 405, days.begin() + 455, base::Day{300}), 50);
  EXPECT_FALSE(days.back().has_value());  // known only after the last of them
  EXPECT_EQ(reference_days(accounts, 1), days);
  EXPECT_NE(reference_days(accounts, 2), days);
}

TEST(Strata, HoldFiveOfBothOrAreOneABand) {
  std::vector<Account> accounts;
  for (const int day : {10, 100, 200, 300}) {  // four quarters with 4 won and 9 lost each
    for (int i = 0; i < 4; ++i) accounts.push_back(account(Standing::won, day));
    for (int i = 0; i < 9; ++i) accounts.push_back(account(Standing::lost, day));
  }
  accounts.push_back(account(Standing::won, 800));    // left over: joins the last
  accounts.push_back(account(Standing::won, 10, 1));  // a band of few is one stratum
  accounts.push_back(account(Standing::open, 10));
  const auto days = reference_days(accounts, 0);
  const Strata strata = strata_of(accounts, days, Standing::won, Standing::lost);
  EXPECT_EQ(strata.count, 3U);
  EXPECT_EQ(std::count(strata.of.begin(), strata.of.end(), 0), 26);
  EXPECT_EQ(std::count(strata.of.begin(), strata.of.end(), 1), 27);
  EXPECT_EQ(std::count(strata.of.begin(), strata.of.end(), 2), 1);
  EXPECT_EQ(strata.of.back(), -1);
}

}  // namespace
}  // namespace bestfit::signal
