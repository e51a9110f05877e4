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

base::Json business_of_company(const std::string& folder) {
  store::Workspace workspace;
  workspace.outcome = "won";
  for (const char* part : {"accounts", "deals", "revenue"}) {
    workspace.files.push_back(
        {.part = part, .path = folder + "/" + part + ".csv", .columns = {}, .fields = {}});
  }
  base::Silent progress;
  const Dataset dataset = load(workspace, folder, {}, progress);
  std::vector<std::uint32_t> rows(dataset.table.rows());
  std::iota(rows.begin(), rows.end(), 0U);
  return business_of_rows(dataset, rows);
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
    fs::remove_all(folder);
    example::ExampleOptions options;
    options.folder = folder.string();
    options.accounts = 3000;
    options.seed = seed;
    options.threads = 2;
    base::Silent progress;
    example::write_example(options, progress);
    const base::Json business = business_of_company(folder.string());
    const base::Json truth =
        base::parse_json(base::read_file((folder / "truth.json").string()), "truth.json");
    if (holds(business["kept_1_year"], truth["truth"]["kept_12m"].as_double())) ++first;
    if (holds(business["kept_2_years"], truth["truth"]["kept_24m"].as_double())) ++second;
  }
  EXPECT_GE(first, 8);  // intervals of 95 %: fewer than 8 of 10 in 1.2 % of such tests
  EXPECT_GE(second, 8);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace bestfit::flow
