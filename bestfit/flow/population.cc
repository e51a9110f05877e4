#include "bestfit/flow/population.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/table/stack.h"

namespace bestfit::flow {

void hold_against_population(intake::ReadFile population, Dataset& dataset) {
  const std::string& path = population.file.report.path;
  if (dataset.unit == outcome::Unit::deals) {
    throw Error(
        Fault::bad_input,
        fmt::format("{}: rows are deals here, which a population of accounts cannot be held "
                    "against; ask for an outcome of the accounts",
                    path));
  }
  outcome::Outcome& outcome = dataset.outcome;
  if (!outcome.worth.empty() || !outcome.weight.empty()) {
    throw Error(Fault::usage,
                "--population goes with an outcome of yes and no, and without --weight");
  }
  for (table::Field& field : dataset.schema.fields) {
    const bool is_attribute = field.role == table::Role::attribute;
    if (!is_attribute || population.table.find(field.column) != nullptr) continue;
    field.role = table::Role::ignored;
    field.why = fmt::format("not a column of {}", path);
  }
  dataset.table = table::stack(dataset.table, population.table);
  const bool has_others = std::count(outcome.best.begin(), outcome.best.end(), 0) > 0;
  if (has_others) {
    dataset.worked = outcome;
    dataset.worked->best.resize(dataset.table.rows(), -1);
  }
  for (std::int8_t& best : outcome.best) best = best == 1 ? std::int8_t{1} : std::int8_t{-1};
  outcome.best.resize(dataset.table.rows(), 0);
  outcome.against = outcome::Against::population;
  dataset.files.push_back(std::move(population.file));
}

}  // namespace bestfit::flow
