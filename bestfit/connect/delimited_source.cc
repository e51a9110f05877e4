#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/batch_source.h"
#include "bestfit/connect/delimited_lines.h"
#include "bestfit/connect/dialect.h"
#include "bestfit/connect/records.h"
#include "bestfit/connect/utf8.h"

namespace bestfit::connect {
namespace {

constexpr std::size_t kHeadBytes = std::size_t{1} << 18;

class DelimitedSource final : public BatchSource {
 public:
  explicit DelimitedSource(Intake& intake) : intake_(intake), refused_(intake.rejections) {
    const ReadOptions& options = intake.options;
    more_ = intake_.source.read(buffer_, kHeadBytes);
    dialect_ = sniff_dialect(buffer_, options.delimiter);
    if (dialect_.sep_line) {
      at_ = std::min(buffer_.size(), buffer_.find(dialect_.newline) + 1);
      ++line_;
    }
    read_header();
    if (!skip_blank_lines()) {
      throw Error(
          Fault::bad_input,
          fmt::format("'{}' has a header of {} column{} and no rows after it",
                      intake_.source.name(), columns_.size(), columns_.size() == 1 ? "" : "s"));
    }
  }

  const std::vector<InputColumn>& columns() const override { return columns_; }
  char delimiter() const override { return dialect_.delimiter; }
  double share_read() const override { return intake_.source.share_read(); }
  std::optional<TextPlace> place() const override {
    return TextPlace{.dialect = dialect_,
                     .offset = intake_.source.bytes_read() - (buffer_.size() - at_),
                     .line = line_,
                     .bytes_read = intake_.source.bytes_read()};
  }
  std::string words() const override {
    return fmt::format("{}, {}{}", dialect_.delimiter == '\t' ? "TSV" : "CSV",
                       delimiter_words(dialect_.delimiter),
                       dialect_.quote == '\'' ? ", single quotes" : "");
  }

  bool next(Batch& batch) override {
    while (batch.rows == 0) {
      if (!more_ && at_ == buffer_.size()) {
        refused_.end();
        if (blank_lines_ > 0) note_blank_lines();
        return false;
      }
      fill(batch);
    }
    return true;
  }

 private:
  /// Cuts off the next record; reads on until it is whole.
  Split cut(Record& record) {
    for (;;) {
      const Split state =
          split_record(std::string_view(buffer_).substr(at_), !more_, dialect_, record);
      if (state != Split::cut_off) return state;
      if (buffer_.size() - at_ > 4 * kRecordBytesMax) refuse_long_line();
      more_ = intake_.source.read(buffer_, kBatchBytes);
    }
  }

  [[noreturn]] void refuse_long_line() const {
    throw Error(Fault::bad_input,
                fmt::format("'{}' line {}: longer than {} bytes; is this delimited text?",
                            intake_.source.name(), line_, base::count_text(4 * kRecordBytesMax)));
  }

  /// Goes to the next record that is not blank; false at the end of the text.
  bool skip_blank_lines() {
    Record record;
    while (more_ || at_ < buffer_.size()) {
      if (at_ == buffer_.size()) {
        more_ = intake_.source.read(buffer_, kBatchBytes);
        continue;
      }
      const Split state = cut(record);
      if (state != Split::record ||
          !is_blank(record, std::string_view(buffer_).substr(at_, record.size))) {
        return true;
      }
      at_ += record.size;
      ++line_;
    }
    return false;
  }

  void read_header() {
    Record record;
    if (!skip_blank_lines()) {
      throw Error(Fault::bad_input, fmt::format("'{}' is empty: a header line and rows are needed",
                                                intake_.source.name()));
    }
    if (cut(record) == Split::broken) {
      throw Error(Fault::bad_input, fmt::format("'{}' line {}: the header is broken: {}",
                                                intake_.source.name(), line_, record.fault));
    }
    std::vector<std::string> names;
    names.reserve(record.cells.size());
    for (const CellText& cell : record.cells) names.push_back(plain_text(cell, dialect_.quote));
    const bool first_is_data = intake_.options.header == Header::none;
    if (first_is_data) names.assign(names.size(), "");
    columns_ = named_columns(names, intake_);
    if (first_is_data) return;
    at_ += record.size;
    line_ += record.line_count;
  }

  /// Takes all whole records of the buffer; at least one when there is one.
  void fill(Batch& batch) {
    buffer_.erase(0, at_);
    at_ = 0;
    if (more_) more_ = intake_.source.read(buffer_, kBatchBytes);
    buffer_.reserve(64);  // on the heap: swapping strings then leaves the bytes where they are
    batch.columns.resize(columns_.size());
    Record record;
    while (at_ < buffer_.size()) {
      const std::string_view left = std::string_view(buffer_).substr(at_);
      const Split state = split_record(left, !more_, dialect_, record);
      if (state == Split::cut_off) break;
      take(state, record, left.substr(0, record.size), batch);
      at_ += record.size;
      line_ += record.line_count;
    }
    if (at_ == 0 && buffer_.size() > 4 * kRecordBytesMax) refuse_long_line();
    batch.buffer.swap(buffer_);
    buffer_.assign(batch.buffer, at_, std::string::npos);
    at_ = 0;
  }

  void take(Split state, const Record& record, std::string_view text, Batch& batch) {
    if (is_blank(record, text) && state == Split::record) {
      ++blank_lines_;
      return;
    }
    std::string reason = state == Split::broken ? record.fault : fault_of(record, text);
    if (!reason.empty()) {
      const std::string_view line = text.substr(0, text.find_last_not_of("\r\n") + 1);
      refused_.add(
          {.line = line_,
           .reason = std::move(reason),
           .text = std::string(line),
           .one_cell = record.cells.size() == 1 && state == Split::record && !is_cut_off(text)});
      return;
    }
    refused_.row_taken();
    for (std::size_t i = 0; i < record.cells.size(); ++i) {
      const CellText& cell = record.cells[i];
      std::string_view view = cell.text;
      if (cell.doubled) view = batch.unescaped.emplace_back(plain_text(cell, dialect_.quote));
      batch.columns[i].texts.push_back(view.empty() ? std::string_view() : view);
    }
    batch.lines.push_back(line_);
    ++batch.rows;
  }

  [[nodiscard]] bool is_cut_off(std::string_view text) const {
    return intake_.source.is_cut_off() && !is_utf8(text);
  }

  /// Why a record is not taken; empty when it is.
  std::string fault_of(const Record& record, std::string_view text) const {
    if (is_cut_off(text)) {
      return fmt::format("the file ends in the middle of a character of {}",
                         intake_.source.encoding());
    }
    const bool fits_width = record.cells.size() == columns_.size();
    if (fits_width && intake_.source.has_nul() && text.find('\0') != std::string_view::npos) {
      return "a NUL byte";
    }
    if (fits_width && intake_.source.has_broken_utf8() && !is_utf8(text)) {
      return "bytes that are not UTF-8";
    }
    return misfit_of(record, text, columns_, intake_.options.field_bytes_max);
  }

  void note_blank_lines() {
    intake_.notes.push_back(
        fmt::format("{} blank line{} skipped", blank_lines_, blank_lines_ == 1 ? "" : "s"));
    blank_lines_ = 0;
  }

  Intake& intake_;
  Dialect dialect_;
  std::vector<InputColumn> columns_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t blank_lines_ = 0;
  bool more_ = true;
  RefusedLines refused_;
};

}  // namespace

std::vector<InputColumn> named_columns(const std::vector<std::string>& header, Intake& intake) {
  std::vector<InputColumn> columns;
  columns.reserve(header.size());
  std::unordered_map<std::string, std::size_t> places;
  std::vector<std::string> nameless;
  for (std::size_t i = 0; i < header.size(); ++i) {
    std::string name(base::trim(header[i]));
    if (name.empty()) {
      name = fmt::format("column_{}", i + 1);
      nameless.push_back(name);
    }
    const auto [known, fresh] = places.try_emplace(name, i + 1);
    if (!fresh) {
      throw Error(
          Fault::bad_input,
          fmt::format("'{}' line 1: columns {} and {} have the same name '{}'; rename one of "
                      "them",
                      intake.source.name(), known->second, i + 1, name));
    }
    columns.push_back({.name = std::move(name)});
  }
  if (!nameless.empty() && intake.options.header == Header::first_line) {
    const bool many = nameless.size() > 10;
    if (many) nameless.resize(10);
    intake.notes.push_back(fmt::format("columns without a name were given one: {}{}",
                                       base::join(nameless, ", "), many ? ", …" : ""));
  }
  return columns;
}

std::unique_ptr<BatchSource> delimited_source(Intake& intake) {
  return std::make_unique<DelimitedSource>(intake);
}

}  // namespace bestfit::connect
