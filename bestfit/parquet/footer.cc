#include "bestfit/parquet/footer.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace bestfit::parquet {
namespace {

constexpr std::string_view kMagic = "PAR1";
constexpr std::uint64_t kFooterMax = std::uint64_t{4} << 20;  // some 30 times as much in memory

/// Numbers that parquet.thrift gives to fields and values.
namespace field {
enum : int {
  schema = 2,
  rows = 3,
  groups = 4,
  created_by = 6,
  encryption = 8,  // FileMetaData
  type = 1,
  repetition = 3,
  name = 4,
  children = 5,
  converted = 6,
  logical = 10,  // SchemaElement
  columns = 1,
  group_rows = 3,  // RowGroup
  file_path = 1,
  column_data = 3,
  crypto = 8,  // ColumnChunk
  codec = 4,
  values = 5,
  unpacked_size = 6,
  packed_size = 7,
  data_page = 9,
  dictionary_page = 11,  // its metadata
};
}

constexpr std::int64_t kRequired = 0;
constexpr std::int64_t kOptional = 1;

/// Widths and signs of whole numbers that a double holds, or may hold.
bool is_signed_whole(std::optional<std::int64_t> converted) {
  constexpr std::array<std::int64_t, 4> kSigned = {15, 16, 17, 18};  // INT_8 … INT_64
  return !converted || std::find(kSigned.begin(), kSigned.end(), *converted) != kSigned.end();
}

/// Whole numbers of 8 and 16 bits lie in 32.
void narrow(std::optional<std::int64_t> converted, Column& column) {
  if (converted == 15) column.whole_high = INT8_MAX;
  if (converted == 16) column.whole_high = INT16_MAX;
  if (converted == 15 || converted == 16) column.whole_low = -column.whole_high - 1;
}

/// A logical type is only taken where an older converted type says the same, or it is STRING.
ValueKind kind_of(const Thrift& element) {
  const auto physical = static_cast<Physical>(element.integer_at(field::type).value_or(-1));
  const auto converted = element.integer_at(field::converted);
  const Thrift* logical = element.field(field::logical);
  const bool is_string = logical != nullptr && logical->field(1) != nullptr;
  const bool bare = logical == nullptr || converted.has_value();
  switch (physical) {
    case Physical::boolean: return ValueKind::flag;
    case Physical::int32:
      if (converted == 6) return ValueKind::day;
      return bare && is_signed_whole(converted) ? ValueKind::whole : ValueKind::other;
    case Physical::int64:
      return bare && is_signed_whole(converted) ? ValueKind::whole : ValueKind::other;
    case Physical::float32:
    case Physical::float64: return bare && !converted ? ValueKind::real : ValueKind::other;
    case Physical::bytes:
      if (logical != nullptr && !is_string) return ValueKind::other;
      return is_string || converted == 0 ? ValueKind::text : ValueKind::other;
    case Physical::other: break;
  }
  return ValueKind::other;
}

/// Elements of the schema from `at` on that belong to the one there; 0 when the list is broken.
std::size_t elements_from(const std::vector<Thrift>& schema, std::size_t at, std::size_t& leaves) {
  std::size_t open = 1;
  std::size_t count = 0;
  leaves = 0;
  while (open > 0 && at + count < schema.size()) {
    const std::int64_t children = schema[at + count].integer_at(field::children).value_or(0);
    if (children < 0 || static_cast<std::size_t>(children) > schema.size()) return 0;
    if (children == 0) ++leaves;
    open += static_cast<std::size_t>(children) - 1;
    ++count;
  }
  return open == 0 ? count : 0;
}

}  // namespace

std::optional<Footer> Footer::read(const ReadAt& read_at, std::uint64_t size) {
  std::array<char, 8> tail = {};
  if (size < 12) return std::nullopt;
  read_at(size - tail.size(), tail);
  if (std::string_view(tail.data() + 4, 4) != kMagic) return std::nullopt;
  std::uint32_t length = 0;
  std::memcpy(&length, tail.data(), 4);
  if (length > kFooterMax || length > size - 12) return std::nullopt;
  std::string bytes(length, '\0');
  read_at(size - tail.size() - length, bytes);
  std::size_t used = 0;
  auto metadata = read_thrift(bytes, used);
  if (!metadata) return std::nullopt;
  Footer footer;
  footer.metadata_ = std::move(*metadata);
  // Older writers left a page's header out of its chunk's size.
  const std::string_view made_by = footer.metadata_.bytes_at(field::created_by);
  const bool too_old = made_by.substr(0, 20) == "parquet-mr version 1." && made_by.size() > 22 &&
                       made_by[22] == '.' && made_by[21] < '3';
  if (too_old || footer.metadata_.field(field::encryption) != nullptr) return std::nullopt;
  if (!footer.read_schema() || !footer.read_chunks(size)) return std::nullopt;
  return footer;
}

bool Footer::read_schema() {
  const std::vector<Thrift>& schema = metadata_.items_at(field::schema);
  if (schema.empty()) return false;
  const std::int64_t count = schema[0].integer_at(field::children).value_or(0);
  std::size_t at = 1;
  for (std::int64_t i = 0; i < count; ++i) {
    Column column{.first_element = at, .first_leaf = leaves_};
    column.elements = elements_from(schema, at, column.leaves);
    if (column.elements == 0) return false;
    const Thrift& element = schema[at];
    column.name = element.bytes_at(field::name);
    const auto repetition = element.integer_at(field::repetition);
    const bool flat = column.elements == 1 && (repetition == kRequired || repetition == kOptional);
    column.may_be_null = repetition != kRequired;
    if (flat) {
      column.kind = kind_of(element);
      narrow(element.integer_at(field::converted), column);
      column.physical = static_cast<Physical>(element.integer_at(field::type).value_or(-1));
    }
    at += column.elements;
    leaves_ += column.leaves;
    columns_.push_back(std::move(column));
  }
  return at == schema.size() && !columns_.empty();
}

bool Footer::read_chunks(std::uint64_t size) {
  std::uint64_t rows = 0;
  for (const Thrift& group : metadata_.items_at(field::groups)) {
    const std::vector<Thrift>& columns = group.items_at(field::columns);
    const auto group_rows = group.integer_at(field::group_rows);
    if (columns.size() != leaves_ || !group_rows || *group_rows < 0) return false;
    rows += static_cast<std::uint64_t>(*group_rows);
    const bool good = std::all_of(columns.begin(), columns.end(),
                                  [&](const Thrift& column) { return read_chunk(column, size); });
    if (!good) return false;
  }
  rows_ = static_cast<std::uint64_t>(metadata_.integer_at(field::rows).value_or(-1));
  return rows == rows_;
}

bool Footer::read_chunk(const Thrift& column, std::uint64_t size) {
  const Thrift* data = column.field(field::column_data);
  if (data == nullptr || column.field(field::file_path) != nullptr ||
      column.field(field::crypto) != nullptr) {
    return false;
  }
  const std::int64_t first = data->integer_at(field::data_page).value_or(-1);
  const std::int64_t dictionary = data->integer_at(field::dictionary_page).value_or(0);
  const std::int64_t packed = data->integer_at(field::packed_size).value_or(-1);
  const std::int64_t unpacked = data->integer_at(field::unpacked_size).value_or(-1);
  const std::int64_t values = data->integer_at(field::values).value_or(-1);
  const std::int64_t start = dictionary > 0 ? std::min(dictionary, first) : first;
  if (start < 4 || packed < 0 || unpacked < 0 || values < 0) return false;
  const Chunk chunk{.start = static_cast<std::uint64_t>(start),
                    .size = static_cast<std::uint64_t>(packed),
                    .unpacked = static_cast<std::uint64_t>(unpacked),
                    .values = static_cast<std::uint64_t>(values),
                    .codec = data->integer_at(field::codec).value_or(-1)};
  if (chunk.start > size || chunk.size > size - chunk.start) return false;
  chunks_.push_back(chunk);
  return true;
}

std::uint64_t Footer::rows_of(std::size_t group) const {
  return static_cast<std::uint64_t>(
      metadata_.items_at(field::groups)[group].integer_at(field::group_rows).value_or(0));
}

}  // namespace bestfit::parquet
