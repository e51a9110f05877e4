#include "bestfit/connect/csv_text.h"

#include <algorithm>

#include "bestfit/base/text.h"

namespace bestfit::connect {

void append_cell(std::string_view cell, char delimiter, std::string& out) {
  const bool quoted = std::any_of(cell.begin(), cell.end(), [&](char letter) {
    return letter == delimiter || letter == '"' || letter == '\n' || letter == '\r';
  });
  const bool spaced = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
  if (!quoted && !spaced) {
    out += cell;
    return;
  }
  out += '"';
  for (const char letter : cell) {
    if (letter == '"') out += '"';
    out += letter;
  }
  out += '"';
}

void append_safe_cell(std::string_view cell, char delimiter, std::string& out) {
  if (!is_formula(cell)) return append_cell(cell, delimiter, out);
  append_cell("'" + std::string(cell), delimiter, out);
}

bool is_formula(std::string_view cell) {
  if (cell.empty()) return false;
  constexpr std::string_view kAlways = "=@\t\r";
  if (kAlways.find(cell.front()) != std::string_view::npos) return true;
  if (cell.front() != '+' && cell.front() != '-') return false;
  if (base::parse_number(cell)) return false;
  // Without a letter, '=', '!' or '|' there is no function, no reference and no command.
  return cell.find_first_not_of("0123456789 +-().,/%") != std::string_view::npos;
}

}  // namespace bestfit::connect
