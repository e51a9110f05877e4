#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/connect/batch.h"
#include "bestfit/table/table.h"

namespace bestfit::connect {

enum class FileFormat { csv, json_lines, parquet };

/// The format that a file's name asks for: .jsonl, .ndjson, .json; .parquet; else CSV.
FileFormat format_of(const std::string& path);

/// What the cells of a column that is added are.
enum class AddedType { text, integer, number, list };

/// A column that is added to the input's.
struct AddedColumn {
  std::string name;
  AddedType type = AddedType::text;
};

/// Its cells for one batch; the member of its type is filled, one a row.
struct AddedCells {
  std::vector<std::string> texts = {};               // text; empty: not known
  std::vector<double> numbers = {};                  // integer, number; kMissing: not known
  std::vector<std::vector<std::string>> lists = {};  // in CSV with "; " between
};

/// Adds a row's cell of an added column as CSV has it.
void append_added_cell(AddedType type, const AddedCells& cells, std::size_t row, char delimiter,
                       std::string& out);

struct WriteOptions {
  std::optional<FileFormat> format = {};  // none: by the name; CSV on standard output
  char delimiter = ',';                   // CSV
  int threads = 1;                        // Parquet
};

/// One format behind RowWriter.
class RowSink;

/// Writes rows to a file that appears under its name when it is finished, whole, or not at all.
///   CSV         UTF-8, RFC 4180; text cells that a spreadsheet would run as formulas get an
///               apostrophe in front, all other cells of the input are unchanged
///   JSON lines  values of JSON input as they were, numbers and lists as such
///   Parquet     columns of Parquet input keep their type
class RowWriter {
 public:
  /// Columns of the input come first, in order; one that has the name of an added column is left
  /// out.
  ///   path    "-" is standard output
  ///   throws  Error(missing: no such folder), Error(denied), Error(unavailable: the disk is full)
  RowWriter(const std::string& path, const std::vector<InputColumn>& input,
            const std::vector<AddedColumn>& added, const WriteOptions& options);
  /// Without finish(): nothing is left behind.
  ~RowWriter();
  RowWriter(RowWriter&&) noexcept;
  RowWriter& operator=(RowWriter&&) noexcept;

  ///   cells   one for each added column
  ///   throws  Error(unavailable) when the disk is full
  void write(const Batch& batch, const std::vector<AddedCells>& cells);
  void finish();

 private:
  std::unique_ptr<RowSink> sink_;
};

/// Writes a table: dates as YYYY-MM-DD, flags as true and false, sets with semicolons.
void write_table(const std::string& path, const table::Table& table, const WriteOptions& options);

}  // namespace bestfit::connect
