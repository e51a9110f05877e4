#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bestfit::parquet {

/// A value of Thrift's compact protocol, which Parquet's metadata is written in.
///   source  Apache Thrift, doc/specs/thrift-compact-protocol.md
struct Thrift {
  enum class Type : std::uint8_t {
    none = 0,
    yes = 1,
    no = 2,
    byte = 3,
    i16 = 4,
    i32 = 5,
    i64 = 6,
    real = 7,
    binary = 8,
    list = 9,
    set = 10,
    map = 11,  // not taken: Parquet has none
    structure = 12,
  };
  Type type = Type::none;
  std::int64_t integer = 0;                                  // byte, i16, i32, i64
  std::string bytes = {};                                    // binary; real: its 8 bytes
  Type item_type = Type::none;                               // list, set
  std::vector<Thrift> items = {};                            // list, set
  std::vector<std::pair<std::int16_t, Thrift>> fields = {};  // structure, by increasing id

  /// Null when the structure has no such field.
  [[nodiscard]] const Thrift* field(int id) const;
  /// The field, made when it is not there; others keep their order.
  Thrift& at(int id);
  void erase(int id);
  /// A whole number of the field; none when it is not there, or something else.
  [[nodiscard]] std::optional<std::int64_t> integer_at(int id) const;
  /// The bytes of the field; empty when it is not there.
  [[nodiscard]] std::string_view bytes_at(int id) const;
  /// The items of the field; none when it is not there.
  [[nodiscard]] const std::vector<Thrift>& items_at(int id) const;
};

Thrift thrift_integer(Thrift::Type type, std::int64_t value);
Thrift thrift_binary(std::string bytes);
Thrift thrift_list(Thrift::Type item_type, std::vector<Thrift> items);

/// Reads a structure from the start of `bytes`.
///   used     bytes that it takes
///   returns  none when it is broken, or deeper than 32
std::optional<Thrift> read_thrift(std::string_view bytes, std::size_t& used);

/// Adds a structure's bytes.
void write_thrift(const Thrift& structure, std::string& out);

}  // namespace bestfit::parquet
