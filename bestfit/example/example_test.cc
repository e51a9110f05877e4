#include "bestfit/example/example.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <set>

#include "bestfit/base/date.h"
#include "bestfit/base/json.h"
#include "bestfit/example/read_back.h"
#include "bestfit/example/rows.h"

namespace bestfit::example {
namespace {

ExampleSummary write(const std::string& folder, std::int64_t accounts, std::uint64_t seed = 1,
                     int threads = 1) {
  base::Silent silent;
  return write_example({.folder = folder, .accounts = accounts, .seed = seed, .threads = threads},
                       silent);
}

Fault fault_of(const std::string& folder, std::int64_t accounts) {
  try {
    write(folder, accounts);
  } catch (const Error& error) {
    return error.fault();
  }
  throw Bug("fault_of: it was written");
}

base::Day us_day(const std::string& text) {
  return base::parse_iso_date(text.substr(6, 4) + "-" + text.substr(0, 2) + "-" + text.substr(3, 2))
      .value();
}

base::Day iso_day(const std::string& text) {
  return base::parse_iso_date(text.substr(0, 10)).value();
}

TEST(Example, SameSeedSameBytesOnAnyNumberOfThreads) {
  const TemporaryFolder folder("same");
  const ExampleSummary one = write(folder.path("one"), 3000, 7, 1);
  const ExampleSummary three = write(folder.path("three"), 3000, 7, 3);
  write(folder.path("other"), 3000, 8, 1);
  ASSERT_EQ(one.files.size(), 9U);
  for (std::size_t i = 0; i < one.files.size(); ++i) {
    EXPECT_EQ(read_file(one.files[i]), read_file(three.files[i])) << one.files[i];
  }
  EXPECT_NE(read_file(folder.path("one/accounts.csv")),
            read_file(folder.path("other/accounts.csv")));
}

TEST(Example, ASmallerExampleIsTheBeginningOfALargerOne) {
  const TemporaryFolder folder("prefix");
  write(folder.path("small"), 300);
  write(folder.path("large"), 2500);
  for (const std::string_view name : kFileNames) {
    const std::string small = read_file(folder.path("small/" + std::string(name)));
    const std::string large = read_file(folder.path("large/" + std::string(name)));
    EXPECT_LT(small.size(), large.size()) << name;
    EXPECT_EQ(large.compare(0, small.size(), small), 0) << name;
  }
}

TEST(Example, CountsAreThoseOfTheFiles) {
  const TemporaryFolder folder("counts");
  const ExampleSummary summary = write(folder.path("it"), 4000);
  const CsvFile accounts = read_csv(folder.path("it/accounts.csv"));
  const auto lines = static_cast<std::int64_t>(accounts.lines.size());
  const std::set<std::string> distinct(accounts.lines.begin(), accounts.lines.end());
  std::set<std::string> ids;
  for (std::size_t row = 0; row < accounts.rows.size(); ++row)
    ids.insert(accounts.at(row, "Record ID"));
  EXPECT_EQ(summary.companies, 4000);
  EXPECT_EQ(lines, summary.account_lines);
  EXPECT_EQ(lines, 4000 + summary.duplicate_lines + summary.copies);
  EXPECT_EQ(lines - static_cast<std::int64_t>(distinct.size()), summary.duplicate_lines);
  EXPECT_EQ(static_cast<std::int64_t>(ids.size()), 4000 + summary.copies);
  EXPECT_GT(summary.duplicate_lines, 20);
  EXPECT_GT(summary.copies, 20);
  const auto rows = [&](const char* name) {
    return static_cast<std::int64_t>(read_csv(folder.path("it/") + name).rows.size());
  };
  EXPECT_EQ(rows("deals.csv"), summary.deals);
  EXPECT_EQ(rows("revenue.csv"), summary.revenue_lines);
  EXPECT_EQ(rows("contacts.csv"), summary.contacts);
  EXPECT_EQ(rows("signals.csv"), summary.signals);
  EXPECT_EQ(rows("notes.csv"), summary.notes);
  EXPECT_EQ(summary.won + summary.lost + summary.open, summary.worked);
  const base::Json truth = base::parse_json(read_file(folder.path("it/truth.json")), "truth");
  EXPECT_TRUE(truth["synthetic"].as_bool());
  EXPECT_EQ(truth["counts"]["won"].as_int(), summary.won);
}

TEST(Example, EveryLineBelongsToAnAccount) {
  const TemporaryFolder folder("refer");
  write(folder.path("it"), 3000);
  const CsvFile accounts = read_csv(folder.path("it/accounts.csv"));
  std::set<std::string> ids;
  for (std::size_t row = 0; row < accounts.rows.size(); ++row)
    ids.insert(accounts.at(row, "Record ID"));
  for (const char* name : {"deals", "revenue", "contacts", "signals", "notes"}) {
    const CsvFile file = read_csv(folder.path("it/") + name + ".csv");
    const char* column =
        name == std::string("deals") ? "Associated Company IDs" : "Associated Company ID";
    ASSERT_GT(file.rows.size(), 100U) << name;
    for (std::size_t row = 0; row < file.rows.size(); ++row) {
      ASSERT_TRUE(ids.contains(file.at(row, column))) << name << " " << file.lines[row];
    }
  }
  std::set<std::string> partners;
  const CsvFile partner_file = read_csv(folder.path("it/partners.csv"));
  for (std::size_t row = 0; row < partner_file.rows.size(); ++row) {
    partners.insert(partner_file.at(row, "Partner ID"));
  }
  const CsvFile deals = read_csv(folder.path("it/deals.csv"));
  for (std::size_t row = 0; row < deals.rows.size(); ++row) {
    const std::string& partner = deals.at(row, "Partner ID");
    ASSERT_TRUE(partner.empty() || partners.contains(partner)) << partner;
  }
}

TEST(Example, DatesFollowOneAnother) {
  const TemporaryFolder folder("dates");
  write(folder.path("it"), 3000);
  const CsvFile deals = read_csv(folder.path("it/deals.csv"));
  std::map<std::string, base::Day> first_met;
  std::map<std::string, base::Day> won;
  for (std::size_t row = 0; row < deals.rows.size(); ++row) {
    const std::string& company = deals.at(row, "Associated Company IDs");
    const base::Day created = iso_day(deals.at(row, "Create Date"));
    first_met.emplace(company, created);
    const std::string& closed = deals.at(row, "Close Date");
    const std::string& stage = deals.at(row, "Deal Stage");
    ASSERT_EQ(closed.empty(), stage.find("Closed") == std::string::npos) << deals.lines[row];
    if (closed.empty()) continue;
    ASSERT_LE(created, us_day(closed)) << deals.lines[row];
    ASSERT_LE(us_day(closed), kLastDay);
    if (stage == "Closed Won") won.emplace(company, us_day(closed));
  }
  const CsvFile revenue = read_csv(folder.path("it/revenue.csv"));
  std::map<std::string, base::Day> paid_until;
  for (std::size_t row = 0; row < revenue.rows.size(); ++row) {
    const std::string& company = revenue.at(row, "Associated Company ID");
    const base::Day start = iso_day(revenue.at(row, "Start Date"));
    ASSERT_TRUE(won.contains(company)) << revenue.lines[row];
    ASSERT_LT(won.at(company), start) << revenue.lines[row];
    const auto paid = paid_until.find(company);
    ASSERT_TRUE(paid == paid_until.end() || start == paid->second + 1) << revenue.lines[row];
    paid_until[company] = iso_day(revenue.at(row, "End Date"));
    ASSERT_LE(start, paid_until.at(company));
  }
  const CsvFile accounts = read_csv(folder.path("it/accounts.csv"));
  for (std::size_t row = 0; row < accounts.rows.size(); ++row) {
    const auto met = first_met.find(accounts.at(row, "Record ID"));
    const base::Day created = iso_day(accounts.at(row, "Create Date"));
    ASSERT_TRUE(met == first_met.end() || created < met->second) << accounts.lines[row];
  }
}

TEST(Example, RefusesWhatItCannotDo) {
  const TemporaryFolder folder("refuses");
  EXPECT_EQ(fault_of(folder.path("few"), 59), Fault::usage);
  EXPECT_EQ(fault_of(folder.path("many"), 10'000'001), Fault::usage);
  EXPECT_EQ(fault_of("", 60), Fault::usage);
  write(folder.path("there"), 60);
  EXPECT_EQ(fault_of(folder.path("there"), 60), Fault::conflict);
  EXPECT_EQ(fault_of(folder.path("there/truth.json"), 60), Fault::conflict);
  EXPECT_EQ(fault_of(folder.path("there/truth.json/below"), 60), Fault::denied);
  std::filesystem::create_directories(folder.path("empty"));
  EXPECT_EQ(write(folder.path("empty"), 60).companies, 60);
}

TEST(Example, AFullDiskLeavesNothingBehind) {
  const TemporaryFolder folder("full");
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit little{.rlim_cur = 4096, .rlim_max = before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);  // so that write() fails, as on a full disk
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &little), 0);
  const Fault fault = fault_of(folder.path("it"), 500);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(fault, Fault::unavailable);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path("")));
}

TEST(Example, ReportsHowFarItIs) {
  struct Heard final : base::Progress {
    void report(std::string_view, double share) override { shares.push_back(share); }
    std::vector<double> shares;
  };
  const TemporaryFolder folder("progress");
  Heard heard;
  write_example({.folder = folder.path("it"), .accounts = 40'000}, heard);
  ASSERT_GE(heard.shares.size(), 3U);
  EXPECT_TRUE(std::ranges::is_sorted(heard.shares));
  EXPECT_EQ(heard.shares.back(), 1.0);
}

}  // namespace
}  // namespace bestfit::example
