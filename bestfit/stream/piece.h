#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/connect/delimited_file.h"
#include "bestfit/connect/delimited_lines.h"
#include "bestfit/stream/scan.h"

namespace bestfit::stream {

/// A refused line of a piece, and whether a row was taken since the one before.
struct Refusal {
  connect::RefusedLine refused;  // its line counts from the piece's first, from 0
  bool after_row = false;
};

/// Some whole records of a delimited file, read from disk and cut into cells. Where no cell is
/// quoted and each line has as many cells as the header ("plain"), the cells are found by one scan;
/// else record by record, by the rules of connect's BatchReader. Its memory is used again.
class Piece {
 public:
  /// What to read: the whole records from `from` on that end before `to`.
  struct Part {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    bool is_last = false;  // a record that ends with the file, without a line end, is whole
  };
  /// False when the bytes are not UTF-8 without NUL; the piece then holds nothing.
  bool read(const connect::DelimitedFile& file, const Part& part, std::size_t field_bytes_max,
            base::Instructions instructions);

  [[nodiscard]] std::size_t rows() const { return rows_; }
  /// A cell without the quotes around it.
  [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const {
    return is_plain_ ? plain_cell(row, column) : cells_[row * width_ + column];
  }
  /// In a plain piece the cell, faster; with slack before and behind it (bytes.h).
  [[nodiscard]] std::string_view plain_cell(std::size_t row, std::size_t column) const {
    const std::size_t place = row * width_ + column;
    const std::size_t start = place == 0 ? 0 : scan_.ends[place - 1] + std::size_t{1};
    std::size_t end = scan_.ends[place];
    if (scan_.has_return && column + 1 == width_ && end > start && text_[end - 1] == '\r') --end;
    return {text_ + start, end - start};
  }
  [[nodiscard]] bool is_plain() const { return is_plain_; }
  /// In a plain piece: the row's line without its end, all cells with delimiters between.
  [[nodiscard]] std::string_view plain_line(std::size_t row) const {
    const std::string_view last = plain_cell(row, width_ - 1);
    const std::size_t start = row == 0 ? 0 : scan_.ends[row * width_ - 1] + std::size_t{1};
    return {text_ + start, static_cast<std::size_t>(last.data() + last.size() - text_) - start};
  }
  /// In a plain piece: rows with a cell that begins like a formula or has spaces at an end,
  /// increasing, some twice.
  [[nodiscard]] const std::vector<std::size_t>& careful_rows() const { return careful_rows_; }

  [[nodiscard]] const Part& part() const { return part_; }
  /// Where the record after the last whole one begins in the file.
  [[nodiscard]] std::uint64_t end() const { return part_.from + size_; }
  [[nodiscard]] std::size_t lines() const { return lines_; }
  [[nodiscard]] const std::vector<Refusal>& refusals() const { return refusals_; }
  /// A row was taken after the last refused line.
  [[nodiscard]] bool row_is_last() const { return row_is_last_; }

 private:
  bool cut_plainly(std::size_t field_bytes_max);
  void cut_by_records(const connect::DelimitedFile& file, std::string_view text,
                      std::size_t field_bytes_max);
  void find_careful_rows();
  [[nodiscard]] bool is_signed_number(std::size_t place) const;

  Part part_;
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  const char* text_ = nullptr;  // into bytes_
  std::size_t size_ = 0;        // bytes of whole records
  std::size_t width_ = 0;
  std::size_t rows_ = 0;
  std::size_t lines_ = 0;
  bool is_plain_ = false;
  bool row_is_last_ = false;
  Scan scan_;
  std::vector<std::size_t> careful_rows_;
  std::vector<std::string_view> cells_;
  std::deque<std::string> unescaped_;
  std::vector<Refusal> refusals_;
};

/// Where the line after the last line feed before `to` begins: where the records of the part that
/// ends after `to` are thought to begin.
///   from  not before this place
std::uint64_t line_start_before(const connect::DelimitedFile& file, std::uint64_t from,
                                std::uint64_t to);

}  // namespace bestfit::stream
