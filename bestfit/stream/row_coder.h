#pragma once

#include <cstddef>
#include <vector>

#include "bestfit/score/codebook.h"
#include "bestfit/stream/cell_coder.h"
#include "bestfit/stream/endings.h"
#include "bestfit/stream/piece.h"
#include "bestfit/stream/scored.h"

namespace bestfit::stream {

/// Turns the rows of pieces into codes.
class RowCoder {
 public:
  RowCoder(const score::Codebook& book, const std::vector<Wanted>& wanted);

  /// From now on cells are read so.
  void read_as(const Reading& reading, const recognise::FormatOptions& options);
  /// The reading that it has.
  [[nodiscard]] std::size_t version() const { return version_; }
  /// Codes all rows of a piece.
  void code(const Piece& piece);

  [[nodiscard]] const CodeColumns& codes() const { return codes_; }
  /// A cell of the piece may change how its column is read.
  [[nodiscard]] bool has_news() const;
  [[nodiscard]] const Misread& misread(std::size_t wanted) const {
    return coders_[wanted].misread();
  }

 private:
  /// Where the value of a question comes from, among the wanted columns; kNone: not in the file.
  struct Origin {
    std::size_t column = 0;
    std::size_t until = 0;  // date: the column an age is counted to
  };
  void read_days(const Piece& piece, std::size_t wanted, std::size_t from, std::size_t to);
  void code_cells(const Piece& piece, std::size_t question, std::size_t from, std::size_t to);
  void code_ages(std::size_t question, std::size_t from, std::size_t to);

  const score::Codebook& book_;
  const std::vector<Wanted>& wanted_;
  std::vector<Origin> origins_;  // one for each question
  std::size_t version_ = 0;
  std::vector<CellCoder> coders_;          // one for each wanted column
  std::vector<std::vector<double>> days_;  // likewise, of dates
  CodeColumns codes_;
};

}  // namespace bestfit::stream
