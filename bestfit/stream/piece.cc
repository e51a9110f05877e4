#include "bestfit/stream/piece.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "bestfit/base/text.h"
#include "bestfit/connect/records.h"
#include "bestfit/connect/utf8.h"
#include "bestfit/stream/bytes.h"

namespace bestfit::stream {

using connect::Record;
using connect::Split;

bool Piece::read(const connect::DelimitedFile& file, const Part& part, std::size_t field_bytes_max,
                 base::Instructions instructions) {
  part_ = part;
  width_ = file.columns().size();
  rows_ = size_ = lines_ = 0;
  cells_.clear();
  unescaped_.clear();
  refusals_.clear();
  careful_rows_.clear();
  row_is_last_ = false;
  const std::size_t bytes = static_cast<std::size_t>(part.to - part.from);
  if (capacity_ < bytes) {
    capacity_ = bytes + bytes / 8;
    bytes_ = std::make_unique<char[]>(capacity_ + 2 * kSlack);
  }
  file.read(part.from, {bytes_.get() + kSlack, bytes});
  text_ = bytes_.get() + kSlack;
  const std::string_view text(text_, bytes);
  const std::size_t last_end = text.rfind('\n');
  size_ = part.is_last ? bytes : last_end == std::string_view::npos ? 0 : last_end + 1;
  scan(text.substr(0, size_), file.dialect().delimiter, instructions, scan_);
  if (scan_.has_nul || (!scan_.is_ascii && !connect::is_utf8(text.substr(0, size_)))) return false;
  is_plain_ = cut_plainly(field_bytes_max);
  if (!is_plain_) cut_by_records(file, text, field_bytes_max);
  return true;
}

/// Takes the cells that the scan found, when each line has as many as the header.
bool Piece::cut_plainly(std::size_t field_bytes_max) {
  if (size_ > 0 && text_[size_ - 1] != '\n') return false;
  if (scan_.has_quote || scan_.has_lone_return) return false;
  if (scan_.lines * width_ != scan_.end_count) return false;
  std::size_t start = 0;
  for (std::size_t end = width_ - 1; end < scan_.end_count; end += width_) {
    const std::size_t line_end = scan_.ends[end];
    if (text_[line_end] != '\n' || line_end - start > field_bytes_max) return false;
    start = line_end + 1;
  }
  rows_ = lines_ = scan_.lines;
  row_is_last_ = rows_ > 0;
  find_careful_rows();
  return true;
}

/// At the place stands a sign, and nothing but digits and points after it: that is no formula.
bool Piece::is_signed_number(std::size_t place) const {
  if (text_[place] != '-' && text_[place] != '+') return false;
  const char* at = text_ + place + 1;
  while (base::is_digit(*at) || *at == '.') ++at;
  return *at == '\n' || *at == '\r' || *at == text_[scan_.ends[0]];
}

void Piece::find_careful_rows() {
  std::size_t row = 0;
  for (std::size_t i = 0; i < scan_.careful_count; ++i) {
    if (is_signed_number(scan_.careful[i])) continue;
    while (scan_.ends[(row + 1) * width_ - 1] < scan_.careful[i]) ++row;
    careful_rows_.push_back(row);
  }
}

/// The text is that of the part, with what follows its last whole record.
void Piece::cut_by_records(const connect::DelimitedFile& file, std::string_view text,
                           std::size_t field_bytes_max) {
  Record record;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::string_view left = text.substr(at);
    const Split state = connect::split_record(left, part_.is_last, file.dialect(), record);
    if (state == Split::cut_off) break;
    const std::string_view bytes = left.substr(0, record.size);
    const std::size_t line = lines_;
    at += record.size;
    lines_ += record.line_count;
    if (state == Split::record && connect::is_blank(record, bytes)) continue;
    std::string reason = state == Split::broken
                             ? record.fault
                             : connect::misfit_of(record, bytes, file.columns(), field_bytes_max);
    if (!reason.empty()) {
      refusals_.push_back(
          {.refused = {.line = line,
                       .reason = std::move(reason),
                       .text = std::string(bytes.substr(0, bytes.find_last_not_of("\r\n") + 1)),
                       .one_cell = record.cells.size() == 1 && state == Split::record},
           .after_row = std::exchange(row_is_last_, false)});
      continue;
    }
    for (const connect::CellText& cell : record.cells) {
      cells_.push_back(cell.doubled
                           ? unescaped_.emplace_back(plain_text(cell, file.dialect().quote))
                           : cell.text);
    }
    ++rows_;
    row_is_last_ = true;
  }
  size_ = at;
}

std::uint64_t line_start_before(const connect::DelimitedFile& file, std::uint64_t from,
                                std::uint64_t to) {
  std::array<char, 4096> window;
  while (to > from) {
    const std::uint64_t start = to - std::min<std::uint64_t>(window.size(), to - from);
    const std::span<char> bytes(window.data(), static_cast<std::size_t>(to - start));
    file.read(start, bytes);
    const auto found = std::find(bytes.rbegin(), bytes.rend(), '\n');
    if (found != bytes.rend()) return to - static_cast<std::uint64_t>(found - bytes.rbegin());
    to = start;
  }
  return from;
}

}  // namespace bestfit::stream
