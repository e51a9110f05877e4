#include "bestfit/related/decided.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "bestfit/base/error.h"
#include "bestfit/outcome/history.h"
#include "bestfit/outcome/outcome.h"

namespace bestfit::related {
namespace {

const table::Column* dates_of(const table::Table& table, const std::string& name) {
  const table::Column* column = name.empty() ? nullptr : table.find(name);
  return column != nullptr && column->kind == table::Kind::date ? column : nullptr;
}

double day_at(const table::Column* dates, std::size_t row) {
  return dates == nullptr ? table::kMissing : dates->numbers[row];
}

}  // namespace

Decided decided_days(const table::Table& table, const std::string& time,
                     std::span<const std::int8_t> best) {
  check(best.size() == table.rows(), "decided_days: one outcome a row");
  const table::Column* closed = dates_of(table, outcome::kDecided);
  const table::Column* met = dates_of(table, time);
  Decided decided;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    double until = day_at(closed, row);
    if (std::isnan(until) && best[row] < 0) until = std::numeric_limits<double>::infinity();
    if (std::isnan(until)) until = day_at(met, row) + 1.0;
    decided.until.push_back(until);
  }
  decided.words = closed != nullptr
                      ? "before the day that the account's first deal was closed, won or lost"
                  : met != nullptr ? "no later than the day that the account was first met"
                                   : "before the outcome was decided, which no date says here";
  return decided;
}

std::vector<std::int8_t> won_or_lost(const table::Table& table) {
  const table::Column* won = table.find(outcome::kWon);
  if (won == nullptr) return {};
  std::vector<std::int8_t> out = outcome::won_or_lost(*won);
  const auto any = [&](std::int8_t side) {
    return std::find(out.begin(), out.end(), side) != out.end();
  };
  return any(1) && any(0) ? out : std::vector<std::int8_t>{};
}

}  // namespace bestfit::related
