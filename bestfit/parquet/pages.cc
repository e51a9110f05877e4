#include "bestfit/parquet/pages.h"

#include <zstd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "bestfit/parquet/levels.h"
#include "bestfit/parquet/snappy.h"

namespace bestfit::parquet {
namespace {

constexpr std::size_t kPageMax = std::size_t{64} << 20;
constexpr std::uint64_t kRowsMax = std::uint64_t{1} << 24;  // of a chunk
constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();

enum class Encoding : int { plain = 0, plain_dictionary = 2, runs = 3, dictionary = 8 };
enum class Codec : int { none = 0, snappy = 1, zstd = 6 };
enum class PageType : int { data = 0, index = 1, dictionary = 2, data_v2 = 3 };

std::size_t size_at(const Thrift& header, int id) {
  const auto value = header.integer_at(id);
  return value && *value >= 0 ? static_cast<std::size_t>(*value) : SIZE_MAX;
}

template <typename Value>
bool copy_numbers(std::string_view bytes, const Column& column, std::span<double> out) {
  if (bytes.size() / sizeof(Value) < out.size()) return false;
  bool exact = true;
  for (std::size_t i = 0; i < out.size(); ++i) {
    Value value;
    std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
    if constexpr (std::is_integral_v<Value>) {
      exact = exact && value <= column.whole_high && value >= column.whole_low;
    }
    out[i] = static_cast<double>(value);
    if constexpr (!std::is_integral_v<Value>) {
      if (!std::isfinite(out[i])) out[i] = kNotKnown;
    }
  }
  return exact;
}

/// Puts known values where rows have one, and what stands for not known elsewhere.
template <typename Value>
void scatter(std::span<const Value> known, std::span<const std::uint32_t> levels, Value missing,
             std::vector<Value>& out) {
  out.resize(levels.size());
  std::size_t next = 0;
  for (std::size_t row = 0; row < levels.size(); ++row) {
    out[row] = levels[row] != 0 ? known[next++] : missing;
  }
}

}  // namespace

/// A page's rows, unpacked.
struct PageReader::Page {
  std::size_t values = 0;
  Encoding encoding = Encoding::plain;
  std::string_view levels;  // how many values are known; empty: all
  std::string_view bytes;   // of the values
};

bool PageReader::read(std::string_view bytes, const Column& column, const Chunk& chunk,
                      ValueSink& sink) {
  column_ = column;
  codec_ = chunk.codec;
  has_dictionary_ = false;
  if (chunk.values > kRowsMax) return false;
  std::uint64_t rows = 0;
  while (rows < chunk.values) {
    rows_most_ = chunk.values - rows;
    std::size_t used = 0;
    const auto header = read_thrift(bytes, used);
    if (!header) return false;
    const std::size_t packed = size_at(*header, 3);
    if (packed > bytes.size() - used) return false;
    rows_ = 0;
    if (!take_page(*header, bytes.substr(used, packed), sink)) return false;
    rows += rows_;
    bytes.remove_prefix(used + packed);
  }
  return rows == chunk.values;
}

bool PageReader::unpack(std::string_view packed, std::size_t size, std::string_view& out) {
  const auto codec = static_cast<Codec>(codec_);
  if (codec == Codec::none) {
    out = packed;
    return packed.size() == size;
  }
  if (size > kPageMax) return false;
  unpacked_.resize(size);
  out = {unpacked_.data(), size};
  if (codec == Codec::snappy) return unpack_snappy(packed, unpacked_);
  return codec == Codec::zstd &&
         ZSTD_decompress(unpacked_.data(), size, packed.data(), packed.size()) == size;
}

bool PageReader::take_page(const Thrift& header, std::string_view packed, ValueSink& sink) {
  const std::size_t size = size_at(header, 2);
  if (size > kPageMax) return false;
  Page page;
  const Thrift* data = nullptr;
  switch (static_cast<PageType>(header.integer_at(1).value_or(-1))) {
    case PageType::index: return true;
    case PageType::dictionary:
      data = header.field(7);
      if (data == nullptr || !unpack(packed, size, page.bytes)) return false;
      page.values = size_at(*data, 1);
      return take_dictionary(page, sink);
    case PageType::data:
      data = header.field(5);
      return data != nullptr && unpack(packed, size, page.bytes) && take_data(*data, page, sink);
    case PageType::data_v2:
      data = header.field(8);
      return data != nullptr && take_data_v2(*data, packed, size, sink);
  }
  return false;
}

/// Rows of a page of version 1, whose levels are packed with the values.
bool PageReader::take_data(const Thrift& data, Page page, ValueSink& sink) {
  page.values = size_at(data, 1);
  page.encoding = static_cast<Encoding>(data.integer_at(2).value_or(-1));
  if (!column_.may_be_null) return take_rows(page, sink);
  const bool runs = data.integer_at(3) == static_cast<int>(Encoding::runs);
  std::uint32_t length = 0;
  if (!runs || page.bytes.size() < 4) return false;
  std::memcpy(&length, page.bytes.data(), 4);
  if (length > page.bytes.size() - 4) return false;
  page.levels = page.bytes.substr(4, length);
  page.bytes.remove_prefix(4 + std::size_t{length});
  return take_rows(page, sink);
}

bool PageReader::take_data_v2(const Thrift& data, std::string_view packed, std::size_t size,
                              ValueSink& sink) {
  Page page;
  page.values = size_at(data, 1);
  page.encoding = static_cast<Encoding>(data.integer_at(4).value_or(-1));
  const std::size_t levels = size_at(data, 5);
  if (size_at(data, 6) != 0 || levels > packed.size() || levels > size) return false;
  const Thrift* is_packed = data.field(7);
  const bool plain = is_packed != nullptr && is_packed->type == Thrift::Type::no;
  if (column_.may_be_null) page.levels = packed.substr(0, levels);
  page.bytes = packed.substr(levels);
  if (!plain && !unpack(packed.substr(levels), size - levels, page.bytes)) return false;
  return take_rows(page, sink);
}

bool PageReader::take_dictionary(const Page& page, ValueSink& sink) {
  if (has_dictionary_ || page.values > page.bytes.size()) return false;
  has_dictionary_ = true;
  dictionary_size_ = page.values;
  unpacked_dictionary_.assign(page.bytes.begin(), page.bytes.end());
  const std::string_view bytes(unpacked_dictionary_.data(), unpacked_dictionary_.size());
  if (column_.kind == ValueKind::text) {
    texts_.resize(page.values);
    if (!read_texts(bytes, texts_)) return false;
    sink.text_entries(texts_);
    return true;
  }
  numbers_.resize(page.values);
  if (!read_numbers(bytes, numbers_)) return false;
  sink.number_entries(numbers_);
  return true;
}

/// Finds out which rows are known.
bool PageReader::read_presence(std::string_view levels, std::size_t rows) {
  rows_ = present_ = rows;
  levels_.clear();
  if (levels.empty()) return !column_.may_be_null || rows == 0;
  std::vector<std::uint32_t>& out = levels_;
  out.resize(rows);
  if (!unpack_hybrid(levels, 1, out)) return false;
  present_ = static_cast<std::size_t>(std::count(out.begin(), out.end(), 1U));
  if (present_ == rows) out.clear();
  return true;
}

bool PageReader::take_rows(Page page, ValueSink& sink) {
  if (page.values > rows_most_ || !read_presence(page.levels, page.values)) return false;
  switch (page.encoding) {
    case Encoding::plain_dictionary:
    case Encoding::dictionary: return take_entries(page.bytes, sink);
    case Encoding::plain:
      return column_.kind == ValueKind::text ? take_texts(page.bytes, sink)
                                             : take_numbers(page.bytes, false, sink);
    case Encoding::runs:
      return column_.kind == ValueKind::flag && take_numbers(page.bytes, true, sink);
  }
  return false;
}

bool PageReader::take_entries(std::string_view bytes, ValueSink& sink) {
  ids_.resize(present_);
  if (!has_dictionary_ || (bytes.empty() && present_ > 0)) return false;
  if (present_ > 0 &&
      !unpack_hybrid(bytes.substr(1), static_cast<std::uint8_t>(bytes.front()), ids_)) {
    return false;
  }
  const bool good = std::all_of(ids_.begin(), ids_.end(),
                                [&](std::uint32_t id) { return id < dictionary_size_; });
  if (!good) return false;
  if (levels_.empty()) {
    sink.entries(ids_);
  } else {
    scatter<std::uint32_t>(ids_, levels_, kNoEntry, row_ids_);
    sink.entries(row_ids_);
  }
  return true;
}

bool PageReader::take_numbers(std::string_view bytes, bool runs, ValueSink& sink) {
  numbers_.resize(present_);
  if (runs) {
    ids_.resize(present_);
    if (bytes.size() < 4 || !unpack_hybrid(bytes.substr(4), 1, ids_)) return false;
    std::copy(ids_.begin(), ids_.end(), numbers_.begin());
  } else if (!read_numbers(bytes, numbers_)) {
    return false;
  }
  if (levels_.empty()) {
    sink.numbers(numbers_);
  } else {
    scatter<double>(numbers_, levels_, kNotKnown, row_numbers_);
    sink.numbers(row_numbers_);
  }
  return true;
}

bool PageReader::take_texts(std::string_view bytes, ValueSink& sink) {
  texts_.resize(present_);
  if (!read_texts(bytes, texts_)) return false;
  if (levels_.empty()) {
    sink.texts(texts_);
  } else {
    scatter<std::string_view>(texts_, levels_, std::string_view(), row_texts_);
    sink.texts(row_texts_);
  }
  return true;
}

bool PageReader::read_numbers(std::string_view bytes, std::span<double> out) const {
  switch (column_.physical) {
    case Physical::boolean:
      if (bytes.size() * 8 < out.size()) return false;
      for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = (static_cast<std::uint8_t>(bytes[i / 8]) >> i % 8 & 1) != 0 ? 1.0 : 0.0;
      }
      return true;
    case Physical::int32: return copy_numbers<std::int32_t>(bytes, column_, out);
    case Physical::int64: return copy_numbers<std::int64_t>(bytes, column_, out);
    case Physical::float32: return copy_numbers<float>(bytes, column_, out);
    case Physical::float64: return copy_numbers<double>(bytes, column_, out);
    case Physical::bytes:
    case Physical::other: break;
  }
  return false;
}

bool PageReader::read_texts(std::string_view bytes, std::span<std::string_view> out) const {
  for (std::string_view& text : out) {
    std::uint32_t length = 0;
    if (bytes.size() < 4) return false;
    std::memcpy(&length, bytes.data(), 4);
    if (length > bytes.size() - 4) return false;
    text = bytes.substr(4, length);
    bytes.remove_prefix(4 + std::size_t{length});
  }
  return true;
}

}  // namespace bestfit::parquet
