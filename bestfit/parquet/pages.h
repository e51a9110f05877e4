#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/parquet/footer.h"

namespace bestfit::parquet {

/// What is not known, among the numbers of dictionary entries.
inline constexpr std::uint32_t kNoEntry = UINT32_MAX;

/// Takes the values of a column chunk in the order of its rows. The spans are good for the call.
class ValueSink {
 public:
  ValueSink() = default;
  ValueSink(const ValueSink&) = delete;
  ValueSink& operator=(const ValueSink&) = delete;
  virtual ~ValueSink() = default;

  /// The chunk's dictionary, before any of its entries: one of the two, by the column's kind.
  virtual void number_entries(std::span<const double> numbers) = 0;
  virtual void text_entries(std::span<const std::string_view> texts) = 0;
  /// Rows: numbers of entries, or kNoEntry.
  virtual void entries(std::span<const std::uint32_t> entries) = 0;
  /// Rows: values themselves; NaN is not known.
  virtual void numbers(std::span<const double> numbers) = 0;
  /// Rows: texts themselves; data() is null where it is not known.
  virtual void texts(std::span<const std::string_view> texts) = 0;
};

/// Reads the pages of column chunks. Its memory is used again.
class PageReader {
 public:
  /// Gives all values of a chunk to the sink.
  ///   bytes    of the chunk
  ///   returns  false when it is not made for being read here (another codec or encoding, a whole
  ///            number that a double does not hold, more than 16 million rows or 64 MB in a page),
  ///            or broken; the sink has some values by then
  bool read(std::string_view bytes, const Column& column, const Chunk& chunk, ValueSink& sink);

 private:
  struct Page;
  bool take_page(const Thrift& header, std::string_view packed, ValueSink& sink);
  bool take_data(const Thrift& data, Page page, ValueSink& sink);
  bool take_data_v2(const Thrift& data, std::string_view packed, std::size_t size, ValueSink& sink);
  bool take_dictionary(const Page& page, ValueSink& sink);
  bool take_rows(Page page, ValueSink& sink);
  bool take_entries(std::string_view bytes, ValueSink& sink);
  bool take_numbers(std::string_view bytes, bool runs, ValueSink& sink);
  bool take_texts(std::string_view bytes, ValueSink& sink);
  bool unpack(std::string_view packed, std::size_t size, std::string_view& out);
  bool read_numbers(std::string_view bytes, std::span<double> out) const;
  bool read_texts(std::string_view bytes, std::span<std::string_view> out) const;
  bool read_presence(std::string_view levels, std::size_t rows);

  Column column_;
  std::int64_t codec_ = 0;
  std::size_t dictionary_size_ = 0;
  bool has_dictionary_ = false;
  std::uint64_t rows_most_ = 0;  // that the page may have
  std::size_t rows_ = 0;         // of the page
  std::size_t present_ = 0;      // of them, known
  std::vector<char> unpacked_;
  std::vector<char> unpacked_dictionary_;
  std::vector<std::uint32_t> levels_;  // of the page's rows; when some are not known
  std::vector<std::uint32_t> ids_;
  std::vector<std::uint32_t> row_ids_;
  std::vector<double> numbers_;
  std::vector<double> row_numbers_;
  std::vector<std::string_view> texts_;
  std::vector<std::string_view> row_texts_;
};

}  // namespace bestfit::parquet
