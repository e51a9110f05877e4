#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/parquet/thrift.h"

namespace bestfit::parquet {

/// Fills `bytes` with those of a file from `offset` on.
using ReadAt = std::function<void(std::uint64_t offset, std::span<char> bytes)>;

/// What the values of a column are. `other` is copied and not read.
enum class ValueKind { whole, real, flag, day, text, other };

/// How values lie in a page, as parquet.thrift numbers it.
enum class Physical : int {
  boolean = 0,
  int32 = 1,
  int64 = 2,
  float32 = 4,
  float64 = 5,
  bytes = 6,
  other = -1,
};

/// A column at the top of the schema, with its parts where it has some.
struct Column {
  std::string name;
  ValueKind kind = ValueKind::other;
  Physical physical = Physical::other;
  bool may_be_null = true;
  std::int64_t whole_low = -(std::int64_t{1} << 53);  // whole numbers beyond are not read here:
  std::int64_t whole_high = std::int64_t{1} << 53;    // no double, or not of the column's width
  std::size_t first_element = 0;                      // of the schema's list, with all below it
  std::size_t elements = 1;
  std::size_t first_leaf = 0;
  std::size_t leaves = 1;
};

/// Where a column's values of one row group lie.
struct Chunk {
  std::uint64_t start = 0;
  std::uint64_t size = 0;
  std::uint64_t unpacked = 0;  // bytes, without packing
  std::uint64_t values = 0;
  std::int64_t codec = 0;
};

/// What stands at the end of a Parquet file.
class Footer {
 public:
  /// No value: it is not whole, or not made for being read here (encrypted, in several files, or
  /// longer than 4 MB: some 200 million rows of 12 columns).
  ///   source  apache/parquet-format, parquet.thrift
  static std::optional<Footer> read(const ReadAt& read_at, std::uint64_t size);

  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  [[nodiscard]] std::size_t groups() const { return metadata_.items_at(4).size(); }
  [[nodiscard]] std::uint64_t rows_of(std::size_t group) const;
  [[nodiscard]] const Chunk& chunk(std::size_t group, std::size_t leaf) const {
    return chunks_[group * leaves_ + leaf];
  }
  [[nodiscard]] const Thrift& metadata() const { return metadata_; }

 private:
  bool read_schema();
  bool read_chunks(std::uint64_t size);
  bool read_chunk(const Thrift& column, std::uint64_t size);

  Thrift metadata_;
  std::vector<Column> columns_;
  std::size_t leaves_ = 0;
  std::vector<Chunk> chunks_;
  std::uint64_t rows_ = 0;
};

}  // namespace bestfit::parquet
