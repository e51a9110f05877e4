#include "bestfit/score/placed.h"

#include <algorithm>
#include <set>
#include <string>

#include "bestfit/base/parallel.h"

namespace bestfit::score {
namespace {

constexpr std::size_t kBlock = 65536;  // rows

/// The columns that the profiles read, as far as the table has them.
std::vector<const table::Column*> columns_of(const table::Table& table,
                                             const profile::ProfileFile& file) {
  std::set<const table::Column*> seen;
  const auto add = [&](const std::string& name) {
    const table::Column* column = name.empty() ? nullptr : table.find(name);
    if (column != nullptr) seen.insert(column);
  };
  for (const profile::Profile& profile : file.profiles) {
    for (const profile::Criterion& criterion : profile.score) {
      add(criterion.column);
      add(criterion.relative_to);
    }
    for (const auto* conditions : {&profile.require, &profile.disqualify}) {
      for (const profile::Condition& condition : *conditions) {
        add(condition.column);
        add(condition.relative_to);
      }
    }
  }
  return {seen.begin(), seen.end()};
}

table::Table block_of(const std::vector<const table::Column*>& columns,
                      std::span<const std::uint32_t> rows) {
  std::vector<table::Column> block;
  block.reserve(columns.size());
  for (const table::Column* column : columns) block.push_back(select(*column, rows));
  return table::Table(std::move(block));
}

}  // namespace

std::vector<Placed> place(const table::Table& table, const profile::ProfileFile& file,
                          std::span<const std::uint32_t> rows, int threads) {
  const std::vector<const table::Column*> columns = columns_of(table, file);
  if (columns.empty()) static_cast<void>(score(table, file));  // says what is missing
  std::vector<Placed> placed(rows.size());
  base::parallel_for(threads, (rows.size() + kBlock - 1) / kBlock, [&](std::size_t block) {
    const std::size_t from = block * kBlock;
    const auto own = rows.subspan(from, std::min(kBlock, rows.size() - from));
    const std::vector<Score> scores = score(block_of(columns, own), file);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      placed[from + i] = {.status = scores[i].status,
                          .points = static_cast<std::int8_t>(scores[i].points),
                          .profile = static_cast<std::int8_t>(scores[i].profile),
                          .tier = static_cast<std::int8_t>(scores[i].tier)};
    }
  });
  return placed;
}

}  // namespace bestfit::score
