#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/connect/options.h"
#include "bestfit/table/table.h"

namespace bestfit::connect {

/// How a column was read.
struct ColumnReport {
  std::string column;
  table::Kind kind = table::Kind::text;
  std::string format;       // "number, decimal comma, thousands marks", "date, day first", "text"
  std::size_t missing = 0;  // rows where it is not known
  std::vector<std::string> missing_texts;  // what stood there, besides nothing
};

/// What became of a file: lines == accepted + rejected + duplicate.
struct ReadReport {
  std::string path;
  std::string dialect;  // "CSV, semicolon, UTF-8 with BOM"
  std::size_t lines = 0;
  std::size_t accepted = 0;
  std::size_t rejected = 0;
  std::size_t duplicate = 0;
  std::vector<RejectedLine> rejects;  // the first 1000
  std::vector<ColumnReport> columns;
  std::vector<std::string> notes;
  std::string sha256;  // of the file's bytes
};

struct ReadResult {
  table::Table table;
  std::vector<table::Column> money;  // of columns of numbers in which several money signs stand:
                                     // the sign of each row, under the column's name
  ReadReport report;
};

/// Reads a file into a table: CSV and its kin, JSON lines, Parquet; dialect, encoding and the kind
/// of each column are found out (docs/formats/input.md).
///   path    a file, or "-" for standard input
///   throws  Error(missing), Error(denied), Error(bad_input) when there is no table in it: empty,
///           a header only, the same name twice, no text
ReadResult read(const std::string& path, const ReadOptions& options, base::Progress& progress);

}  // namespace bestfit::connect
