#include "bestfit/connect/records.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace bestfit::connect {
namespace {

/// Walks over one record.
class Splitter {
 public:
  Splitter(std::string_view text, bool last, const Dialect& dialect, Record& record)
      : begin_(text.data()),
        end_(text.data() + text.size()),
        at_(begin_),
        last_(last),
        dialect_(dialect),
        record_(record) {}

  Split run() {
    record_.cells.clear();
    record_.line_count = 1;
    record_.fault.clear();
    for (;;) {
      const bool quoted = at_ < end_ && *at_ == dialect_.quote;
      const Split state = quoted ? quoted_cell() : plain_cell();
      if (state != Split::record) return state;
      if (at_ == end_) return done(0);
      if (*at_ == dialect_.newline) return done(1);
      ++at_;  // the delimiter
    }
  }

 private:
  Split done(std::size_t line_end) {
    record_.size = static_cast<std::size_t>(at_ - begin_) + line_end;
    return Split::record;
  }

  /// The first line alone is given up, so that the records after it are not lost.
  Split broken(std::string fault) {
    const std::size_t left = static_cast<std::size_t>(end_ - begin_);
    const void* line_end = std::memchr(begin_, dialect_.newline, left);
    if (line_end == nullptr && !last_) return Split::cut_off;
    record_.size = line_end == nullptr
                       ? left
                       : static_cast<std::size_t>(static_cast<const char*>(line_end) - begin_) + 1;
    record_.line_count = 1;
    record_.fault = std::move(fault);
    return Split::broken;
  }

  Split plain_cell() {
    const char* start = at_;
    const char delimiter = dialect_.delimiter;
    const char newline = dialect_.newline;
    const char* at = at_;
    while (at < end_ && *at != delimiter && *at != newline) ++at;
    at_ = at;
    if (at == end_ && !last_) return Split::cut_off;
    const bool at_line_end = at == end_ || *at == newline;
    if (at_line_end && newline == '\n' && at > start && at[-1] == '\r') --at;
    record_.cells.push_back({.text = {start, static_cast<std::size_t>(at - start)}});
    return Split::record;
  }

  Split quoted_cell() {
    const char* start = at_ + 1;
    const char* from = start;
    bool doubled = false;
    for (;;) {
      const void* found = std::memchr(from, dialect_.quote, static_cast<std::size_t>(end_ - from));
      if (found == nullptr) return never_closed();
      const char* close = static_cast<const char*>(found);
      if (close + 1 == end_ && !last_) return Split::cut_off;
      if (close + 1 < end_ && close[1] == dialect_.quote) {
        doubled = true;
        from = close + 2;
        continue;
      }
      return closed(start, close, doubled);
    }
  }

  Split never_closed() {
    if (!last_ && static_cast<std::size_t>(end_ - begin_) < kRecordBytesMax) return Split::cut_off;
    return broken(
        fmt::format("the quote opened in cell {} is never closed", record_.cells.size() + 1));
  }

  Split closed(const char* start, const char* close, bool doubled) {
    at_ = close + 1;
    if (dialect_.newline == '\n' && at_ < end_ && *at_ == '\r') {
      if (at_ + 1 == end_ && !last_) return Split::cut_off;
      if (at_ + 1 == end_ || at_[1] == '\n') ++at_;
    }
    if (at_ < end_ && *at_ != dialect_.delimiter && *at_ != dialect_.newline) {
      return broken(
          fmt::format("text after the closing quote of cell {}", record_.cells.size() + 1));
    }
    record_.line_count += static_cast<std::size_t>(std::count(start, close, dialect_.newline));
    record_.cells.push_back(
        {.text = {start, static_cast<std::size_t>(close - start)}, .doubled = doubled});
    return Split::record;
  }

  const char* begin_;
  const char* end_;
  const char* at_;
  bool last_;
  const Dialect& dialect_;
  Record& record_;
};

}  // namespace

Split split_record(std::string_view text, bool last, const Dialect& dialect, Record& record) {
  return Splitter(text, last, dialect, record).run();
}

std::string plain_text(const CellText& cell, char quote) {
  if (!cell.doubled) return std::string(cell.text);
  std::string out;
  out.reserve(cell.text.size());
  for (std::size_t i = 0; i < cell.text.size(); ++i) {
    out += cell.text[i];
    if (cell.text[i] == quote) ++i;
  }
  return out;
}

}  // namespace bestfit::connect
