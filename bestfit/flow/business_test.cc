// What came of the made-up company's customers, beside what its truth file says of all of them,
// also of what the export does not show.
#include "bestfit/flow/business.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <numeric>
#include <string>
#include <vector>

#include "bestfit/base/file.h"
#include "bestfit/example/example.h"

namespace bestfit::flow {
namespace {

namespace fs = std::filesystem;

Dataset load_company(const std::string& folder) {
  store::Workspace workspace;
  workspace.outcome = "won";
  for (const char* part : {"accounts", "deals", "revenue"}) {
    workspace.files.push_back(
        {.part = part, .path = folder + "/" + part + ".csv", .columns = {}, .fields = {}});
  }
  base::Silent progress;
  return load(workspace, folder, {}, progress);
}

base::Json business_of_all(const Dataset& dataset) {
  std::vector<std::uint32_t> rows(dataset.table.rows());
  std::iota(rows.begin(), rows.end(), 0U);
  return business_of_rows(dataset, rows);
}

/// A made-up company of that seed in a folder of its own, where it was not written before.
std::string company(const std::string& name, std::int64_t accounts, std::uint64_t seed) {
  const fs::path folder = fs::path(::testing::TempDir()) / name;
  fs::remove_all(folder);
  example::ExampleOptions options;
  options.folder = folder.string();
  options.accounts = accounts;
  options.seed = seed;
  options.threads = 2;
  base::Silent progress;
  example::write_example(options, progress);
  return folder.string();
}

bool holds(const base::Json& estimate, double truth) {
  return estimate["low"].as_double() <= truth && truth <= estimate["high"].as_double();
}

/// Annual terms begin days after the deal is closed, and are renewed or not on their anniversary:
/// "kept a year" must have that in it.
TEST(Business, KeptYearsHoldTheFirstRenewal) {
  const fs::path folder = fs::path(::testing::TempDir()) / "kept_years";
  int first = 0;
  int second = 0;
  constexpr int kCompanies = 10;
  for (std::uint64_t seed = 1; seed <= kCompanies; ++seed) {
    company("kept_years", 3000, seed);
    const base::Json business = business_of_all(load_company(folder.string()));
    const base::Json truth =
        base::parse_json(base::read_file((folder / "truth.json").string()), "truth.json");
    if (holds(business["kept_1_year"], truth["truth"]["kept_12m"].as_double())) ++first;
    if (holds(business["kept_2_years"], truth["truth"]["kept_24m"].as_double())) ++second;
  }
  EXPECT_GE(first, 8);  // intervals of 95 %: fewer than 8 of 10 in 1.2 % of such tests
  EXPECT_GE(second, 8);
  fs::remove_all(folder);
}

/// Half of the revenue is half of the value, bounds included; a cost a month takes less than that
/// cost in each month of the horizon, since customers who left cost nothing.
TEST(Business, ValuesAreAfterMarginAndCosts) {
  const std::string folder = company("after_costs", 3000, 7);
  Dataset dataset = load_company(folder);
  const base::Json revenue = business_of_all(dataset);
  EXPECT_TRUE(revenue["value_costs"].is_null());
  dataset.best.margin = 0.5;
  const base::Json half = business_of_all(dataset);
  for (const char* part : {"value", "low", "high"}) {
    EXPECT_NEAR(half["value"][part].as_double(), revenue["value"][part].as_double() / 2.0, 1e-6);
  }
  EXPECT_EQ(half["value_costs"].as_string(), "after a margin of 50%");
  dataset.best.cost_per_month = 2000.0;  // more than most pay: there is nothing to cut at 0
  const base::Json net = business_of_all(dataset);
  EXPECT_EQ(net["value_costs"].as_string(), "after a margin of 50% and 2000 a month to serve");
  const double taken = half["value"]["value"].as_double() - net["value"]["value"].as_double();
  EXPECT_GT(taken, 2000.0 * 12.0);
  EXPECT_LT(taken, 2000.0 * 24.0);
  EXPECT_LT(net["value"]["low"].as_double(), 0.0);
  fs::remove_all(folder);
}

/// The first accounts in tier A, and all others in tier B.
base::Json business_of_two_tiers(const Dataset& dataset, std::size_t in_first) {
  validate::Proof proof;
  for (std::uint32_t row = 0; row < dataset.table.rows(); ++row) {
    if (dataset.outcome.best[row] < 0) continue;
    proof.unseen_scores.push_back(
        {.row = row, .score = proof.unseen_scores.size() < in_first ? 90 : 10});
  }
  profile::ProfileFile file;
  file.profiles.emplace_back();
  file.profiles.front().tiers = {{.name = "A", .from = 50}, {.name = "B", .from = 0}};
  return business_json(dataset, proof, file);
}

/// Few customers in one tier say nothing of the others: these keep the horizon asked for.
TEST(Business, EachGroupHasItsOwnHorizon) {
  const std::string folder = company("own_horizon", 300, 1);
  const Dataset dataset = load_company(folder);
  const base::Json few = business_of_two_tiers(dataset, 20);
  ASSERT_LT(few["by_tier"].items()[0]["customers"].as_int(), 10);
  EXPECT_TRUE(few["by_tier"].items()[0]["value"].is_null());
  EXPECT_TRUE(few["by_tier"].items()[0]["against_rest"]["value"].is_null());
  EXPECT_TRUE(few["compared_until_days"].is_null());
  EXPECT_EQ(few["compared_words"].items().front().as_string().substr(0, 47),
            "Tiers are not compared by value: tier A has " +
                std::to_string(few["by_tier"].items()[0]["customers"].as_int()) + " c");
  EXPECT_NEAR(few["all"]["value_until_days"].as_double(), 730.485, 1e-9);
  EXPECT_EQ(few["headline"].as_string().find("worth"), std::string::npos);

  // Just large enough: the first of its customers who are censored end what the tier tells.
  base::Json more = few;
  for (std::size_t size = 21; more["by_tier"].items()[0]["value"].is_null(); ++size) {
    more = business_of_two_tiers(dataset, size);
  }
  const base::Json& first = more["by_tier"].items()[0];
  ASSERT_TRUE(first["value"].is_object());
  const double shared = more["compared_until_days"].as_double();
  EXPECT_NEAR(shared, first["value_until_days"].as_double(), 1e-9);
  EXPECT_LT(shared, 730.0);
  EXPECT_NEAR(more["all"]["value_until_days"].as_double(), 730.485, 1e-9);
  EXPECT_GT(more["all"]["value"]["value"].as_double(),
            more["all"]["compared_value"]["value"].as_double());
  EXPECT_GE(first["value"]["low"].as_double(), 0.0);
  EXPECT_NE(more["compared_words"].items().front().as_string().find("Tiers are compared over"),
            std::string::npos);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace bestfit::flow
