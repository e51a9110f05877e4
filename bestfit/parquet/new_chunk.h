#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bestfit::parquet {

/// What the values of a new column are.
enum class NewKind { whole, real, text, texts };  // int32, double, UTF-8, lists of UTF-8

/// A column that is added to a file. Its values are entries of a dictionary.
struct NewColumn {
  std::string name;
  NewKind kind = NewKind::text;
};

/// Adds a dictionary entry's bytes.
void add_whole_entry(std::int32_t value, std::string& entries);
void add_real_entry(double value, std::string& entries);
void add_text_entry(std::string_view value, std::string& entries);

/// A dictionary: its entries' bytes, one after another.
struct NewEntries {
  std::string bytes;
  std::size_t count = 0;

  /// Bits of an entry's number, at least 1.
  [[nodiscard]] int bits() const;
};

/// Values of a new column in one row group as they lie in a file: a dictionary page and a data
/// page, not packed.
struct NewChunk {
  std::string bytes;
  std::size_t data_page = 0;  // where it begins
  std::uint64_t values = 0;
};

/// Writes single values into a chunk, in place of what it had.
///   ids  of entries: one a row, kNoEntry where not known
void write_values(const NewEntries& entries, std::span<const std::uint32_t> ids, NewChunk& out);

/// Members of a list: numbers of entries, packed with the dictionary's bits each, the first least.
struct PackedList {
  std::uint64_t ids = 0;
  std::uint32_t count = 0;  // count times bits: at most 64
};

/// Writes lists likewise.
///   lists  that there are
///   rows   for each row its place among them
void write_lists(const NewEntries& entries, std::span<const PackedList> lists,
                 std::span<const std::uint32_t> rows, NewChunk& out);

}  // namespace bestfit::parquet
