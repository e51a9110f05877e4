#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "bestfit/attribute/encode.h"
#include "bestfit/attribute/test_tables.h"
#include "bestfit/base/random.h"

/// Accounts with planted segments, for the tests of this room.
namespace bestfit::segment::test {

struct Planted {
  attribute::Coded coded;
  std::vector<std::int8_t> best;
  std::vector<double> chance;                    // of being best, one a row
  std::vector<std::vector<std::uint8_t>> truth;  // the two segments
  std::vector<std::uint32_t> rows;
};

struct Wanted {
  std::size_t rows = 3000;
  std::uint64_t seed = 1;
  double outside = 0.12;  // chance of being best outside the segments
  double inside = 0.55;
  std::size_t copies = 1;  // of each account, in one cluster
};

/// One is of 50 to 400 employees and in software or banking; one has SAP and is in the north. The
/// other attributes say nothing; a tenth of the employees is not known.
inline Planted planted(const Wanted& wanted) {
  base::Random random(wanted.seed, 91);
  const char* const kIndustries[] = {"Software", "Bank", "Food", "Logistics", "Retail"};
  const char* const kRegions[] = {"North", "East", "South", "West"};
  const char* const kTools[] = {"SAP", "HubSpot", "Slack", "Jira", "Stripe"};
  std::vector<std::vector<double>> noise(4);
  std::vector<double> employees, flag;
  std::vector<std::string> industry, region, tools, city;
  Planted out;
  out.truth.resize(2);
  for (std::size_t made = 0; made < wanted.rows; ++made) {
    if (made % wanted.copies > 0) {
      const auto copy = [](auto& column) { column.push_back(column.back()); };
      for (auto* column : {&employees, &flag, &noise[0], &noise[1], &noise[2], &noise[3]}) {
        copy(*column);
      }
      for (auto* column : {&industry, &region, &tools, &city}) copy(*column);
      copy(out.truth[0]);
      copy(out.truth[1]);
      copy(out.chance);
      copy(out.best);
      continue;
    }
    const double size = std::floor(std::exp(1.5 + 6.0 * random.uniform()));
    const bool known = random.uniform() > 0.1;
    employees.push_back(known ? size : table::kMissing);
    const auto which = random.below(5);
    industry.emplace_back(kIndustries[which]);
    const auto where = random.below(4);
    region.emplace_back(kRegions[where]);
    std::string list = "Office";
    bool sap = false;
    for (std::size_t i = 0; i < 5; ++i) {
      if (random.uniform() > 0.4) continue;
      list += std::string(";") + kTools[i];
      sap = sap || i == 0;
    }
    tools.push_back(list);
    city.push_back("city " + std::to_string(random.below(30)));
    flag.push_back(random.uniform() < 0.4 ? 1.0 : 0.0);
    for (auto& column : noise) column.push_back(random.normal());
    out.truth[0].push_back(known && size >= 50 && size < 400 && which < 2 ? 1 : 0);
    out.truth[1].push_back(sap && where == 0 ? 1 : 0);
    const bool inside = out.truth[0].back() == 1 || out.truth[1].back() == 1;
    out.chance.push_back(inside ? wanted.inside : wanted.outside);
    out.best.push_back(random.uniform() < out.chance.back() ? 1 : 0);
  }
  const table::Table table(
      {table::number_column("Employees", employees), table::category_column("Industry", industry),
       table::category_column("Region", region), table::set_column("Tools", tools),
       table::category_column("City", city), table::flag_column("Flag", flag),
       table::number_column("One", noise[0]), table::number_column("Two", noise[1]),
       table::number_column("Three", noise[2]), table::number_column("Four", noise[3])});
  out.coded = attribute::encode(table, attribute::test::attributes_of(table), "", 1);
  if (wanted.copies > 1) {
    for (std::size_t row = 0; row < wanted.rows; ++row) {
      out.coded.cluster.push_back(static_cast<std::uint32_t>(row / wanted.copies));
    }
  }
  out.rows = attribute::test::all_rows(wanted.rows);
  return out;
}

}  // namespace bestfit::segment::test
