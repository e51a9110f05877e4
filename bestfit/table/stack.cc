#include "bestfit/table/stack.h"

#include <utility>
#include <vector>

namespace bestfit::table {
namespace {

bool has_numbers(Kind kind) { return kind == Kind::number || kind == Kind::flag; }

/// Cells of both as people write them; those of no column are empty.
std::vector<std::string> texts_of(const Column& above, const Column* below, std::size_t rows) {
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < above.rows(); ++row) texts.push_back(above.cell_text(row));
  for (std::size_t row = 0; row < rows; ++row) {
    texts.push_back(below == nullptr ? std::string() : below->cell_text(row));
  }
  return texts;
}

Column stacked(const Column& above, const Column* below, std::size_t rows) {
  const bool alike = below == nullptr || above.kind == below->kind ||
                     (has_numbers(above.kind) && has_numbers(below->kind));
  if (alike && (has_numbers(above.kind) || above.kind == Kind::date)) {
    Column out = above;
    if (below != nullptr && below->kind != above.kind) out.kind = Kind::number;
    out.numbers.resize(above.rows() + rows, kMissing);
    if (below != nullptr) {
      std::copy(below->numbers.begin(), below->numbers.end(),
                out.numbers.begin() + static_cast<std::ptrdiff_t>(above.rows()));
    }
    return out;
  }
  const std::vector<std::string> texts = texts_of(above, below, rows);
  if (alike && above.kind == Kind::set) return set_column(above.name, texts);
  const bool text = above.kind == Kind::text || (below != nullptr && below->kind == Kind::text);
  return text ? text_column(above.name, texts) : category_column(above.name, texts);
}

}  // namespace

Table stack(const Table& above, const Table& below) {
  std::vector<Column> columns;
  for (const Column& column : above.columns()) {
    columns.push_back(stacked(column, below.find(column.name), below.rows()));
  }
  return Table(std::move(columns));
}

}  // namespace bestfit::table
