#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "bestfit/base/date.h"
#include "bestfit/base/error.h"
#include "bestfit/base/progress.h"
#include "bestfit/example/budget.h"
#include "bestfit/example/example.h"
#include "bestfit/example/exchange.h"
#include "bestfit/example/read_back.h"
#include "bestfit/example/rows.h"

namespace bestfit::example {
namespace {

ExampleSummary write_company(const std::string& folder, bool extras) {
  base::Silent silent;
  return write_example({.folder = folder,
                        .accounts = 400,
                        .seed = 3,
                        .threads = 2,
                        .history = extras,
                        .currencies = extras},
                       silent);
}

/// The lines of a file without their last cell.
std::string without_last(const CsvFile& file) {
  std::string text;
  for (const std::string& line : file.lines) text += line.substr(0, line.rfind(',')) + "\n";
  return text;
}

std::string whole(const CsvFile& file) {
  std::string text;
  for (const std::string& line : file.lines) text += line + "\n";
  return text;
}

TEST(Extras, ChangeNothingElse) {
  const TemporaryFolder folder("extras");
  const ExampleSummary plain = write_company(folder.path("plain"), false);
  const ExampleSummary extra = write_company(folder.path("extra"), true);
  EXPECT_EQ(extra.files.size(), plain.files.size() + 2);
  EXPECT_EQ(whole(read_csv(folder.path("plain/accounts.csv"))),
            without_last(read_csv(folder.path("extra/accounts.csv"))));
  for (const char* name : {"contacts.csv", "signals.csv", "notes.csv", "partners.csv"}) {
    EXPECT_EQ(read_file(folder.path(std::string("plain/") + name)),
              read_file(folder.path(std::string("extra/") + name)));
  }
}

// The oracle: each line of revenue in dollars, at the rate that rates.csv has for its date.
TEST(Extras, AmountsAreDollarsAtTheRateOfTheirDate) {
  const TemporaryFolder folder("rates");
  write_company(folder.path("plain"), false);
  write_company(folder.path("extra"), true);
  const CsvFile plain = read_csv(folder.path("plain/revenue.csv"));
  const CsvFile own = read_csv(folder.path("extra/revenue.csv"));
  const CsvFile rates = read_csv(folder.path("extra/rates.csv"));
  ASSERT_EQ(plain.rows.size(), own.rows.size());
  for (std::size_t row = 0; row < own.rows.size(); ++row) {
    double rate = 0.0;
    for (std::size_t line = 0; line < rates.rows.size(); ++line) {
      const bool same = rates.at(line, "Currency") == own.at(row, "Currency");
      if (same && rates.at(line, "From") <= own.at(row, "Start Date")) {
        rate = std::stod(rates.at(line, "Rate"));
      }
    }
    const double dollars = std::stod(plain.at(row, "Amount"));
    EXPECT_NEAR(std::stod(own.at(row, "Amount")) * rate, dollars, 0.51 * rate) << "row " << row;
  }
}

TEST(Extras, AHistoryLeadsFromTheFirstMeetingToToday) {
  const TemporaryFolder folder("history");
  const ExampleSummary summary = write_company(folder.path("extra"), true);
  const CsvFile accounts = read_csv(folder.path("extra/accounts.csv"));
  const CsvFile changes = read_csv(folder.path("extra/history.csv"));
  EXPECT_EQ(static_cast<std::int64_t>(changes.rows.size()), summary.changes);
  std::map<std::string, std::string> newest;
  for (std::size_t row = 0; row < changes.rows.size(); ++row) {
    const std::string& account = changes.at(row, "Associated Company ID");
    const auto before = newest.find(account);
    if (before != newest.end()) {
      EXPECT_EQ(changes.at(row, "Old Value"), before->second);
    }
    newest[account] = changes.at(row, "New Value");
  }
  std::size_t told = 0;
  for (std::size_t row = 0; row < accounts.rows.size(); ++row) {
    const auto change = newest.find(accounts.at(row, "Record ID"));
    if (change == newest.end()) continue;
    EXPECT_EQ(accounts.at(row, "Software Budget"), change->second);
    ++told;
  }
  EXPECT_GE(told, 150U);
}

TEST(Extras, ABudgetGrowsOnceACompanyHasBought) {
  std::int64_t won = 0;
  std::int64_t grew = 0;
  for (std::int64_t index = 0; index < 3000; ++index) {
    const Company company = make_company(1, index);
    const History history = make_history(1, company);
    const Budget budget = make_budget(1, company, history);
    std::int64_t at_meeting = budget.changes.empty() ? budget.today : budget.changes[0].before;
    for (const BudgetChange& change : budget.changes) {
      if (change.day <= history.met) at_meeting = change.after;
    }
    EXPECT_EQ(budget.met, at_meeting);
    if (!history.won || history.started + 220 > kLastDay) continue;
    ++won;
    grew += budget.today > budget.met ? 1 : 0;
  }
  EXPECT_GT(won, 300);
  EXPECT_GT(static_cast<double>(grew), 0.9 * static_cast<double>(won));
}

}  // namespace
}  // namespace bestfit::example
