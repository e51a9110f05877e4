#pragma once

#include <bit>
#include <optional>
#include <utility>

#include "bestfit/parquet/test_bytes.h"
#include "bestfit/parquet/thrift.h"

/// Pages of any layout.
///   source  apache/parquet-format, parquet.thrift
namespace bestfit::parquet::test {

enum class Values { plain, dictionary, dictionary_then_plain };

struct Layout {
  std::size_t group_rows = 1000;
  std::size_t page_rows = 1000;
  int page_version = 1;  // 1 or 2; flags of version 2 are runs
  int codec = 0;         // 0: not packed; 1: Snappy; 6: Zstandard
  Values values = Values::plain;
};

/// A flat column. Cells are the plain bytes of their values (texts without their length, flags as
/// one byte); none: NULL.
struct FileColumn {
  std::string name;
  Physical physical = Physical::bytes;
  std::optional<int> converted = {};
  bool may_be_null = true;
  std::vector<std::optional<std::string>> cells = {};
};

inline Thrift i32(std::size_t value) {
  return thrift_integer(Thrift::Type::i32, static_cast<std::int64_t>(value));
}

/// Writes one column of some rows.
class ChunkWriter {
 public:
  ChunkWriter(const FileColumn& column, const Layout& layout) : column_(column), layout_(layout) {}

  void run(std::size_t from, std::size_t to) {
    if (layout_.values != Values::plain) add_dictionary(from, to);
    data_page = bytes.size();
    for (std::size_t at = from; at < to; at += layout_.page_rows) {
      const bool is_plain = layout_.values == Values::plain ||
                            (layout_.values == Values::dictionary_then_plain && at > from);
      add_rows(at, std::min(to, at + layout_.page_rows), is_plain);
    }
  }
  std::string bytes = {};
  std::size_t data_page = 0;  // where the first begins
  std::size_t unpacked = 0;   // bytes, without packing

 private:
  struct Page {
    int type = 0;
    int field = 5;  // of the header, which has `data`
    Thrift data;
    std::string levels = {};  // that are never packed: of version 2
    std::string body;
  };
  void add_page(const Page& page) {
    const std::string body = packed(page.body, layout_.codec);
    Thrift header{.type = Thrift::Type::structure};
    header.at(1) = i32(static_cast<std::size_t>(page.type));
    header.at(2) = i32(page.levels.size() + page.body.size());
    header.at(3) = i32(page.levels.size() + body.size());
    header.at(page.field) = page.data;
    const std::size_t before = bytes.size();
    write_thrift(header, bytes);
    unpacked += bytes.size() - before + page.levels.size() + page.body.size();
    bytes += page.levels + body;
  }

  void add_dictionary(std::size_t from, std::size_t to) {
    for (std::size_t row = from; row < to; ++row) {
      const auto& cell = column_.cells[row];
      if (!cell || std::find(entries_.begin(), entries_.end(), *cell) != entries_.end()) continue;
      entries_.push_back(*cell);
    }
    Thrift data{.type = Thrift::Type::structure};
    data.at(1) = i32(entries_.size());
    data.at(2) = i32(0);
    add_page(
        {.type = 2, .field = 7, .data = data, .body = plain_values(entries_, column_.physical)});
  }

  std::string body_of(const std::vector<std::string>& known, bool is_plain) const {
    if (!is_plain) {
      std::vector<std::uint32_t> ids;
      for (const std::string& value : known) {
        const auto entry = std::find(entries_.begin(), entries_.end(), value);
        ids.push_back(static_cast<std::uint32_t>(entry - entries_.begin()));
      }
      const int bits = std::max(1, static_cast<int>(std::bit_width(entries_.size())));
      return std::string(1, static_cast<char>(bits)) + hybrid(ids, bits);
    }
    if (!flags_are_runs()) return plain_values(known, column_.physical);
    std::vector<std::uint32_t> flags;
    for (const std::string& value : known) flags.push_back(static_cast<std::uint32_t>(value[0]));
    const std::string runs = hybrid(flags, 1);
    return plain_bytes(static_cast<std::uint32_t>(runs.size())) + runs;
  }

  [[nodiscard]] bool flags_are_runs() const {
    return layout_.page_version == 2 && column_.physical == Physical::boolean;
  }

  void add_rows(std::size_t from, std::size_t to, bool is_plain) {
    std::vector<std::uint32_t> present;
    std::vector<std::string> known;
    for (std::size_t row = from; row < to; ++row) {
      present.push_back(column_.cells[row] ? 1 : 0);
      if (column_.cells[row]) known.push_back(*column_.cells[row]);
    }
    const std::string levels = column_.may_be_null ? hybrid(present, 1) : "";
    const std::string body = body_of(known, is_plain);
    const std::size_t encoding = !is_plain ? 8 : flags_are_runs() ? 3 : 0;
    Thrift data{.type = Thrift::Type::structure};
    data.at(1) = i32(to - from);
    if (layout_.page_version == 1) {
      data.at(2) = i32(encoding);
      for (const int id : {3, 4}) data.at(id) = i32(3);
      const std::string length = plain_bytes(static_cast<std::uint32_t>(levels.size()));
      const std::string whole = column_.may_be_null ? length + levels + body : body;
      return add_page({.data = data, .body = whole});
    }
    data.at(2) = i32(to - from - known.size());
    data.at(3) = i32(to - from);
    data.at(4) = i32(encoding);
    data.at(5) = i32(levels.size());
    data.at(6) = i32(0);
    data.at(7).type = layout_.codec == 0 ? Thrift::Type::no : Thrift::Type::yes;
    add_page({.type = 3, .field = 8, .data = data, .levels = levels, .body = body});
  }

  const FileColumn& column_;
  const Layout& layout_;
  std::vector<std::string> entries_;
};

}  // namespace bestfit::parquet::test
