#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bestfit::warehouse {

/// A cell of the form that PostgreSQL's COPY and ClickHouse's TabSeparated have in common:
/// backslash escapes; "\\N" is NULL and gives "".
std::string tab_cell(std::string_view text);

/// Puts lines of that form together from pieces that end anywhere.
class TabLines {
 public:
  /// Calls take(cells) for each line that is whole.
  void add(std::string_view piece,
           const std::function<void(const std::vector<std::string>&)>& take);
  /// What came after the last line end.
  [[nodiscard]] bool is_whole() const { return rest_.empty(); }

 private:
  std::string rest_;
};

/// The cells as a line of CSV.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace bestfit::warehouse
