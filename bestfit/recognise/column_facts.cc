#include "bestfit/recognise/column_facts.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace bestfit::recognise {
namespace {

template <typename Value>
std::size_t count_distinct(std::vector<Value> values) {
  std::sort(values.begin(), values.end());
  return static_cast<std::size_t>(std::unique(values.begin(), values.end()) - values.begin());
}

}  // namespace

ColumnFacts facts_of(const table::Column& column) {
  ColumnFacts facts;
  if (column.kind == table::Kind::set) {
    for (std::size_t row = 0; row < column.rows(); ++row)
      facts.known += column.missing(row) ? 0 : 1;
    facts.distinct = column.labels.size();
    return facts;
  }
  if (column.kind == table::Kind::category || column.kind == table::Kind::text) {
    std::vector<std::int32_t> codes;
    std::copy_if(column.codes.begin(), column.codes.end(), std::back_inserter(codes),
                 [](std::int32_t code) { return code != table::kNoCode; });
    facts.known = codes.size();
    facts.distinct = count_distinct(std::move(codes));
    return facts;
  }
  std::vector<double> numbers;
  std::copy_if(column.numbers.begin(), column.numbers.end(), std::back_inserter(numbers),
               [](double number) { return !std::isnan(number); });
  facts.known = numbers.size();
  facts.whole = std::all_of(numbers.begin(), numbers.end(),
                            [](double number) { return number == std::trunc(number); });
  facts.distinct = count_distinct(std::move(numbers));
  return facts;
}

}  // namespace bestfit::recognise
