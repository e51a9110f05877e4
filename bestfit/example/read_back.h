#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "bestfit/base/error.h"

/// For tests: reads what the example has written, by another way than it was written.
namespace bestfit::example {

/// A folder of its own under the temporary folder, gone at the end of its life.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / ("bestfit-example-" + name)) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] std::string path(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  check(file.good(), "read_file: the file is there");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char letter : line) {
    if (letter == '"') {
      quoted = !quoted;  // no cell of the example holds a quote
    } else if (letter == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += letter;
    }
  }
  return cells;
}

/// A file as text cells. No cell of the example holds a line end.
struct CsvFile {
  std::map<std::string, std::size_t> columns;
  std::vector<std::string> lines;  // without the header
  std::vector<std::vector<std::string>> rows;

  [[nodiscard]] const std::string& at(std::size_t row, const std::string& column) const {
    return rows.at(row).at(columns.at(column));
  }
};

inline CsvFile read_csv(const std::string& path) {
  std::istringstream text(read_file(path));
  CsvFile file;
  std::string line;
  std::getline(text, line);
  for (const std::string& name : cells_of(line)) file.columns.emplace(name, file.columns.size());
  while (std::getline(text, line)) {
    file.rows.push_back(cells_of(line));
    check(file.rows.back().size() == file.columns.size(), "read_csv: no ragged line");
    file.lines.push_back(line);
  }
  return file;
}

}  // namespace bestfit::example
