#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "bestfit/base/random.h"
#include "bestfit/persona/buying_group.h"
#include "bestfit/persona/personas.h"
#include "bestfit/stats/association.h"
#include "bestfit/stats/strata.h"

namespace bestfit::persona {
namespace {

using Texts = std::vector<std::string>;

TEST(Position, ReadsTheFieldsWords) {
  EXPECT_EQ(seniority_of("", "Chief Operating Officer"), Seniority::c_level);
  EXPECT_EQ(seniority_of("", "Vice President of Sales"), Seniority::vice_president);
  EXPECT_EQ(seniority_of("", "SVP, Finance"), Seniority::vice_president);
  EXPECT_EQ(seniority_of("", "Head of People"), Seniority::director);
  EXPECT_EQ(seniority_of("", "Managing Director"), Seniority::c_level);
  EXPECT_EQ(seniority_of("", "Account Executive"), Seniority::manager);
  EXPECT_EQ(seniority_of("", "IT Manager"), Seniority::manager);
  EXPECT_EQ(seniority_of("", "Payroll Specialist"), Seniority::individual);
  EXPECT_EQ(seniority_of("Executive", "Wizard"), Seniority::c_level);
  EXPECT_EQ(seniority_of("vp", "IT Manager"), Seniority::vice_president);
  EXPECT_EQ(seniority_of("", "Wizard"), Seniority::not_known);
  EXPECT_EQ(department_of("Personnel", ""), "Human Resources");
  EXPECT_EQ(department_of("", "Head of People"), "Human Resources");
  EXPECT_EQ(department_of("", "Director of Operations"), "Operations");
  EXPECT_EQ(department_of("Nursing", "IT Manager"), "Nursing");
  EXPECT_EQ(department_of("Other", "IT Manager"), "IT");
  EXPECT_EQ(department_of("", "Visiting fellow"), "");  // "it" within a word is no IT
}

TEST(Position, ReadsBuyingRoles) {
  EXPECT_EQ(buying_roles_of("DECISION_MAKER;CHAMPION"), (Texts{"Champion", "Decision Maker"}));
  EXPECT_EQ(buying_roles_of("Economic Buyer"), Texts{"Budget Holder"});
  EXPECT_EQ(buying_roles_of("Executive Sponsor"), Texts{"Executive Sponsor"});
  EXPECT_EQ(buying_roles_of("Legal & Compliance"), Texts{"Legal & Compliance"});
  EXPECT_EQ(buying_roles_of("Other"), Texts{});
}

TEST(Position, HasAName) {
  EXPECT_EQ(position_name({Seniority::director, "Operations"}), "Director, Operations");
  EXPECT_EQ(position_name({Seniority::not_known, "IT"}), "IT");
  EXPECT_EQ(position_name({Seniority::c_level, ""}), "C-level");
  EXPECT_EQ(position_name({}), "");
}

const Position kOperations{Seniority::director, "Operations"};
const Position kFinance{Seniority::manager, "Finance"};

/// Accounts with their contacts.
struct Company {
  std::vector<Contact> contacts;
  std::vector<std::int8_t> best;

  void add(std::int8_t outcome, const std::vector<Position>& positions) {
    for (const Position& position : positions) {
      contacts.push_back({.account = static_cast<std::uint32_t>(best.size()),
                          .position = position,
                          .buying_roles = {"Champion"},
                          .title = position == kOperations ? "Operations Director" : "FM"});
    }
    best.push_back(outcome);
  }

  [[nodiscard]] BuyingGroup group() const {
    return buying_group(contacts, {.best = best, .won = {}});
  }
};

const RoleStats& role_of(const BuyingGroup& group, const std::string& name) {
  return *std::find_if(group.roles.begin(), group.roles.end(),
                       [&](const RoleStats& role) { return role.name == name; });
}

TEST(BuyingGroup, CountsAccountsAndTestsWithinNumbersOfContacts) {
  // One contact: 20 of 30 best have operations, 10 of 40 others. Two contacts: all have both.
  Company company;
  for (int i = 0; i < 30; ++i) company.add(1, {i < 20 ? kOperations : kFinance});
  for (int i = 0; i < 40; ++i) company.add(0, {i < 10 ? kOperations : kFinance});
  for (int i = 0; i < 15; ++i) company.add(1, {kOperations, kFinance});
  company.add(-1, {kOperations});
  company.add(1, {});
  const BuyingGroup group = company.group();
  EXPECT_EQ(group.best.first, 45);
  EXPECT_EQ(group.best.other, 40);
  EXPECT_NEAR(group.best.first_contacts, 60.0 / 45.0, 1e-12);
  EXPECT_EQ(group.tried, 3U);
  const RoleStats& operations = role_of(group, "Director, Operations");
  EXPECT_EQ(operations.best, 35);
  EXPECT_EQ(operations.others, 10);
  EXPECT_NEAR(operations.p, stats::stratified_mid_p(std::vector<stats::Stratum>{{20, 30, 10, 40}}),
              1e-12);
  EXPECT_NEAR(operations.ratio.value, (20.0 / 30.0) / (10.0 / 40.0), 1e-6);
  EXPECT_EQ(operations.stands_out, StandsOut::won);
  EXPECT_EQ(role_of(group, "Manager, Finance").stands_out, StandsOut::lost);
  EXPECT_EQ(role_of(group, "Champion").stands_out, StandsOut::neither);  // all accounts have one
}

/// Those won have operations, the best among these no more than the others.
Company winning_company(std::vector<std::int8_t>& won) {
  Company company;
  for (int i = 0; i < 120; ++i) {
    const bool is_won = i < 60;
    const bool operations = is_won ? i % 3 != 0 : i % 3 == 0;  // 40 of 60, 20 of 60
    won.push_back(is_won ? 1 : 0);
    company.add(is_won && i % 4 == 0 ? 1 : 0, {operations ? kOperations : kFinance});
  }
  return company;
}

TEST(BuyingGroup, ComparesTheWonWithTheLostWhoeverIsBest) {
  std::vector<std::int8_t> won;
  const Company company = winning_company(won);
  const BuyingGroup group = buying_group(company.contacts, {.best = company.best, .won = won});
  const RoleStats& operations = role_of(group, "Director, Operations");
  EXPECT_EQ(group.best.first, 15);
  EXPECT_EQ(group.best.other, 105);
  EXPECT_EQ(group.compared.first, 60);
  EXPECT_EQ(group.compared.other, 60);
  EXPECT_EQ(operations.best, 10);
  EXPECT_EQ(operations.won, 40);
  EXPECT_EQ(operations.lost, 20);
  EXPECT_NEAR(operations.best_share.value, 10.0 / 15.0, 1e-12);
  EXPECT_NEAR(operations.lost_share.value, 20.0 / 60.0, 1e-12);
  EXPECT_NEAR(operations.ratio.value, (40.0 / 60.0) / (20.0 / 60.0), 1e-6);
  EXPECT_NEAR(operations.p, stats::stratified_mid_p(std::vector<stats::Stratum>{{40, 60, 20, 60}}),
              1e-12);
  EXPECT_EQ(operations.stands_out, StandsOut::won);
  // Held against all that are not best it would not have been called.
  EXPECT_EQ(role_of(company.group(), "Director, Operations").stands_out, StandsOut::neither);
  // One that is rarer where accounts were won is nobody to look for.
  EXPECT_EQ(role_of(group, "Manager, Finance").stands_out, StandsOut::lost);
  const auto personas = personas_of(company.contacts, company.best, group);
  ASSERT_EQ(personas.size(), 1U);
  EXPECT_EQ(personas[0].role.name, "Director, Operations");
}

TEST(BuyingGroup, SaysWhatItCannotTell) {
  Company company;
  for (int i = 0; i < 9; ++i) company.add(1, {kOperations});
  for (int i = 0; i < 50; ++i) company.add(0, {kFinance});
  EXPECT_FALSE(company.group().can_tell);
  EXPECT_EQ(company.group().roles.front().stands_out, StandsOut::neither);
  EXPECT_TRUE(personas_of(company.contacts, company.best, company.group()).empty());
  EXPECT_EQ(buying_group({}, {.best = {}, .won = {}}).tried, 0U);
}

TEST(Personas, AreTheCommonPositionsWithTheirTitles) {
  Company company;
  for (int i = 0; i < 30; ++i) company.add(1, {i < 20 ? kOperations : kFinance});
  for (int i = 0; i < 40; ++i) company.add(0, {i < 25 ? kOperations : kFinance});
  company.contacts[0].title = "Queen of everything";  // one account's: not shown
  company.contacts[1].title = "operations director";  // another spelling
  const auto personas = personas_of(company.contacts, company.best, company.group());
  ASSERT_EQ(personas.size(), 2U);
  EXPECT_EQ(personas[0].role.name, "Director, Operations");
  EXPECT_NEAR(personas[0].role.best_share.value, 2.0 / 3.0, 1e-12);
  ASSERT_EQ(personas[0].titles.size(), 1U);
  EXPECT_EQ(personas[0].titles[0].name, "Operations Director");
  EXPECT_EQ(personas[0].titles[0].best, 19);
  EXPECT_EQ(personas[0].buying_roles[0].name, "Champion");
  const std::vector<Contact> account = {{.account = 0, .position = kFinance}};
  EXPECT_EQ(missing_personas(personas, account), std::vector<std::size_t>{0});
  EXPECT_EQ(missing_personas(personas, {}), (std::vector<std::size_t>{0, 1}));
}

/// Won accounts have twice as many contacts; who they are is chance.
Company chance_company(std::uint64_t seed) {
  constexpr int kPositions = 12;
  base::Random random(seed);
  Company company;
  for (int account = 0; account < 400; ++account) {
    const std::int8_t best = random.uniform() < 0.3 ? 1 : 0;
    std::vector<Position> positions;
    for (int i = 0; i < (best == 1 ? 6 : 3); ++i) {
      const double draw = random.uniform();  // low numbers are common
      const int place = static_cast<int>(draw * draw * kPositions);
      if (random.uniform() < 0.8) {
        positions.push_back({Seniority::manager, "department " + std::to_string(place)});
      }
    }
    company.add(best, positions);
  }
  return company;
}

TEST(BuyingGroupSimulation, MoreContactsOfTheWonAreSeldomCalled) {
  constexpr int kRuns = 300;
  int runs_with_a_call = 0;
  int runs_with_a_rarer = 0;
  int plain_calls = 0;
  for (int run = 0; run < kRuns; ++run) {
    const BuyingGroup group = chance_company(static_cast<std::uint64_t>(run)).group();
    EXPECT_GE(group.tried, 12U);
    const auto any = [&](StandsOut side) {
      return std::any_of(group.roles.begin(), group.roles.end(),
                         [&](const RoleStats& role) { return role.stands_out == side; });
    };
    runs_with_a_call += any(StandsOut::won) ? 1 : 0;
    runs_with_a_rarer += any(StandsOut::lost) ? 1 : 0;
    const RoleStats& first = role_of(group, "Manager, department 0");
    plain_calls += stats::fisher_mid_p(first.best, first.others, group.best.first - first.best,
                                       group.best.other - first.others) < 0.05
                       ? 1
                       : 0;
  }
  RecordProperty("share", std::to_string(runs_with_a_call) + "/" + std::to_string(kRuns));
  RecordProperty("rarer", std::to_string(runs_with_a_rarer) + "/" + std::to_string(kRuns));
  RecordProperty("plain", std::to_string(plain_calls) + "/" + std::to_string(kRuns));
  EXPECT_LE(runs_with_a_call, kRuns / 10);
  EXPECT_LE(runs_with_a_rarer, kRuns / 10);
  EXPECT_GT(plain_calls, kRuns * 9 / 10);  // without strata nearly all would have been
}

}  // namespace
}  // namespace bestfit::persona
