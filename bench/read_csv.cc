#include "bench/read_csv.h"

#include <charconv>
#include <fstream>
#include <optional>
#include <utility>

#include "bestfit/base/date.h"
#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::bench {
namespace {

std::vector<std::string> cells_of(const std::string& line, char delimiter) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char letter : line) {
    if (letter == '"') {
      quoted = !quoted;
    } else if (letter == delimiter && !quoted) {
      cells.emplace_back();
    } else if (letter != '\r') {
      cells.back() += letter;
    }
  }
  return cells;
}

std::optional<int> whole(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<base::Day> day_of(std::string_view cell) {
  if (cell.size() >= 10 && cell[4] == '-') return base::parse_iso_date(cell.substr(0, 10));
  const auto parts = base::split(cell, '/');
  if (parts.size() != 3) return std::nullopt;
  const auto month = whole(parts[0]);
  const auto day = whole(parts[1]);
  const auto year = whole(parts[2]);
  return month && day && year ? base::make_day(*year, *month, *day) : std::nullopt;
}

}  // namespace

std::vector<std::vector<std::string>> read_cells(const std::string& path, char delimiter) {
  std::ifstream file(path);
  if (!file) throw Error(Fault::missing, "no file " + path);
  std::vector<std::vector<std::string>> columns;
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> cells = cells_of(line, delimiter);
    if (columns.empty()) columns.resize(cells.size());
    for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
      columns[i].emplace_back(cells[i] == "NULL" ? std::string() : cells[i]);
    }
  }
  return columns;
}

table::Column typed_column(const std::vector<std::string>& cells) {
  const std::vector<std::string> values(cells.begin() + 1, cells.end());
  std::vector<double> numbers;
  std::vector<double> days;
  bool is_number = true;
  bool is_date = true;
  for (const std::string& value : values) {
    const auto number = base::parse_number(value);
    const auto day = day_of(value);
    is_number = is_number && (number || value.empty());
    is_date = is_date && (day || value.empty());
    numbers.push_back(number.value_or(table::kMissing));
    days.push_back(day ? static_cast<double>(*day) : table::kMissing);
  }
  if (is_number) return table::number_column(cells.front(), std::move(numbers));
  if (is_date) return table::date_column(cells.front(), std::move(days));
  return table::category_column(cells.front(), values);
}

table::Table read_table(const std::string& path, char delimiter) {
  std::vector<table::Column> columns;
  for (const auto& cells : read_cells(path, delimiter)) columns.push_back(typed_column(cells));
  return table::Table(std::move(columns));
}

table::Schema all_attributes(const table::Table& table) {
  table::Schema schema;
  for (const table::Column& column : table.columns()) {
    table::Field field;
    field.column = column.name;
    field.kind = column.kind;
    schema.fields.push_back(field);
  }
  return schema;
}

}  // namespace bestfit::bench
