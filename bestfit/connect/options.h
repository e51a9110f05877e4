#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bestfit/recognise/format_options.h"
#include "bestfit/table/column.h"

namespace bestfit::connect {

/// What to compute of a file's bytes.
enum class Digest { none, sha256 };

enum class Header { first_line, none };

/// What to do with a row that is identical in every cell to an earlier one.
enum class Duplicates {
  drop_if_identified,  // dropped when the file has an id column (roles.h), else kept
  keep,
  drop,
};

/// How to read a file. What is not set is found out from the data.
struct ReadOptions {
  std::optional<char> delimiter = {};
  std::optional<std::string> encoding = {};  // a name that iconv knows
  Header header = Header::first_line;        // none: columns are named column_1, column_2, …
  recognise::FormatOptions format = {};
  std::vector<std::pair<std::string, table::Kind>> kinds = {};  // chosen kinds, by column
  bool kinds_may_lack = false;     // a chosen column that is not there is no error
  std::string rejected_path = {};  // where rejected lines go, when there are any; empty: nowhere
  Duplicates duplicates = Duplicates::drop_if_identified;
  std::size_t field_bytes_max = std::size_t{1} << 20;  // a longer cell rejects its line
  int threads = 1;
};

/// A line that is not in the table.
struct RejectedLine {
  std::size_t line = 0;  // in the file, from 1; 0 when the file has no lines (Parquet)
  std::string reason;
};

/// Where the data records of a file went: lines == accepted + rejected + duplicate.
struct LineCounts {
  std::size_t lines = 0;  // data records read; the header and blank lines are none
  std::size_t accepted = 0;
  std::size_t rejected = 0;
  std::size_t duplicate = 0;
};

}  // namespace bestfit::connect
