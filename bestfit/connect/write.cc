#include "bestfit/connect/write.h"

#include <algorithm>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/row_sink.h"

namespace bestfit::connect {
namespace {

using table::Column;
using table::Kind;

bool ends_with(const std::string& path, std::string_view ending) {
  return path.size() > ending.size() &&
         base::fold(std::string_view(path).substr(path.size() - ending.size())) == ending;
}

InputColumn input_column(const Column& column) {
  switch (column.kind) {
    case Kind::number: return {.name = column.name, .type = "DOUBLE", .native = Kind::number};
    case Kind::flag: return {.name = column.name, .type = "BOOLEAN", .native = Kind::flag};
    case Kind::date: return {.name = column.name, .type = "DATE", .native = Kind::date};
    case Kind::category:
    case Kind::set:
    case Kind::text: break;
  }
  return {.name = column.name};
}

void fill(const Column& column, std::size_t from, std::size_t to, Batch& batch, RawColumn& raw) {
  raw.native = input_column(column).native;
  if (raw.native != Kind::text) {
    raw.numbers.assign(column.numbers.begin() + static_cast<std::ptrdiff_t>(from),
                       column.numbers.begin() + static_cast<std::ptrdiff_t>(to));
    return;
  }
  for (std::size_t row = from; row < to; ++row) {
    if (column.missing(row)) {
      raw.texts.emplace_back();
    } else if (column.kind == Kind::set) {
      raw.texts.push_back(batch.unescaped.emplace_back(column.cell_text(row)));
    } else {
      raw.texts.push_back(column.labels[static_cast<std::size_t>(column.codes[row])]);
    }
  }
}

}  // namespace

FileFormat format_of(const std::string& path) {
  for (const std::string_view ending : {".jsonl", ".ndjson", ".json"}) {
    if (ends_with(path, ending)) return FileFormat::json_lines;
  }
  return ends_with(path, ".parquet") ? FileFormat::parquet : FileFormat::csv;
}

RowWriter::RowWriter(const std::string& path, const std::vector<InputColumn>& input,
                     const std::vector<AddedColumn>& added, const WriteOptions& options) {
  Layout layout{.input = input, .kept = {}, .added = added};
  for (std::size_t i = 0; i < input.size(); ++i) {
    const bool replaced = std::any_of(added.begin(), added.end(), [&](const AddedColumn& column) {
      return column.name == input[i].name;
    });
    if (!replaced) layout.kept.push_back(i);
  }
  switch (options.format.value_or(format_of(path))) {
    case FileFormat::csv: sink_ = csv_sink(path, std::move(layout), options.delimiter); break;
    case FileFormat::json_lines: sink_ = json_sink(path, std::move(layout)); break;
    case FileFormat::parquet: sink_ = parquet_sink(path, std::move(layout), options.threads); break;
  }
}

RowWriter::~RowWriter() = default;
RowWriter::RowWriter(RowWriter&&) noexcept = default;
RowWriter& RowWriter::operator=(RowWriter&&) noexcept = default;

void RowWriter::write(const Batch& batch, const std::vector<AddedCells>& cells) {
  sink_->write(batch, cells);
}

void RowWriter::finish() { sink_->finish(); }

void write_table(const std::string& path, const table::Table& table, const WriteOptions& options) {
  std::vector<InputColumn> columns;
  for (const Column& column : table.columns()) columns.push_back(input_column(column));
  RowWriter writer(path, columns, {}, options);
  for (std::size_t from = 0; from < table.rows(); from += kBatchRows) {
    const std::size_t to = std::min(table.rows(), from + kBatchRows);
    Batch batch;
    batch.rows = to - from;
    batch.columns.resize(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      fill(table.columns()[i], from, to, batch, batch.columns[i]);
    }
    writer.write(batch, {});
  }
  writer.finish();
}

}  // namespace bestfit::connect
