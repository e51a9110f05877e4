#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/connect/dialect.h"

namespace bestfit::connect {

/// A cell as it lies in the text.
struct CellText {
  std::string_view text;  // without the quotes around it
  bool doubled = false;   // has doubled quotes inside
};

/// One record of delimited text.
struct Record {
  std::vector<CellText> cells;
  std::size_t size = 0;        // bytes with the line end
  std::size_t line_count = 1;  // lines of the file that it takes
  std::string fault;           // why it is broken
};

enum class Split {
  record,   // whole
  cut_off,  // more text is needed to know
  broken,   // quotes are wrong; size and line_count are those of its first line
};

/// Bytes of a record within which an open quote must be closed.
constexpr std::size_t kRecordBytesMax = std::size_t{16} << 20;

/// Cuts off the record at the start of `text` (RFC 4180; a quote inside an unquoted cell is taken
/// as it stands).
///   last  the text ends here: nothing is cut off
Split split_record(std::string_view text, bool last, const Dialect& dialect, Record& record);

/// The cell with doubled quotes made single.
std::string plain_text(const CellText& cell, char quote);

}  // namespace bestfit::connect
