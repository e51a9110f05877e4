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

/// Values of a new column in one row group.
struct NewValues {
  std::string_view entries;  // the dictionary's bytes
  std::size_t entry_count = 0;
  std::span<const std::uint32_t> ids = {};    // of entries: one a row, kNoEntry where not known;
                                              // texts: one a member, all known
  std::span<const std::uint32_t> sizes = {};  // texts: members of each row
};

/// Those values as they lie in a file: a dictionary page and a data page, not packed.
struct NewChunk {
  std::string bytes;
  std::size_t data_page = 0;  // where it begins
  std::uint64_t values = 0;
};
NewChunk new_chunk(NewKind kind, const NewValues& values);

}  // namespace bestfit::parquet
