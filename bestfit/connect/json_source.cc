#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/batch_source.h"
#include "bestfit/connect/json_record.h"
#include "bestfit/connect/records.h"
#include "bestfit/connect/utf8.h"

namespace bestfit::connect {
namespace {

/// Cuts the text into records: lines, or the values of one array.
class JsonRecords {
 public:
  explicit JsonRecords(Source& source) : source_(source) {
    more_ = source_.read(buffer_, kBatchBytes);
    const std::size_t first = buffer_.find_first_not_of(" \t\r\n");
    array_ = first != std::string::npos && buffer_[first] == '[';
    if (!array_) return;
    at_ = first + 1;
    count_lines(0, at_);
  }

  [[nodiscard]] bool is_array() const { return array_; }
  [[nodiscard]] std::size_t line() const { return line_; }

  /// The next record that is not blank; good until the next call. Empty at the end.
  std::string_view next() {
    for (;;) {
      skip_between();
      const std::string_view left = std::string_view(buffer_).substr(at_);
      std::size_t size = 0;
      if (!left.empty()) size = array_ ? json_value_size(left) : line_size(left);
      if (size == 0 && more_) {
        refill();
        continue;
      }
      if (size == 0) size = left.size();
      line_ = next_line_;
      count_lines(at_, at_ + size);
      at_ += size;
      return base::trim(left.substr(0, size));
    }
  }

 private:
  static std::size_t line_size(std::string_view left) {
    const std::size_t end = left.find('\n');
    return end == std::string_view::npos ? 0 : end + 1;
  }

  void skip_between() {
    const std::size_t start = at_;
    const std::string_view between = array_ ? " \t\r\n,]" : " \t\r\n";
    at_ = std::min(buffer_.size(), buffer_.find_first_not_of(between, at_));
    count_lines(start, at_);
  }

  void count_lines(std::size_t from, std::size_t to) {
    next_line_ += static_cast<std::size_t>(
        std::count(buffer_.begin() + static_cast<std::ptrdiff_t>(from),
                   buffer_.begin() + static_cast<std::ptrdiff_t>(to), '\n'));
  }

  void refill() {
    buffer_.erase(0, at_);
    at_ = 0;
    if (buffer_.size() > 4 * kRecordBytesMax) {
      throw Error(Fault::bad_input,
                  fmt::format("'{}' line {}: a record of more than {} bytes", source_.name(),
                              next_line_, base::count_text(4 * kRecordBytesMax)));
    }
    more_ = source_.read(buffer_, kBatchBytes);
  }

  Source& source_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t next_line_ = 1;
  bool more_ = true;
  bool array_ = false;
};

class JsonSource final : public BatchSource {
 public:
  explicit JsonSource(Intake& intake) : intake_(intake) {
    find_columns();
    intake_.source.rewind();
    records_ = std::make_unique<JsonRecords>(intake_.source);
  }

  const std::vector<InputColumn>& columns() const override { return columns_; }
  double share_read() const override { return intake_.source.share_read(); }
  std::string words() const override { return records_->is_array() ? "JSON array" : "JSON lines"; }

  bool next(Batch& batch) override {
    batch.columns.resize(columns_.size());
    std::vector<JsonMember> members;
    std::size_t bytes = 0;
    while (bytes < kBatchBytes || batch.rows == 0) {
      const std::string_view text = records_->next();
      if (text.empty()) break;
      bytes += text.size();
      take(text, members, batch);
    }
    return batch.rows > 0;
  }

 private:
  /// A first pass over all records: the columns are the keys of all of them.
  void find_columns() {
    JsonRecords records(intake_.source);
    std::vector<JsonMember> members;
    std::vector<std::string> names;
    std::string first_fault;
    for (;;) {
      const std::string_view text = records.next();
      if (text.empty()) break;
      const std::string fault = read_json_object(text, members);
      if (!fault.empty() && first_fault.empty()) {
        first_fault = fmt::format("line {}: {}", records.line(), fault);
      }
      if (!fault.empty()) continue;
      for (const JsonMember& member : members) {
        if (places_.try_emplace(member.key, names.size()).second) names.push_back(member.key);
      }
    }
    if (names.empty()) {
      throw Error(Fault::bad_input,
                  fmt::format("'{}' has no JSON object on any line; JSON lines have one object a "
                              "line{}{}",
                              intake_.source.name(), first_fault.empty() ? "" : "; ", first_fault));
    }
    columns_ = named_columns(names, intake_);
  }

  void take(std::string_view text, std::vector<JsonMember>& members, Batch& batch) {
    std::string fault = read_json_object(text, members);
    if (fault.empty()) fault = fault_of(text, members);
    if (!fault.empty()) {
      intake_.rejections.add(records_->line(), std::move(fault), text);
      return;
    }
    for (RawColumn& column : batch.columns) {
      column.texts.emplace_back();
      column.json.emplace_back();
    }
    for (const JsonMember& member : members) {
      RawColumn& column = batch.columns[places_.at(member.key)];
      column.json.back() = batch.unescaped.emplace_back(member.value);
      if (member.value != "null") {
        column.texts.back() = batch.unescaped.emplace_back(json_cell(member.value));
      }
    }
    batch.lines.push_back(records_->line());
    ++batch.rows;
  }

  std::string fault_of(std::string_view text, const std::vector<JsonMember>& members) const {
    if (intake_.source.has_broken_utf8() && !is_utf8(text)) return "bytes that are not UTF-8";
    const std::size_t most = intake_.options.field_bytes_max;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (members[i].value.size() > most) {
        return fmt::format("key '{}' has {} bytes, more than {}", members[i].key,
                           base::count_text(members[i].value.size()), base::count_text(most));
      }
      for (std::size_t j = 0; j < i; ++j) {
        if (members[i].key == members[j].key) return fmt::format("key '{}' twice", members[i].key);
      }
    }
    return {};
  }

  Intake& intake_;
  std::unique_ptr<JsonRecords> records_;
  std::vector<InputColumn> columns_;
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace

std::unique_ptr<BatchSource> json_source(Intake& intake) {
  return std::make_unique<JsonSource>(intake);
}

}  // namespace bestfit::connect
