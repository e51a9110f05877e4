#include "bestfit/intake/pulled.h"

#include "bestfit/base/text.h"
#include "bestfit/outcome/question.h"

namespace bestfit::intake {

table::Column take_told(const Pulled& pulled, ReadFile& accounts) {
  if (!pulled.origin.empty()) accounts.file.report.path = pulled.origin;
  if (pulled.told.empty()) return {};
  table::Column told = accounts.table.column(pulled.told);
  std::vector<table::Column> others;
  for (const table::Column& column : accounts.table.columns()) {
    if (column.name != told.name) others.push_back(column);
  }
  accounts.table = table::Table(std::move(others));
  return told;
}

outcome::Outcome told_outcome(const table::Table& table, const std::string& asked,
                              const table::Column& told) {
  outcome::Outcome outcome;
  outcome.name = std::string(base::trim(asked));
  outcome.column = outcome::parse_question(table, asked).column->name;
  outcome.best = outcome::won_or_lost(told);
  return outcome;
}

}  // namespace bestfit::intake
