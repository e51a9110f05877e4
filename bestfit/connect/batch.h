#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/connect/options.h"
#include "bestfit/recognise/column_format.h"
#include "bestfit/recognise/evidence.h"
#include "bestfit/recognise/typed_column.h"
#include "bestfit/table/column.h"

namespace bestfit::connect {

inline constexpr std::size_t kBatchRows = 65536;                  // at most, of typed columns
inline constexpr std::size_t kBatchBytes = std::size_t{4} << 20;  // of text, about

/// A column of an input file.
struct InputColumn {
  std::string name;
  std::string type = "VARCHAR";            // DuckDB's name of its type in a Parquet file
  table::Kind native = table::Kind::text;  // as in RawColumn
};

/// Cells of one column as they came: as text, or (Parquet) as numbers.
struct RawColumn {
  std::vector<std::string_view> texts;     // data() is null where the file says NULL
  std::vector<std::string_view> json;      // JSON lines: the value as written; empty where absent
  std::vector<double> numbers;             // native columns; kMissing where NULL
  table::Kind native = table::Kind::text;  // number, flag or date: the cells are in numbers
};

/// Some rows of an input file. Its views are good as long as it lives and is not filled again.
struct Batch {
  std::vector<RawColumn> columns;
  std::vector<std::size_t> lines;  // where each row begins in the file, from 1; empty for Parquet
  std::size_t rows = 0;
  std::string buffer;  // what the views look into
  std::deque<std::string> unescaped;

  /// The cell as text, exactly as in the input; `scratch` is written when a number must be.
  std::string_view text(std::size_t column, std::size_t row, std::string& scratch) const;
};

/// Reads a file of any size in bounded memory: the header, then batch by batch.
class BatchReader {
 public:
  ///   path    a file, or "-" for standard input
  ///   throws  Error as read() in read.h
  ///   digest  sha256 costs a pass of arithmetic over all bytes
  BatchReader(const std::string& path, const ReadOptions& options, Digest digest = Digest::none);
  ~BatchReader();
  BatchReader(BatchReader&&) noexcept;
  BatchReader& operator=(BatchReader&&) noexcept;

  [[nodiscard]] const std::vector<InputColumn>& columns() const;
  /// "CSV, semicolon, UTF-8 with BOM".
  [[nodiscard]] const std::string& dialect() const;
  /// The delimiter of delimited text, else a comma.
  [[nodiscard]] char delimiter() const;
  /// The path, or "standard input".
  [[nodiscard]] const std::string& name() const;
  /// Of the file's bytes, once; empty when not asked for.
  [[nodiscard]] std::string sha256();
  /// What is worth saying about the file, such as columns without a name.
  [[nodiscard]] const std::vector<std::string>& notes() const;

  /// Puts the next rows into `batch`, in place of what was there. Duplicates are not looked for.
  ///   returns  false at the end; the file of rejected lines is then complete
  bool next(Batch& batch);

  [[nodiscard]] const LineCounts& counts() const;
  /// The first 1000 of them.
  [[nodiscard]] const std::vector<RejectedLine>& rejects() const;
  /// Share of the file that was read, in [0, 1].
  [[nodiscard]] double share_read() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A column of a batch by its place, and the kind that its cells shall be read as.
struct WantedColumn {
  std::size_t column = 0;
  table::Kind kind = table::Kind::text;
};

/// Whether a batch with this cell may change how the cells of its column are read, when so much is
/// told already. A batch without such a cell need not be looked at.
bool may_tell_more(std::string_view cell, table::Kind kind, recognise::Told told,
                   const recognise::FormatOptions& options);

/// Finds out how the cells of some columns are written, batch after batch in the order of the file.
/// A column is looked at again until its cells have surely told; where they say nothing, or may be
/// read in two ways, other columns of the first batch decide, as in read().
class FormatFinder {
 public:
  FormatFinder(std::vector<InputColumn> columns, std::vector<WantedColumn> wanted,
               ReadOptions options);

  /// Looks at a batch.
  ///   returns  one format for each wanted column, good for this batch
  const std::vector<recognise::ColumnFormat>& look(const Batch& batch);
  /// Some column so far has cells that may be read in two ways, and none that tells which.
  [[nodiscard]] bool is_open() const;
  /// Asks the rest of the file before anything is made of the batch that was looked at last.
  ///   ahead    reads the same file
  ///   returns  the formats for that batch
  const std::vector<recognise::ColumnFormat>& look_ahead(BatchReader ahead);
  /// Looks at a batch; where that leaves a column open, asks the rest of the file once, if it can
  /// be read twice.
  ///   path  of the file
  const std::vector<recognise::ColumnFormat>& look_with(const Batch& batch,
                                                        const std::string& path);
  /// How much is known of each wanted column.
  [[nodiscard]] const std::vector<recognise::Told>& told() const { return told_; }
  /// What is worth saying: columns that stayed open, or told otherwise too late.
  [[nodiscard]] std::vector<std::string> notes() const;

 private:
  void look_first(const Batch& batch);
  void learn(std::size_t wanted, const recognise::Evidence& seen);

  std::vector<InputColumn> columns_;
  std::vector<WantedColumn> wanted_;
  ReadOptions options_;
  recognise::FileHints hints_;
  std::vector<recognise::ColumnFormat> formats_;  // empty before the first batch
  std::vector<recognise::Told> told_;
  std::vector<std::vector<std::string>> notes_;
  std::vector<std::string> too_late_;
  bool looked_ahead_ = false;
};

/// A batch's column as a typed one. Cells that do not read as the kind are missing, and counted.
recognise::TypedColumn typed(const Batch& batch, std::size_t column, const std::string& name,
                             const recognise::ColumnFormat& format);

}  // namespace bestfit::connect
