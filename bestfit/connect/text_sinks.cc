#include <fmt/format.h>

#include <cmath>

#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/csv_text.h"
#include "bestfit/connect/row_sink.h"

namespace bestfit::connect {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{1} << 20;

/// Bytes on their way to a file.
class Output {
 public:
  explicit Output(const std::string& path) : file_(path) {}
  std::string& text() { return text_; }
  void end_row() {
    text_ += '\n';
    if (text_.size() >= kFlushBytes) flush();
  }
  void finish() {
    flush();
    file_.commit(base::Flush::later);
  }

 private:
  void flush() {
    file_.write(text_);
    text_.clear();
  }
  base::AtomicFile file_;
  std::string text_;
};

class CsvSink final : public RowSink {
 public:
  CsvSink(const std::string& path, Layout layout, char delimiter)
      : layout_(std::move(layout)), delimiter_(delimiter), output_(path) {
    for (const std::size_t place : layout_.kept) add_text(layout_.input[place].name);
    for (const AddedColumn& column : layout_.added) add_text(column.name);
    end_row();
  }

  void write(const Batch& batch, const std::vector<AddedCells>& cells) override {
    std::string scratch;
    for (std::size_t row = 0; row < batch.rows; ++row) {
      for (const std::size_t place : layout_.kept) {
        const std::string_view text = batch.text(place, row, scratch);
        if (batch.columns[place].numbers.empty()) {
          add_text(text);
        } else {
          add_plain(text);
        }
      }
      for (std::size_t i = 0; i < layout_.added.size(); ++i) {
        separate();
        const std::size_t before = output_.text().size();
        append_added_cell(layout_.added[i].type, cells[i], row, delimiter_, output_.text());
        empty_ = empty_ && output_.text().size() == before;
      }
      end_row();
    }
  }

  void finish() override { output_.finish(); }

 private:
  void separate() {
    if (cells_++ > 0) output_.text() += delimiter_;
  }
  void add_plain(std::string_view text) {
    separate();
    output_.text() += text;
    empty_ = empty_ && text.empty();
  }
  void add_text(std::string_view text) {
    separate();
    empty_ = empty_ && text.empty();
    append_safe_cell(text, delimiter_, output_.text());
  }
  void end_row() {
    if (cells_ == 1 && empty_) output_.text() += "\"\"";  // a blank line would be no row
    output_.end_row();
    cells_ = 0;
    empty_ = true;
  }

  Layout layout_;
  char delimiter_;
  Output output_;
  std::size_t cells_ = 0;
  bool empty_ = true;
};

void append_json(std::string_view text, std::string& out) {
  out += '"';
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      out += '\\';
      out += letter;
    } else if (letter == '\n') {
      out += "\\n";
    } else if (byte < 32) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += letter;
    }
  }
  out += '"';
}

class JsonSink final : public RowSink {
 public:
  JsonSink(const std::string& path, Layout layout) : layout_(std::move(layout)), output_(path) {
    for (const std::size_t place : layout_.kept) add_key(layout_.input[place].name);
    for (const AddedColumn& column : layout_.added) add_key(column.name);
  }

  void write(const Batch& batch, const std::vector<AddedCells>& cells) override {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      first_ = true;
      output_.text() += '{';
      for (std::size_t i = 0; i < layout_.kept.size(); ++i) add_kept(batch, i, row);
      for (std::size_t i = 0; i < layout_.added.size(); ++i) {
        key(layout_.kept.size() + i);
        add(layout_.added[i].type, cells[i], row);
      }
      output_.text() += '}';
      output_.end_row();
    }
  }

  void finish() override { output_.finish(); }

 private:
  void add_key(const std::string& name) {
    std::string text;
    append_json(name, text);
    keys_.push_back(text + ": ");
  }
  void key(std::size_t i) {
    if (!first_) output_.text() += ", ";
    first_ = false;
    output_.text() += keys_[i];
  }

  void add_kept(const Batch& batch, std::size_t i, std::size_t row) {
    const std::size_t place = layout_.kept[i];
    const RawColumn& column = batch.columns[place];
    if (!column.json.empty()) {
      if (column.json[row].empty()) return;  // the line had no such key
      key(i);
      output_.text() += column.json[row];
      return;
    }
    key(i);
    const std::string_view text = batch.text(place, row, scratch_);
    const bool bare = column.native == table::Kind::number || column.native == table::Kind::flag;
    if (text.empty()) {
      output_.text() += "null";
    } else if (bare) {
      output_.text() += text;
    } else {
      append_json(text, output_.text());
    }
  }

  void add(AddedType type, const AddedCells& cells, std::size_t row) {
    std::string& out = output_.text();
    if (type == AddedType::list) {
      out += '[';
      for (std::size_t i = 0; i < cells.lists[row].size(); ++i) {
        if (i > 0) out += ", ";
        append_json(cells.lists[row][i], out);
      }
      out += ']';
    } else if (type == AddedType::text) {
      if (cells.texts[row].empty()) {
        out += "null";
      } else {
        append_json(cells.texts[row], out);
      }
    } else {
      const double number = cells.numbers[row];
      out += std::isnan(number) ? "null" : base::number_text(number);
    }
  }

  Layout layout_;
  Output output_;
  std::vector<std::string> keys_;
  std::string scratch_;
  bool first_ = true;
};

}  // namespace

void append_added_cell(AddedType type, const AddedCells& cells, std::size_t row, char delimiter,
                       std::string& out) {
  switch (type) {
    case AddedType::text: return append_safe_cell(cells.texts[row], delimiter, out);
    case AddedType::list:
      return append_safe_cell(base::join(cells.lists[row], "; "), delimiter, out);
    case AddedType::integer:
    case AddedType::number:
      if (!std::isnan(cells.numbers[row])) out += base::number_text(cells.numbers[row]);
  }
}

std::unique_ptr<RowSink> csv_sink(const std::string& path, Layout layout, char delimiter) {
  return std::make_unique<CsvSink>(path, std::move(layout), delimiter);
}

std::unique_ptr<RowSink> json_sink(const std::string& path, Layout layout) {
  return std::make_unique<JsonSink>(path, std::move(layout));
}

}  // namespace bestfit::connect
