#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "bestfit/base/random.h"
#include "bestfit/outcome/outcome.h"
#include "bestfit/table/schema.h"
#include "bestfit/table/table.h"

/// Tables with a known truth, for the tests of this room.
namespace bestfit::attribute::test {

struct Made {
  table::Table table;
  table::Schema schema;
  outcome::Outcome outcome;
};

inline table::Schema attributes_of(const table::Table& table) {
  table::Schema schema;
  for (const table::Column& column : table.columns()) {
    table::Field field;
    field.column = column.name;
    field.kind = column.kind;
    if (column.name == "met") field.role = table::Role::time;
    schema.fields.push_back(field);
  }
  return schema;
}

/// Accounts of every kind of attribute, with missing cells and ties. With `strength` 0 the outcome
/// is noise; with 1 it depends on employees (a peak), industry, tools, score and on being known.
inline Made accounts(std::size_t rows, double strength, std::uint64_t seed) {
  base::Random random(seed);
  const char* const kIndustries[] = {"Software", "Bank", "Food", "Logistics", "Retail"};
  const char* const kTools[] = {"SAP", "HubSpot", "Slack", "Jira", "Stripe", "Zendesk"};
  std::vector<double> employees, score, noise, flag, met, founded;
  std::vector<std::string> industry, city, tools;
  Made made;
  for (std::size_t row = 0; row < rows; ++row) {
    double odds = -1.2;
    const double size = std::floor(std::exp(2.0 + 2.5 * random.uniform() + random.normal()));
    const bool no_size = random.uniform() < 0.15;
    employees.push_back(no_size ? table::kMissing : size);
    if (!no_size && size >= 50 && size < 400) odds += 1.4 * strength;
    const auto which = random.below(5);
    industry.emplace_back(random.uniform() < 0.05 ? "" : kIndustries[which]);
    odds += (which == 0 || which == 3 ? 1.3 : -0.3) * strength;
    std::string list;
    bool sap = false;
    for (std::size_t i = 0; i < 6; ++i) {
      if (random.uniform() > 0.3) continue;
      list += std::string(list.empty() ? "" : ";") + kTools[i];
      sap = sap || i == 0;
    }
    tools.push_back(list);
    odds += (sap ? 1.0 : 0.0) * strength;
    const double points = random.normal();
    score.push_back(points);
    odds += 0.8 * points * strength;
    noise.push_back(std::floor(6.0 * random.uniform()));
    flag.push_back(random.uniform() < 0.3 ? 1.0 : 0.0);
    city.push_back("city " + std::to_string(random.below(40)));
    met.push_back(18000.0 + static_cast<double>(random.below(700)));
    const double age = 4000.0 * random.uniform();
    founded.push_back(random.uniform() < 0.2 ? table::kMissing : std::floor(met.back() - age));
    made.outcome.best.push_back(random.uniform() < 1.0 / (1.0 + std::exp(-odds)) ? 1 : 0);
  }
  made.table =
      table::Table({table::number_column("Employees", employees),
                    table::category_column("Industry", industry), table::set_column("Tools", tools),
                    table::number_column("Score", score), table::number_column("Noise", noise),
                    table::flag_column("Flag", flag), table::category_column("City", city),
                    table::date_column("met", met), table::date_column("Founded", founded)});
  made.schema = attributes_of(made.table);
  made.outcome.name = "won";
  return made;
}

inline std::vector<std::uint32_t> all_rows(std::size_t rows) {
  std::vector<std::uint32_t> out(rows);
  for (std::size_t row = 0; row < rows; ++row) out[row] = static_cast<std::uint32_t>(row);
  return out;
}

}  // namespace bestfit::attribute::test
