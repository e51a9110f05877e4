#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/connect/batch.h"
#include "bestfit/connect/records.h"
#include "bestfit/connect/rejections.h"

namespace bestfit::connect {

/// The record is a line with nothing in it.
///   text  its bytes
bool is_blank(const Record& record, std::string_view text);

/// Why a record does not fit its file: it has too many or too few cells, or one that is too long;
/// empty when it fits.
std::string misfit_of(const Record& record, std::string_view text,
                      const std::vector<InputColumn>& columns, std::size_t field_bytes_max);

/// A line that is not taken.
struct RefusedLine {
  std::size_t line = 0;
  std::string reason;
  std::string text;       // without its line end
  bool one_cell = false;  // may belong to the footer of a report
};

/// Hands the refused lines of a file to its rejections, in order. Lines of one cell wait: at the
/// end of the file they are the footer of a Salesforce report when one of them says so.
class RefusedLines {
 public:
  explicit RefusedLines(Rejections& rejections) : rejections_(rejections) {}

  void add(RefusedLine line);
  /// A row came after the lines so far.
  void row_taken();
  void end();

 private:
  void flush(bool at_end);

  Rejections& rejections_;
  std::vector<RefusedLine> waiting_;
};

}  // namespace bestfit::connect
