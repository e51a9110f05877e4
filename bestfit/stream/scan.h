#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "bestfit/base/instructions.h"

namespace bestfit::stream {

/// What stands where in a delimited text, found in one pass over its bytes.
struct Scan {
  std::vector<std::uint32_t> ends;     // of cells: places of delimiters and line feeds
  std::vector<std::uint32_t> careful;  // places in cells that may have to be written otherwise: a
                                       // formula's first letter, ends after spaces; increasing
  std::size_t end_count = 0;           // `ends` may be longer, so that it need not be made anew
  std::size_t careful_count = 0;
  std::size_t lines = 0;  // line feeds
  bool has_quote = false;
  bool has_return = false;       // carriage returns before line feeds
  bool has_lone_return = false;  // carriage returns elsewhere
  bool has_nul = false;
  bool is_ascii = true;
};

/// Scans a text that begins at the start of a cell.
///   text       shorter than 4 GB
///   delimiter  no quote, line feed, carriage return or NUL
void scan(std::string_view text, char delimiter, base::Instructions instructions, Scan& out);

}  // namespace bestfit::stream
