#include "bestfit/stream/value_coder.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "bestfit/connect/utf8.h"
#include "bestfit/table/column.h"

namespace bestfit::stream {

using score::Code;

ValueCoder::ValueCoder(const score::Codebook& book, CellCoder::Task task)
    : is_flag_(task.format.kind == table::Kind::flag), coder_(book, task) {
  const std::size_t question = task.question.value();
  if (is_flag_) {
    yes_ = book.of_label(question, "yes");
    no_ = book.of_label(question, "no");
  } else {
    cuts_ = book.cuts(question);
    cut_codes_ = book.cut_codes(question);
  }
}

void ValueCoder::start(std::vector<Code>& codes) {
  codes_ = &codes;
  entry_codes_.clear();
  coder_.start_piece();
}

Code ValueCoder::code_of(double number) const {
  if (std::isnan(number)) return score::kCodeNotKnown;
  if (is_flag_) return number != 0.0 ? yes_ : no_;
  std::size_t above = 0;
  for (const double cut : cuts_) above += number >= cut ? 1 : 0;
  return cut_codes_[above];
}

Code ValueCoder::code_of(std::string_view text) {
  if (!connect::is_utf8(text)) refuses_ = true;
  return coder_.code(text);
}

void ValueCoder::number_entries(std::span<const double> numbers) {
  entry_codes_.clear();
  for (const double number : numbers) entry_codes_.push_back(code_of(number));
}

void ValueCoder::text_entries(std::span<const std::string_view> texts) {
  entry_codes_.clear();
  for (const std::string_view text : texts) entry_codes_.push_back(code_of(text));
}

void ValueCoder::entries(std::span<const std::uint32_t> entries) {
  const std::size_t start = codes_->size();
  codes_->resize(start + entries.size());
  Code* to = codes_->data() + start;
  for (const std::uint32_t entry : entries) {
    *to++ = entry == parquet::kNoEntry ? score::kCodeNotKnown : entry_codes_[entry];
  }
}

void ValueCoder::numbers(std::span<const double> numbers) {
  const std::size_t start = codes_->size();
  codes_->resize(start + numbers.size());
  Code* to = codes_->data() + start;
  for (const double number : numbers) *to++ = code_of(number);
}

void ValueCoder::texts(std::span<const std::string_view> texts) {
  for (const std::string_view text : texts) codes_->push_back(code_of(text));
}

void DayTaker::number_entries(std::span<const double> numbers) {
  entry_days_.assign(numbers.begin(), numbers.end());
}

void DayTaker::entries(std::span<const std::uint32_t> entries) {
  for (const std::uint32_t entry : entries) {
    days_->push_back(entry == parquet::kNoEntry ? table::kMissing : entry_days_[entry]);
  }
}

void DayTaker::numbers(std::span<const double> numbers) {
  days_->insert(days_->end(), numbers.begin(), numbers.end());
}

void TextTaker::text_entries(std::span<const std::string_view> texts) {
  entry_texts_.assign(texts.begin(), texts.end());
}

void TextTaker::entries(std::span<const std::uint32_t> entries) {
  for (const std::uint32_t entry : entries) {
    if (taken_.size() == most_) return;
    taken_.push_back(entry == parquet::kNoEntry ? std::string() : entry_texts_[entry]);
  }
}

void TextTaker::texts(std::span<const std::string_view> texts) {
  for (const std::string_view text : texts) {
    if (taken_.size() == most_) return;
    taken_.emplace_back(text);
  }
}

}  // namespace bestfit::stream
