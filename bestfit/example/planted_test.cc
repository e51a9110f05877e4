#include "bestfit/example/planted.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <set>

#include "bestfit/base/date.h"
#include "bestfit/base/json.h"
#include "bestfit/base/text.h"
#include "bestfit/example/circumstances.h"
#include "bestfit/example/company.h"
#include "bestfit/example/example.h"
#include "bestfit/example/history.h"
#include "bestfit/example/read_back.h"

namespace bestfit::example {
namespace {

constexpr std::int64_t kCompanies = 20'000;

/// Share of pairs (one of each outcome) in which the won one has the higher score; ties count half.
double auc(const std::vector<std::pair<double, bool>>& scored) {
  std::map<double, std::pair<double, double>> at;  // won, not won
  for (const auto& [score, won] : scored) (won ? at[score].first : at[score].second) += 1.0;
  double above = 0.0;
  double won = 0.0;
  double lost = 0.0;
  for (const auto& [score, counts] : at) {
    above += counts.first * (lost + 0.5 * counts.second);
    won += counts.first;
    lost += counts.second;
  }
  return above / (won * lost);
}

/// The decided accounts of an example, read from its files as a stranger would.
struct Decided {
  CsvFile accounts;
  std::vector<std::pair<std::size_t, bool>> rows;  // row of accounts, won
};

const Decided& decided() {
  static const Decided kept = [] {
    const TemporaryFolder folder("planted");
    base::Silent silent;
    write_example({.folder = folder.path("it"), .accounts = kCompanies, .seed = 3}, silent);
    std::map<std::string, bool> won;
    const CsvFile deals = read_csv(folder.path("it/deals.csv"));
    for (std::size_t row = 0; row < deals.rows.size(); ++row) {
      const std::string& stage = deals.at(row, "Deal Stage");
      if (stage.rfind("Closed", 0) == 0)
        won[deals.at(row, "Associated Company IDs")] |= stage == "Closed Won";
    }
    Decided all{.accounts = read_csv(folder.path("it/accounts.csv")), .rows = {}};
    std::set<std::string> seen;
    for (std::size_t row = 0; row < all.accounts.rows.size(); ++row) {
      const std::string& id = all.accounts.at(row, "Record ID");
      if (won.contains(id) && seen.insert(id).second) all.rows.emplace_back(row, won.at(id));
    }
    return all;
  }();
  return kept;
}

/// A cell as a coarse group: numbers by powers of 1.5, a set by one member, text as it is.
std::string group(const std::string& column, const std::string& cell) {
  if (column == "Technologies") return cell.find("Time Clocks") == std::string::npos ? "no" : "yes";
  if (column == "NAICS Code") return cell;
  if (column == "Contract ID") return cell.empty() ? "empty" : "filled";
  std::string digits = cell;
  std::erase_if(digits, [](char letter) { return letter == '$' || letter == ','; });
  const std::optional<double> number = base::parse_number(digits);
  if (!number) return base::fold(cell);
  const double size = std::log(1.0 + std::abs(*number)) / std::log(1.5);
  return std::to_string(static_cast<int>(size) * (*number < 0.0 ? -1 : 1));
}

/// Log-odds of winning a group has among even rows; the odd rows are scored by them.
std::vector<double> held_out_scores(const std::string& column) {
  const Decided& data = decided();
  std::map<std::string, std::pair<double, double>> counts;
  for (std::size_t i = 0; i < data.rows.size(); i += 2) {
    auto& [won, lost] = counts[group(column, data.accounts.at(data.rows[i].first, column))];
    (data.rows[i].second ? won : lost) += 1.0;
  }
  std::vector<double> scores;
  for (std::size_t i = 1; i < data.rows.size(); i += 2) {
    const auto& [won, lost] = counts[group(column, data.accounts.at(data.rows[i].first, column))];
    scores.push_back(std::log((won + 0.5) / (lost + 1.2)));
  }
  return scores;
}

double held_out_auc(const std::vector<double>& scores) {
  std::vector<std::pair<double, bool>> scored;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scored.emplace_back(scores[i], decided().rows[2 * i + 1].second);
  }
  return auc(scored);
}

const std::vector<std::string> kPlanted = {"Industry",        "Number of Employees",
                                           "Country/Region",  "Technologies",
                                           "Number of Sites", "Hourly Staff (%)"};

TEST(Planted, AttributesStandOutAndNoiseDoesNot) {
  for (const std::string& column : kPlanted) {
    const double value = held_out_auc(held_out_scores(column));
    RecordProperty(column, std::to_string(value));
    EXPECT_GT(value, 0.56) << column;
    EXPECT_LT(value, 0.72) << column;
  }
  for (const char* column :
       {"Year Founded", "Funding Stage", "Company Type", "Lead Source", "Company owner",
        "Employee Growth (%)", "Web Visits (90 days)", "Email Opens (90 days)", "Social Followers",
        "Credit Rating", "Trial Logins (30 days)", "Fiscal Year End", "ISO Certified",
        "Target Account"}) {
    EXPECT_NEAR(held_out_auc(held_out_scores(column)), 0.5, 0.035) << column;
  }
}

TEST(Planted, ProxiesFollowAndLeaksGiveThemselvesAway) {
  for (const char* column : {"NAICS Code", "Annual Revenue", "Time Zone", "Shift Pattern"}) {
    EXPECT_GT(held_out_auc(held_out_scores(column)), 0.54) << column;
  }
  for (const char* column : {"Lifecycle Stage", "Onboarding Status", "Contract ID"}) {
    EXPECT_GT(held_out_auc(held_out_scores(column)), 0.98) << column;
  }
}

TEST(Planted, AnHonestLearnerReachesAnAucOfThreeQuarters) {
  std::vector<double> sum;
  for (const std::string& column : kPlanted) {
    const std::vector<double> scores = held_out_scores(column);
    sum.resize(scores.size());
    std::ranges::transform(sum, scores, sum.begin(), std::plus<>());
  }
  const double naive_bayes = held_out_auc(sum);
  RecordProperty("naive_bayes_auc", std::to_string(naive_bayes));
  EXPECT_GT(naive_bayes, 0.75);
  EXPECT_LT(naive_bayes, 0.86);
}

TEST(Planted, RatesAreThosePlanted) {
  std::map<int, int> industries;
  std::int64_t clocks = 0;
  std::int64_t worked = 0;
  std::int64_t open = 0;
  std::int64_t won = 0;
  std::int64_t best = 0;
  for (std::int64_t index = 0; index < kCompanies; ++index) {
    const Company company = make_company(3, index);
    const History history = make_history(3, company);
    ++industries[company.industry];
    clocks += company.technologies & 1U;
    worked += history.worked ? 1 : 0;
    open += history.open ? 1 : 0;
    won += history.won ? 1 : 0;
    best += history.won && history.value_24m >= kBestValue ? 1 : 0;
  }
  const auto share = [](std::int64_t part, std::int64_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
  };
  for (std::size_t i = 0; i < kIndustries.size(); ++i) {
    EXPECT_NEAR(share(industries[static_cast<int>(i)], kCompanies), kIndustries[i].share, 0.015);
  }
  EXPECT_NEAR(share(clocks, kCompanies), kTimeClocks.share, 0.015);
  EXPECT_NEAR(share(worked, kCompanies), 0.66 + 0.25 * (0.80 - 0.66), 0.015);
  EXPECT_NEAR(share(open, worked), 0.09, 0.03);
  EXPECT_NEAR(share(won, worked - open), 0.28, 0.03);
  EXPECT_NEAR(share(best, worked - open), 0.17, 0.03);
}

TEST(Planted, CellsAreMissingAndMisspelledAsOften) {
  const CsvFile& accounts = decided().accounts;
  std::map<std::string, double> employees;
  std::set<std::string> industries;
  for (std::size_t row = 0; row < accounts.rows.size(); ++row) {
    const std::string& cell = accounts.at(row, "Number of Employees");
    if (!base::parse_number(cell))
      employees[cell] += 1.0 / static_cast<double>(accounts.rows.size());
    industries.insert(accounts.at(row, "Industry"));
  }
  EXPECT_EQ(employees.size(), 3U);  // "", N/A, -
  EXPECT_NEAR(employees[""] + employees["N/A"] + employees["-"], 0.06, 0.01);
  EXPECT_TRUE(industries.contains("SaaS") && industries.contains("Finacial Services"));
  EXPECT_TRUE(industries.contains("unknown") && industries.contains("N/A") &&
              industries.contains(""));
}

TEST(Planted, TruthTellsWhatCensoringHides) {
  const TemporaryFolder folder("truth");
  base::Silent silent;
  write_example({.folder = folder.path("it"), .accounts = 20'000, .seed = 5}, silent);
  const base::Json truth = base::parse_json(read_file(folder.path("it/truth.json")), "truth");
  const base::Json& all = truth["truth"];
  EXPECT_LT(all["value_24m_seen_mean"].as_double(), 0.9 * all["value_24m_mean"].as_double());
  EXPECT_GT(all["unfinished_share"].as_double(), 0.3);
  EXPECT_GT(all["kept_12m"].as_double(), all["kept_24m"].as_double());
  const base::Json& segments = truth["segments"];
  ASSERT_EQ(segments.items().size(), 2U);
  for (const base::Json& segment : segments.items()) {
    EXPECT_GT(segment["truth"]["win_rate"].as_double(), 1.7 * all["win_rate"].as_double());
    EXPECT_NEAR(segment["truth"]["companies"].as_double() / 20'000, 0.07, 0.02);
  }
  EXPECT_LT(segments.items()[1]["truth"]["cycle_days_mean"].as_double(),
            0.75 * all["cycle_days_mean"].as_double());
}

TEST(Planted, TriggersPrecedeWinsAndOtherSignalsDoNot) {
  std::map<int, std::pair<double, double>> seen;  // signal: decided, won
  double total = 0.0;
  double won = 0.0;
  for (std::int64_t index = 0; index < 60'000; ++index) {
    const History history = make_history(9, make_company(9, index));
    if (!history.worked || history.open) continue;
    total += 1.0;
    won += history.won ? 1.0 : 0.0;
    for (const Event& event : history.events) {
      const int before = history.met - event.day;
      if (before <= 0 || before > kTriggerDays) continue;
      seen[event.signal].first += 1.0;
      seen[event.signal].second += history.won ? 1.0 : 0.0;
    }
  }
  for (const auto& [signal, counts] : seen) {
    const double lift = counts.second / counts.first / (won / total);
    EXPECT_NEAR(lift, signal < kTriggers ? 1.4 : 1.0, 0.12)
        << kSignals[static_cast<std::size_t>(signal)];
  }
}

}  // namespace
}  // namespace bestfit::example
