#include "bestfit/validate/cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <unordered_map>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::validate {
namespace {

using Keys = std::vector<std::uint64_t>;  // one a row: equal for equal cells

constexpr std::uint64_t kUnknown = 0x9AE16A3B2F90404FULL;

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  std::uint64_t mix =
      (a ^ (b + 0x9E3779B97F4A7C15ULL + (a << 6U) + (a >> 2U))) * 0xBF58476D1CE4E5B9ULL;
  mix ^= mix >> 29U;
  return mix * 0x94D049BB133111EBULL;
}

std::uint64_t cell_key(const table::Column& column, std::size_t row) {
  if (column.missing(row)) return kUnknown;
  if (column.kind == table::Kind::set) {
    std::uint64_t key = 1;
    for (const std::int32_t member : column.members(row)) {
      key = mixed(key, static_cast<std::uint64_t>(member));
    }
    return key;
  }
  if (!column.numbers.empty()) return std::bit_cast<std::uint64_t>(column.numbers[row] + 0.0);
  return static_cast<std::uint64_t>(column.codes[row]);
}

/// Numbers 0, 1, … for keys in order of first appearance; where `alone` says so a row gets its own.
template <typename Alone>
std::vector<std::uint32_t> numbered(const Keys& keys, Alone alone) {
  std::unordered_map<std::uint64_t, std::uint32_t> seen;
  std::vector<std::uint32_t> numbers;
  numbers.reserve(keys.size());
  std::uint32_t next = 0;
  for (std::size_t row = 0; row < keys.size(); ++row) {
    if (alone(row)) {
      numbers.push_back(next++);
      continue;
    }
    const auto [place, fresh] = seen.try_emplace(keys[row], next);
    if (fresh) ++next;
    numbers.push_back(place->second);
  }
  return numbers;
}

std::vector<std::uint32_t> by_column(const table::Column& column) {
  Keys keys;
  keys.reserve(column.rows());
  for (std::size_t row = 0; row < column.rows(); ++row) keys.push_back(cell_key(column, row));
  return numbered(keys, [&](std::size_t row) { return column.missing(row); });
}

std::vector<std::uint32_t> each_alone(std::size_t rows) {
  return numbered(Keys(rows), [](std::size_t) { return true; });
}

std::vector<const table::Column*> attributes_of(const table::Table& table,
                                                const table::Schema& schema) {
  std::vector<const table::Column*> columns;
  for (const table::Field& field : schema.fields) {
    if (field.role != table::Role::attribute) continue;
    if (const table::Column* column = table.find(field.column)) columns.push_back(column);
  }
  return columns;
}

double pairs_of(double count) { return 0.5 * count * (count - 1.0); }

/// Sum over values of squared shares: how likely two rows agree on this column by chance.
double agreement(const table::Column& column, const std::vector<std::uint32_t>& rows) {
  std::unordered_map<std::uint64_t, double> counts;
  for (const std::uint32_t row : rows) counts[cell_key(column, row)] += 1.0;
  // Pairs of different rows that agree; integers, so the order of the sum does not matter.
  double pairs = 0.0;
  for (const auto& count : counts) pairs += pairs_of(count.second);
  return pairs / pairs_of(static_cast<double>(rows.size()));
}

/// Pairs of identical rows that independent columns would give within one outcome.
double expected_pairs(const std::vector<const table::Column*>& columns,
                      const std::vector<std::uint32_t>& rows) {
  if (rows.size() < 2) return 0.0;
  double pairs = pairs_of(static_cast<double>(rows.size()));
  for (const table::Column* column : columns) pairs *= agreement(*column, rows);
  return pairs;
}

std::vector<std::uint32_t> rows_with(const Cases& cases, std::int8_t outcome) {
  std::vector<std::uint32_t> rows;
  for (const std::uint32_t row : cases.rows) {
    if (cases.best[row] == outcome) rows.push_back(row);
  }
  return rows;
}

/// Clusters of identical rows when they cannot be chance; empty when they may be.
void cluster_copies(const std::vector<const table::Column*>& columns, Cases& cases) {
  Keys keys(cases.best.size());
  for (const table::Column* column : columns) {
    for (const std::uint32_t row : cases.rows) keys[row] = mixed(keys[row], cell_key(*column, row));
  }
  // Not by the outcome: rows that differ in it alone would be kept apart, and learning from the one
  // would tell the wrong thing of the other.
  std::unordered_map<std::uint64_t, double> counts;
  for (const std::uint32_t row : cases.rows) counts[keys[row]] += 1.0;
  double pairs = 0.0;
  for (const auto& count : counts) pairs += pairs_of(count.second);
  if (pairs == 0.0) return;

  constexpr double kFarBelow = 0.05;
  const double by_chance =
      expected_pairs(columns, rows_with(cases, 1)) + expected_pairs(columns, rows_with(cases, 0));
  if (by_chance > kFarBelow * pairs) return;
  cases.cluster = numbered(keys, [&](std::size_t row) { return cases.best[row] < 0; });
  cases.words = fmt::format("{} rows that repeat another one stayed with it",
                            base::count_text(cases.rows.size() - counts.size()));
}

std::int64_t count_clusters(const Cases& cases) {
  std::vector<std::uint32_t> numbers;
  for (const std::uint32_t row : cases.rows) numbers.push_back(cases.cluster[row]);
  std::sort(numbers.begin(), numbers.end());
  return std::unique(numbers.begin(), numbers.end()) - numbers.begin();
}

}  // namespace

Tally tally(const std::vector<std::int8_t>& best, const std::vector<std::uint32_t>& rows) {
  Tally found;
  for (const std::uint32_t row : rows) (best[row] == 1 ? found.best : found.other) += 1;
  return found;
}

Cases find_cases(const table::Table& table, const table::Schema& schema,
                 const learn::Outcome& outcome) {
  check(outcome.best.size() == table.rows(), "find_cases: one outcome a row");
  Cases cases;
  cases.best = outcome.best;
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    if (outcome.best[row] >= 0) cases.rows.push_back(row);
  }
  std::string by = schema.column(table::Role::group);
  if (by.empty()) by = schema.column(table::Role::id);
  if (!by.empty()) {
    cases.cluster = by_column(table.column(by));
  } else {
    cases.cluster = each_alone(table.rows());
    cluster_copies(attributes_of(table, schema), cases);
  }
  cases.clusters = count_clusters(cases);
  const bool together = cases.clusters < static_cast<std::int64_t>(cases.rows.size());
  if (together && !by.empty()) cases.words = fmt::format("rows of one {} stayed together", by);
  return cases;
}

}  // namespace bestfit::validate
