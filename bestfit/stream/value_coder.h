#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/parquet/pages.h"
#include "bestfit/stream/cell_coder.h"

namespace bestfit::stream {

/// Codes of a question from the values of a Parquet column: those of its dictionary once.
class ValueCoder final : public parquet::ValueSink {
 public:
  ///   task  with a question; a format of text columns
  ValueCoder(const score::Codebook& book, CellCoder::Task task);

  /// Begins a chunk, whose codes are added to these.
  void start(std::vector<score::Code>& codes);
  /// A text is not UTF-8, may change how the column is read, or does not read as its kind: such
  /// cells are to be counted row by row.
  [[nodiscard]] bool refuses() const {
    return refuses_ || coder_.has_news() || coder_.misread().cells > 0;
  }

  void number_entries(std::span<const double> numbers) override;
  void text_entries(std::span<const std::string_view> texts) override;
  void entries(std::span<const std::uint32_t> entries) override;
  void numbers(std::span<const double> numbers) override;
  void texts(std::span<const std::string_view> texts) override;

 private:
  [[nodiscard]] score::Code code_of(double number) const;
  [[nodiscard]] score::Code code_of(std::string_view text);

  bool is_flag_;
  score::Code yes_ = score::kCodeNotKnown;
  score::Code no_ = score::kCodeNotKnown;
  std::vector<double> cuts_;
  std::vector<score::Code> cut_codes_;
  CellCoder coder_;
  std::vector<score::Code> entry_codes_;
  std::vector<score::Code>* codes_ = nullptr;
  bool refuses_ = false;
};

/// Days of a Parquet column of dates.
class DayTaker final : public parquet::ValueSink {
 public:
  /// Begins a chunk, whose days are added to these.
  void start(std::vector<double>& days) { days_ = &days; }

  void number_entries(std::span<const double> numbers) override;
  void text_entries(std::span<const std::string_view>) override {}
  void entries(std::span<const std::uint32_t> entries) override;
  void numbers(std::span<const double> numbers) override;
  void texts(std::span<const std::string_view>) override {}

 private:
  std::vector<double> entry_days_;
  std::vector<double>* days_ = nullptr;
};

/// The texts of the first rows of a column, to find out how they are written.
class TextTaker final : public parquet::ValueSink {
 public:
  explicit TextTaker(std::size_t most) : most_(most) {}
  [[nodiscard]] const std::vector<std::string>& taken() const { return taken_; }

  void number_entries(std::span<const double>) override {}
  void text_entries(std::span<const std::string_view> texts) override;
  void entries(std::span<const std::uint32_t> entries) override;
  void numbers(std::span<const double>) override {}
  void texts(std::span<const std::string_view> texts) override;

 private:
  std::size_t most_;
  std::vector<std::string> entry_texts_;
  std::vector<std::string> taken_;
};

}  // namespace bestfit::stream
