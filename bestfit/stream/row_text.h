#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bestfit/connect/batch.h"
#include "bestfit/connect/write.h"
#include "bestfit/stream/bytes.h"
#include "bestfit/stream/piece.h"

namespace bestfit::stream {

/// Writes the input's part of CSV rows as connect's RowWriter does.
class RowText {
 public:
  /// Columns of the input that have the name of an added one are left out.
  ///   in, out  delimiters
  RowText(const std::vector<connect::InputColumn>& columns,
          const std::vector<connect::AddedColumn>& added, char in, char out);

  /// The header of the output, with its line end.
  [[nodiscard]] std::string header() const;
  /// Rows of a plain piece that are not careful_rows() may be copied as lines.
  [[nodiscard]] bool copies_lines() const { return copies_lines_; }
  /// Adds a row, cell by cell.
  void add(const Piece& piece, std::size_t row, Bytes& out);

 private:
  std::vector<std::string> names_;  // of all columns of the output
  std::vector<std::size_t> kept_;   // places of columns of the input
  char delimiter_;
  bool copies_lines_;
  std::string scratch_;
};

}  // namespace bestfit::stream
