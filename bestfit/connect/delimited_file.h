#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bestfit/connect/batch.h"
#include "bestfit/connect/dialect.h"
#include "bestfit/connect/options.h"
#include "bestfit/connect/source.h"

namespace bestfit::connect {

/// A delimited file of UTF-8 text on disk, opened to be read by many threads at places of their
/// own. Where only its beginning has been looked at, who reads on sees to it that all of it is
/// UTF-8 without NUL bytes, and takes a BatchReader when it is not.
class DelimitedFile {
 public:
  /// No value: a file of another shape or encoding, one of a single column, or no regular file.
  ///   throws  Error as BatchReader
  static std::optional<DelimitedFile> open(const std::string& path, const ReadOptions& options,
                                           Look look);
  ~DelimitedFile();
  DelimitedFile(DelimitedFile&&) noexcept;
  DelimitedFile& operator=(DelimitedFile&&) noexcept;

  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] const std::vector<InputColumn>& columns() const;
  [[nodiscard]] const Dialect& dialect() const;
  /// Where the first record after the header begins: its first byte, and its line from 1.
  [[nodiscard]] std::uint64_t first_byte() const;
  [[nodiscard]] std::size_t first_line() const;
  [[nodiscard]] std::uint64_t size() const;

  /// BatchReader cuts the file into as many batches, or fewer where a batch has no record.
  [[nodiscard]] std::size_t batches() const;
  /// A batch has the whole records before this place that the batch before it does not have. The
  /// last one has a record without a line end as well.
  [[nodiscard]] std::uint64_t limit(std::size_t batch) const;
  /// The first batch.
  [[nodiscard]] const Batch& first_batch() const;

  /// Fills `bytes` with those of the file from `offset` on; from any thread.
  ///   throws  Error(bad_input) when the file has become shorter
  void read(std::uint64_t offset, std::span<char> bytes) const;

 private:
  struct State;
  explicit DelimitedFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bestfit::connect
