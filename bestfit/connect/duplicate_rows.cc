#include "bestfit/connect/duplicate_rows.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <numeric>
#include <string_view>
#include <unordered_map>

namespace bestfit::connect {
namespace {

bool equal(const ColumnCells& cells, std::uint32_t a, std::uint32_t b) {
  if (cells.native == table::Kind::text) return cells.texts.equal(a, b);
  return std::bit_cast<std::uint64_t>(cells.numbers[a]) ==
         std::bit_cast<std::uint64_t>(cells.numbers[b]);
}

std::size_t hash_of(const ColumnCells& cells, std::uint32_t row) {
  if (cells.native != table::Kind::text) {
    return std::hash<std::uint64_t>()(std::bit_cast<std::uint64_t>(cells.numbers[row]));
  }
  if (!cells.texts.packed()) return cells.texts.code(row);
  return std::hash<std::string_view>()(cells.texts.text(row));
}

}  // namespace

std::vector<std::uint32_t> duplicate_rows(const std::vector<ColumnCells>& columns, std::size_t rows,
                                          std::size_t first) {
  const auto same = [&](std::uint32_t a, std::uint32_t b) {
    return std::all_of(columns.begin(), columns.end(),
                       [&](const ColumnCells& cells) { return equal(cells, a, b); });
  };
  const auto hash = [&](std::uint32_t row) {
    std::size_t mixed = hash_of(columns[first], row);
    for (const ColumnCells& cells : columns) {
      mixed = mixed * 0x9E3779B97F4A7C15ULL + hash_of(cells, row);
      mixed ^= mixed >> 29;
    }
    return mixed;
  };
  // Rows that share the first column with another row.
  std::vector<bool> shared(rows, false);
  std::unordered_map<std::size_t, std::uint32_t> leaders;
  leaders.reserve(rows);
  for (std::uint32_t row = 0; row < rows; ++row) {
    const auto [leader, fresh] = leaders.try_emplace(hash_of(columns[first], row), row);
    if (fresh) continue;
    shared[leader->second] = true;
    shared[row] = true;
  }
  std::unordered_multimap<std::size_t, std::uint32_t> kept;
  std::vector<std::uint32_t> duplicates;
  for (std::uint32_t row = 0; row < rows; ++row) {
    if (!shared[row]) continue;
    const std::size_t key = hash(row);
    const auto [from, to] = kept.equal_range(key);
    bool known = false;
    for (auto other = from; other != to && !known; ++other) known = same(other->second, row);
    if (known) {
      duplicates.push_back(row);
    } else {
      kept.emplace(key, row);
    }
  }
  return duplicates;
}

}  // namespace bestfit::connect
