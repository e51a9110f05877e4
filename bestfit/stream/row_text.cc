#include "bestfit/stream/row_text.h"

#include <algorithm>

#include "bestfit/connect/csv_text.h"

namespace bestfit::stream {

RowText::RowText(const std::vector<connect::InputColumn>& columns,
                 const std::vector<connect::AddedColumn>& added, char in, char out)
    : delimiter_(out) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool replaced = std::any_of(
        added.begin(), added.end(),
        [&](const connect::AddedColumn& column) { return column.name == columns[i].name; });
    if (replaced) continue;
    kept_.push_back(i);
    names_.push_back(columns[i].name);
  }
  copies_lines_ = in == out && kept_.size() == columns.size();
  for (const connect::AddedColumn& column : added) names_.push_back(column.name);
}

std::string RowText::header() const {
  std::string text;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (i > 0) text += delimiter_;
    connect::append_safe_cell(names_[i], delimiter_, text);
  }
  return text + '\n';
}

void RowText::add(const Piece& piece, std::size_t row, Bytes& out) {
  scratch_.clear();
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    if (i > 0) scratch_ += delimiter_;
    connect::append_safe_cell(piece.cell(row, kept_[i]), delimiter_, scratch_);
  }
  out.add(scratch_);
}

}  // namespace bestfit::stream
