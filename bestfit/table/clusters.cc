#include "bestfit/table/clusters.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <unordered_map>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::table {
namespace {

using Keys = std::vector<std::uint64_t>;  // one a row: equal for equal cells

constexpr std::uint64_t kUnknown = 0x9AE16A3B2F90404FULL;

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  std::uint64_t mix =
      (a ^ (b + 0x9E3779B97F4A7C15ULL + (a << 6U) + (a >> 2U))) * 0xBF58476D1CE4E5B9ULL;
  mix ^= mix >> 29U;
  return mix * 0x94D049BB133111EBULL;
}

std::uint64_t cell_key(const Column& column, std::size_t row) {
  if (column.missing(row)) return kUnknown;
  if (column.kind == Kind::set) {
    std::uint64_t key = 1;
    for (const std::int32_t member : column.members(row)) {
      key = mixed(key, static_cast<std::uint64_t>(member));
    }
    return key;
  }
  if (!column.numbers.empty()) return std::bit_cast<std::uint64_t>(column.numbers[row] + 0.0);
  return static_cast<std::uint64_t>(column.codes[row]);
}

/// Keys that occur more than once, increasing. Sorted, not hashed: 8 bytes a row.
Keys repeated(Keys keys) {
  std::sort(keys.begin(), keys.end());
  std::size_t kept = 0;
  for (std::size_t i = 1; i < keys.size(); ++i) {
    const bool again = keys[i] == keys[i - 1];
    if (again && (kept == 0 || keys[kept - 1] != keys[i])) keys[kept++] = keys[i];
  }
  keys.resize(kept);
  return keys;
}

/// Numbers 0, 1, … for keys in order of first appearance; where `alone` says so a row gets its own.
template <typename Alone>
std::vector<std::uint32_t> numbered(const Keys& keys, Alone alone) {
  const Keys shared = repeated(keys);
  std::unordered_map<std::uint64_t, std::uint32_t> seen;
  std::vector<std::uint32_t> numbers;
  numbers.reserve(keys.size());
  std::uint32_t next = 0;
  for (std::size_t row = 0; row < keys.size(); ++row) {
    if (alone(row) || !std::binary_search(shared.begin(), shared.end(), keys[row])) {
      numbers.push_back(next++);
      continue;
    }
    const auto [place, fresh] = seen.try_emplace(keys[row], next);
    if (fresh) ++next;
    numbers.push_back(place->second);
  }
  return numbers;
}

std::vector<std::uint32_t> by_column(const Column& column) {
  Keys keys;
  keys.reserve(column.rows());
  for (std::size_t row = 0; row < column.rows(); ++row) keys.push_back(cell_key(column, row));
  return numbered(keys, [&](std::size_t row) { return column.missing(row); });
}

std::vector<std::uint32_t> each_alone(std::size_t rows) {
  std::vector<std::uint32_t> numbers(rows);
  std::iota(numbers.begin(), numbers.end(), std::uint32_t{0});
  return numbers;
}

std::vector<const Column*> attributes_of(const Table& table, const Schema& schema) {
  std::vector<const Column*> columns;
  for (const Field& field : schema.fields) {
    if (field.role != Role::attribute) continue;
    if (const Column* column = table.find(field.column)) columns.push_back(column);
  }
  return columns;
}

double pairs_of(double count) { return 0.5 * count * (count - 1.0); }

/// How many keys there are, and how many pairs of rows share one.
struct Shared {
  std::size_t keys = 0;
  double pairs = 0.0;
};

Shared shared_keys(Keys keys) {
  std::sort(keys.begin(), keys.end());
  Shared shared;
  for (std::size_t from = 0; from < keys.size();) {
    std::size_t to = from + 1;
    while (to < keys.size() && keys[to] == keys[from]) ++to;
    shared.pairs += pairs_of(static_cast<double>(to - from));
    ++shared.keys;
    from = to;
  }
  return shared;
}

/// Sum over values of squared shares: how likely two rows agree on this column by chance.
double agreement(const Column& column, const std::vector<std::uint32_t>& rows) {
  Keys keys;
  keys.reserve(rows.size());
  for (const std::uint32_t row : rows) keys.push_back(cell_key(column, row));
  return shared_keys(std::move(keys)).pairs / pairs_of(static_cast<double>(rows.size()));
}

/// Pairs of identical rows that independent columns would give within one outcome.
double expected_pairs(const std::vector<const Column*>& columns,
                      const std::vector<std::uint32_t>& rows) {
  if (rows.size() < 2) return 0.0;
  double pairs = pairs_of(static_cast<double>(rows.size()));
  for (const Column* column : columns) pairs *= agreement(*column, rows);
  return pairs;
}

/// Rows whose outcome is known.
struct Known {
  std::span<const std::int8_t> outcome;
  std::vector<std::uint32_t> rows;  // increasing
};

std::vector<std::uint32_t> rows_with(const Known& known, std::int8_t outcome) {
  std::vector<std::uint32_t> rows;
  for (const std::uint32_t row : known.rows) {
    if (known.outcome[row] == outcome) rows.push_back(row);
  }
  return rows;
}

/// Puts identical rows in clusters when they cannot be chance.
void cluster_copies(const std::vector<const Column*>& columns, const Known& known,
                    Clusters& clusters) {
  Keys keys(known.outcome.size());
  for (const Column* column : columns) {
    for (const std::uint32_t row : known.rows) keys[row] = mixed(keys[row], cell_key(*column, row));
  }
  // Not by the outcome: rows that differ in it alone would be kept apart, and learning from the one
  // would tell the wrong thing of the other.
  Keys of_known;
  of_known.reserve(known.rows.size());
  for (const std::uint32_t row : known.rows) of_known.push_back(keys[row]);
  const Shared shared = shared_keys(std::move(of_known));
  if (shared.pairs == 0.0) return;

  constexpr double kFarBelow = 0.05;
  const double by_chance =
      expected_pairs(columns, rows_with(known, 1)) + expected_pairs(columns, rows_with(known, 0));
  if (by_chance > kFarBelow * shared.pairs) return;
  clusters.of_row = numbered(keys, [&](std::size_t row) { return known.outcome[row] < 0; });
  clusters.words = base::count_text(known.rows.size() - shared.keys) +
                   " rows that repeat another one stayed with it";
}

std::int64_t count_clusters(const Clusters& clusters, const Known& known) {
  std::vector<std::uint32_t> numbers;
  numbers.reserve(known.rows.size());
  for (const std::uint32_t row : known.rows) numbers.push_back(clusters.of_row[row]);
  std::sort(numbers.begin(), numbers.end());
  return std::unique(numbers.begin(), numbers.end()) - numbers.begin();
}

}  // namespace

Clusters find_clusters(const Table& table, const Schema& schema,
                       std::span<const std::int8_t> outcome) {
  check(outcome.size() == table.rows(), "find_clusters: one outcome a row");
  Known known{.outcome = outcome, .rows = {}};
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    if (outcome[row] >= 0) known.rows.push_back(row);
  }
  std::string by = schema.column(Role::group);
  if (by.empty()) by = schema.column(Role::id);
  Clusters clusters;
  if (!by.empty()) {
    clusters.of_row = by_column(table.column(by));
  } else {
    clusters.of_row = each_alone(table.rows());
    cluster_copies(attributes_of(table, schema), known, clusters);
  }
  clusters.among_known = count_clusters(clusters, known);
  const bool together = clusters.among_known < static_cast<std::int64_t>(known.rows.size());
  if (together && !by.empty()) clusters.words = "rows of one " + by + " stayed together";
  return clusters;
}

}  // namespace bestfit::table
