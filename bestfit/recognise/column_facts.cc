#include "bestfit/recognise/column_facts.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <vector>

namespace bestfit::recognise {

ColumnFacts facts_of(const table::Column& column) {
  ColumnFacts facts;
  for (std::size_t row = 0; row < column.rows(); ++row) facts.known += column.missing(row) ? 0 : 1;
  const auto& numbers = column.numbers;
  facts.whole = std::all_of(numbers.begin(), numbers.end(), [](double number) {
    return std::isnan(number) || number == std::trunc(number);
  });
  if (facts.known < column.rows() || facts.known == 0) return facts;
  if (column.kind == table::Kind::set) {
    facts.constant = column.labels.size() == 1;
  } else if (numbers.empty()) {
    facts.constant = std::all_of(column.codes.begin(), column.codes.end(),
                                 [&](std::int32_t code) { return code == column.codes.front(); });
  } else {
    facts.constant = std::all_of(numbers.begin(), numbers.end(),
                                 [&](double number) { return number == numbers.front(); });
  }
  return facts;
}

std::size_t count_distinct(const table::Column& column) {
  if (column.kind == table::Kind::set) return column.labels.size();
  if (column.numbers.empty()) {
    std::vector<bool> occurs(column.labels.size(), false);
    for (const std::int32_t code : column.codes) {
      if (code != table::kNoCode) occurs[static_cast<std::size_t>(code)] = true;
    }
    return static_cast<std::size_t>(std::count(occurs.begin(), occurs.end(), true));
  }
  std::unordered_set<double> seen;
  for (const double number : column.numbers) {
    if (!std::isnan(number)) seen.insert(number);
  }
  return seen.size();
}

}  // namespace bestfit::recognise
