#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/connect/batch.h"
#include "bestfit/connect/dialect.h"
#include "bestfit/connect/options.h"
#include "bestfit/connect/rejections.h"
#include "bestfit/connect/source.h"

namespace bestfit::connect {

/// What all shapes of files have in common while they are read.
struct Intake {
  Source source;
  ReadOptions options;
  Rejections rejections;
  std::vector<std::string> notes;
};

/// Where the next record of a delimited text begins.
struct TextPlace {
  Dialect dialect;
  std::uint64_t offset = 0;      // of its first byte, in UTF-8 text
  std::size_t line = 1;          // of the file
  std::uint64_t bytes_read = 0;  // so far, from the file
};

/// One shape of file behind BatchReader.
class BatchSource {
 public:
  BatchSource() = default;
  BatchSource(const BatchSource&) = delete;
  BatchSource& operator=(const BatchSource&) = delete;
  virtual ~BatchSource() = default;

  [[nodiscard]] virtual const std::vector<InputColumn>& columns() const = 0;
  /// "CSV, semicolon"; the encoding is added by the caller.
  [[nodiscard]] virtual std::string words() const = 0;
  [[nodiscard]] virtual char delimiter() const { return ','; }
  /// Of delimited text.
  [[nodiscard]] virtual std::optional<TextPlace> place() const { return std::nullopt; }
  /// Share of the file that was read, in [0, 1].
  [[nodiscard]] virtual double share_read() const = 0;
  /// Fills a batch that has been emptied; false at the end.
  virtual bool next(Batch& batch) = 0;
};

/// Each keeps a reference to `intake`, which must live longer.
std::unique_ptr<BatchSource> delimited_source(Intake& intake);
std::unique_ptr<BatchSource> json_source(Intake& intake);
std::unique_ptr<BatchSource> parquet_source(Intake& intake);

/// The text is JSON, by the file's name or by how it begins.
bool is_json(Source& source);

/// Names for a header: trimmed; a nameless column 7 becomes column_7, with a note.
///   throws  Error(bad_input) with both positions when a name stands twice
std::vector<InputColumn> named_columns(const std::vector<std::string>& header, Intake& intake);

}  // namespace bestfit::connect
