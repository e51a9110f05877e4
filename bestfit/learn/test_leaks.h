#pragma once

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "bestfit/attribute/test_tables.h"
#include "bestfit/base/text.h"
#include "bestfit/learn/prepare.h"

/// Tables to look for leaks in, for the tests of this room.
namespace bestfit::learn::test {

using Why = std::map<std::string, std::string>;

/// Suspected columns and why.
inline Why suspects(const attribute::test::Made& made, const LearnOptions& options = {}) {
  Why why;
  base::Silent silent;
  const Prepared prepared = prepare(made.table, made.schema, made.outcome, options, silent);
  for (const auto& attribute : prepared.coded.attributes) {
    if (attribute.leakage.suspected) why[attribute.column] = attribute.leakage.why;
  }
  return why;
}

inline attribute::test::Made with(attribute::test::Made made, table::Column column) {
  made.table = table::with_column(made.table, std::move(column));
  made.schema = attribute::test::attributes_of(made.table);
  return made;
}

inline std::vector<std::string> cells_of(const std::string& line, char delimiter) {
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

/// A file of the shared data as a table, every column an attribute.
inline attribute::test::Made read(const std::string& file, char delimiter, std::string_view asked,
                                  const std::vector<std::string>& ignored) {
  std::ifstream in(std::string(BESTFIT_SHARED_DATA) + "/" + file);
  std::vector<std::vector<std::string>> cells;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> parts = cells_of(line, delimiter);
    if (cells.empty()) cells.resize(parts.size());
    parts.resize(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i].push_back(parts[i]);
  }
  std::vector<table::Column> columns;
  for (auto& column : cells) {
    const std::string name = column.front();
    column.erase(column.begin());
    std::vector<double> numbers;
    for (const std::string& cell : column) {
      const auto number = base::parse_number(cell);
      if (number || cell.empty()) numbers.push_back(number.value_or(table::kMissing));
    }
    columns.push_back(numbers.size() == column.size() ? table::number_column(name, numbers)
                                                      : table::category_column(name, column));
  }
  attribute::test::Made made;
  made.table = table::Table(std::move(columns));
  made.schema = attribute::test::attributes_of(made.table);
  for (table::Field& field : made.schema.fields) {
    if (std::find(ignored.begin(), ignored.end(), field.column) != ignored.end()) {
      field.role = table::Role::ignored;
    }
  }
  made.outcome = outcome::outcome_of(made.table, asked);
  return made;
}

}  // namespace bestfit::learn::test
