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
  // Rows that share the first column with another row; sorted, not hashed: 8 bytes a row.
  std::vector<std::size_t> firsts(rows);
  for (std::uint32_t row = 0; row < rows; ++row) firsts[row] = hash_of(columns[first], row);
  std::sort(firsts.begin(), firsts.end());
  std::vector<std::size_t> repeated;
  for (std::size_t i = 1; i < rows; ++i) {
    if (firsts[i] == firsts[i - 1]) repeated.push_back(firsts[i]);
  }
  firsts = {};
  if (repeated.empty()) return {};
  std::unordered_multimap<std::size_t, std::uint32_t> kept;
  std::vector<std::uint32_t> duplicates;
  for (std::uint32_t row = 0; row < rows; ++row) {
    const std::size_t own = hash_of(columns[first], row);
    if (!std::binary_search(repeated.begin(), repeated.end(), own)) continue;
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
