#include "bestfit/table/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::table {

Table::Table(std::vector<Column> columns)
    : columns_(std::move(columns)),
      by_name_(columns_.size()),
      rows_(columns_.empty() ? 0 : columns_.front().rows()) {
  std::iota(by_name_.begin(), by_name_.end(), 0U);
  std::sort(by_name_.begin(), by_name_.end(),
            [&](std::uint32_t a, std::uint32_t b) { return columns_[a].name < columns_[b].name; });
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    check(columns_[i].rows() == rows_, "Table: columns of equal length");
    const bool twice = i > 0 && columns_[by_name_[i]].name == columns_[by_name_[i - 1]].name;
    check(!twice, "Table: names differ");
  }
}

const Column* Table::find(std::string_view name) const {
  const auto exact = std::lower_bound(
      by_name_.begin(), by_name_.end(), name,
      [&](std::uint32_t place, std::string_view sought) { return columns_[place].name < sought; });
  if (exact != by_name_.end() && columns_[*exact].name == name) return &columns_[*exact];
  const std::string wanted = base::fold(name);
  const auto folded = std::find_if(columns_.begin(), columns_.end(), [&](const Column& column) {
    return base::fold(column.name) == wanted;
  });
  return folded == columns_.end() ? nullptr : &*folded;
}

const Column& Table::column(std::string_view name) const {
  const Column* found = find(name);
  if (found != nullptr) return *found;
  const auto near = base::closest(name, names());
  std::vector<std::string> there = names();
  constexpr std::size_t kShown = 20;
  const bool all = there.size() <= kShown;
  if (!all) there.resize(kShown);
  throw Error(Fault::missing, fmt::format("no column '{}'{} Its columns: {}{}", name,
                                          near ? fmt::format("; did you mean '{}'?", *near) : ".",
                                          base::join(there, ", "), all ? "" : ", …"));
}

std::vector<std::string> Table::names() const {
  std::vector<std::string> names;
  names.reserve(columns_.size());
  for (const Column& column : columns_) names.push_back(column.name);
  return names;
}

Table select(const Table& table, std::span<const std::uint32_t> rows) {
  std::vector<Column> columns;
  columns.reserve(table.columns().size());
  for (const Column& column : table.columns()) columns.push_back(select(column, rows));
  return Table(std::move(columns));
}

Table with_column(const Table& table, Column column) {
  std::vector<Column> columns = table.columns();
  const auto same = std::find_if(columns.begin(), columns.end(),
                                 [&](const Column& other) { return other.name == column.name; });
  if (same == columns.end()) {
    columns.push_back(std::move(column));
  } else {
    *same = std::move(column);
  }
  return Table(std::move(columns));
}

}  // namespace bestfit::table
