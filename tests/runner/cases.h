#pragma once

#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Tables of tests as data: tests/cases/<room>/*.tsv. The format is in tests/README.md.
namespace bestfit::tests {

/// One row of a table: what is given, and what is wanted of it.
struct Case {
  std::string where;  // "file:line", for SCOPED_TRACE
  std::vector<std::string> given;
  std::vector<std::string> wanted;
};

/// The cells of a line: cut at tabs or at two spaces and more; `""` is the empty cell.
inline std::vector<std::string> case_cells(std::string_view line) {
  std::vector<std::string> cells;
  std::size_t at = line.find_first_not_of(" \t");
  while (at != std::string_view::npos) {
    const std::size_t end = std::min(line.find("  ", at), line.find('\t', at));
    std::string cell(line.substr(at, end == std::string_view::npos ? end : end - at));
    while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\r')) cell.pop_back();
    cells.push_back(cell == "\"\"" ? "" : cell);
    at = line.find_first_not_of(" \t", end);
  }
  return cells;
}

/// The rows of a table below its heading; `->` parts what is given from what is wanted.
///   throws  std::runtime_error when the file cannot be read, has no rows, or a row has no `->`
inline std::vector<Case> read_cases(const std::string& path) {
  std::ifstream file(path);
  std::vector<Case> cases;
  std::string line;
  bool heading = true;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    Case row;
    row.where = path + ":" + std::to_string(number);
    bool arrow = false;
    for (std::string& cell : case_cells(line)) {
      if (cell == "->") {
        arrow = true;
      } else {
        (arrow ? row.wanted : row.given).push_back(std::move(cell));
      }
    }
    if (!arrow) throw std::runtime_error(row.where + ": no '->'");
    if (!heading) cases.push_back(std::move(row));
    heading = false;
  }
  if (cases.empty()) throw std::runtime_error(path + ": no cases");
  return cases;
}

}  // namespace bestfit::tests
