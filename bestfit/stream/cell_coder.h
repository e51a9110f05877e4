#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/recognise/column_format.h"
#include "bestfit/recognise/evidence.h"
#include "bestfit/recognise/format_options.h"
#include "bestfit/score/codebook.h"
#include "bestfit/stream/memo.h"

namespace bestfit::stream {

/// How the cells of the columns that profiles want are read, as far as it is known.
struct Reading {
  std::size_t version = 0;
  std::vector<recognise::ColumnFormat> formats;  // one for each wanted column
  std::vector<recognise::Told> told;             // likewise
};

/// Cells that do not read as the kind of their column.
struct Misread {
  std::size_t cells = 0;
  std::vector<std::string> examples;  // the first 3 that differ, at most 40 bytes of each
};

inline constexpr std::size_t kShortDigits = 8;

/// The number that at most 8 digits make, taken all at once; none when other letters are there.
///   cell    1 to 8 bytes, before which there is slack
///   source  Lemire, "Quickly parsing eight digits", 2018
inline std::optional<std::uint32_t> short_digits(std::string_view cell) {
  constexpr std::uint64_t kZeros = 0x3030303030303030ULL;
  std::uint64_t letters = 0;
  std::memcpy(&letters, cell.data() + cell.size() - kShortDigits, kShortDigits);
  const auto before = static_cast<int>(8 * (kShortDigits - cell.size()));
  letters = (letters >> before << before) | (kZeros & ((std::uint64_t{1} << before) - 1));
  const std::uint64_t high = letters & 0xF0F0F0F0F0F0F0F0ULL;
  const std::uint64_t over = (letters + 0x0606060606060606ULL) & 0xF0F0F0F0F0F0F0F0ULL;
  if ((high | over >> 4) != 0x3333333333333333ULL) return std::nullopt;
  letters -= kZeros;
  letters = letters * 10 + (letters >> 8);
  const std::uint64_t even = (letters & 0x000000FF000000FFULL) * 0x000F424000000064ULL;
  const std::uint64_t odd = (letters >> 16 & 0x000000FF000000FFULL) * 0x0000271000000001ULL;
  return static_cast<std::uint32_t>((even + odd) >> 32);
}

/// Adds what further cells of the column were.
void merge(const Misread& fresh, Misread& all);

/// Reads the cells of one column: each distinct text once, plain numbers at sight.
class CellCoder {
 public:
  /// How a column is read, for whom.
  struct Task {
    recognise::ColumnFormat format;
    recognise::Told told = recognise::Told::surely;
    recognise::FormatOptions options;
    std::optional<std::size_t> question;  // none: a date, which makes ages
  };
  CellCoder(const score::Codebook& book, Task task);

  /// The code of a cell of a number, flag, category or set; faster where there is slack before the
  /// cell (bytes.h).
  score::Code code_with_slack(std::string_view cell) {
    if (!reads_plain_numbers_ || cell.empty() || cell.size() > kShortDigits) return code(cell);
    const std::optional<std::uint32_t> digits = short_digits(cell);
    return digits ? code_of(static_cast<double>(*digits)) : code(cell);
  }
  score::Code code(std::string_view cell) {
    if (cell.empty()) return score::kCodeNotKnown;
    if (reads_plain_numbers_) {
      const std::optional<double> number = plain_number(cell);
      if (number) return code_of(*number);
    }
    return seen(cell).code;
  }
  /// The day of a cell of dates; NaN when it is not known.
  double day(std::string_view cell);

  /// A cell was seen that may change how the column is read.
  [[nodiscard]] bool has_news() const { return has_news_; }
  [[nodiscard]] const Misread& misread() const { return misread_; }
  /// Forgets both, not what was read.
  void start_piece();

 private:
  [[nodiscard]] std::optional<double> plain_number(std::string_view cell) const;
  [[nodiscard]] score::Code code_of(double number) const {
    std::size_t above = 0;
    for (const double cut : cuts_) above += number >= cut ? 1 : 0;
    return cut_codes_[above];
  }
  const Seen& seen(std::string_view cell) {
    const Seen* known = memo_.find(cell);
    if (known == nullptr) known = &memo_.add(cell, read(cell));
    if (known->is_special) note(cell, *known);
    return *known;
  }
  [[nodiscard]] Seen read(std::string_view cell) const;
  void read_value(std::string_view text, bool missing, Seen& seen) const;
  [[nodiscard]] score::Code code_of_members(std::string_view text) const;
  void note(std::string_view cell, const Seen& seen);

  const score::Codebook& book_;
  Task task_;
  bool reads_plain_numbers_ = false;
  bool reads_points_ = false;  // 12.5 says nothing new, and the point is the decimal mark
  std::vector<double> cuts_;
  std::vector<score::Code> cut_codes_;
  Memo memo_;
  bool has_news_ = false;
  Misread misread_;
};

}  // namespace bestfit::stream
