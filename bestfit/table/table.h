#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/table/column.h"

namespace bestfit::table {

/// Columns of equal length under different names. Does not change once it is built.
class Table {
 public:
  Table() = default;
  ///   throws  Bug when lengths differ or a name stands twice
  explicit Table(std::vector<Column> columns);

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  /// The column of that very name, else of that name as base::fold compares it, else null.
  [[nodiscard]] const Column* find(std::string_view name) const;
  ///   throws  Error(missing) with the nearest name when there is none
  [[nodiscard]] const Column& column(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::uint32_t> by_name_;  // places of the columns in order of their names
  std::size_t rows_ = 0;
};

/// Only those rows, in that order.
Table select(const Table& table, std::span<const std::uint32_t> rows);

/// The table with a further column at the end, in place of the one of that name if there is one.
Table with_column(const Table& table, Column column);

}  // namespace bestfit::table
