#include "bestfit/warehouse/tab_lines.h"

#include "bestfit/base/text.h"

namespace bestfit::warehouse {

std::string tab_cell(std::string_view text) {
  if (text == "\\N") return {};
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    ++i;
    constexpr std::string_view kLetters = "ntrbfv0";
    constexpr std::string_view kMeant("\n\t\r\b\f\v\0", 7);
    const std::size_t found = kLetters.find(text[i]);
    out += found == std::string_view::npos ? text[i] : kMeant[found];
  }
  return out;
}

void TabLines::add(std::string_view piece,
                   const std::function<void(const std::vector<std::string>&)>& take) {
  rest_ += piece;
  std::string_view left = rest_;
  std::vector<std::string> cells;
  for (std::size_t end = left.find('\n'); end != std::string_view::npos; end = left.find('\n')) {
    cells.clear();
    for (const std::string_view cell : base::split(left.substr(0, end), '\t')) {
      cells.push_back(tab_cell(cell));
    }
    take(cells);
    left.remove_prefix(end + 1);
  }
  rest_.erase(0, rest_.size() - left.size());
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    if (cells[i].find_first_of(",\"\r\n") == std::string::npos) {
      line += cells[i];
      continue;
    }
    line += '"';
    for (const char letter : cells[i]) {
      if (letter == '"') line += letter;
      line += letter;
    }
    line += '"';
  }
  return line + '\n';
}

}  // namespace bestfit::warehouse
