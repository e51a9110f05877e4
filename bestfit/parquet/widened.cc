#include "bestfit/parquet/widened.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace bestfit::parquet {
namespace {

using Type = Thrift::Type;

Thrift i32_value(std::int64_t value) { return thrift_integer(Type::i32, value); }
Thrift i64_value(std::uint64_t value) {
  return thrift_integer(Type::i64, static_cast<std::int64_t>(value));
}

int physical_of(NewKind kind) {
  switch (kind) {
    case NewKind::whole: return static_cast<int>(Physical::int32);
    case NewKind::real: return static_cast<int>(Physical::float64);
    case NewKind::text:
    case NewKind::texts: break;
  }
  return static_cast<int>(Physical::bytes);
}

constexpr int kMayBeNull = 1;
constexpr int kRepeated = 2;
constexpr int kUtf8 = 0;
constexpr int kInt32 = 17;
constexpr int kListOf = 3;

Thrift schema_element(const std::string& name, int repetition) {
  Thrift element{.type = Type::structure};
  element.at(3) = i32_value(repetition);
  element.at(4) = thrift_binary(name);
  return element;
}

Thrift leaf_element(const std::string& name, NewKind kind) {
  Thrift element = schema_element(name, kMayBeNull);
  element.at(1) = i32_value(physical_of(kind));
  if (kind == NewKind::whole) element.at(6) = i32_value(kInt32);
  if (kind == NewKind::text || kind == NewKind::texts) element.at(6) = i32_value(kUtf8);
  return element;
}

/// Lists have three levels, as parquet-format's LogicalTypes.md has them.
void add_elements(const NewColumn& column, std::vector<Thrift>& schema) {
  if (column.kind != NewKind::texts) {
    schema.push_back(leaf_element(column.name, column.kind));
    return;
  }
  Thrift outer = schema_element(column.name, kMayBeNull);
  outer.at(5) = i32_value(1);
  outer.at(6) = i32_value(kListOf);
  Thrift middle = schema_element("list", kRepeated);
  middle.at(5) = i32_value(1);
  schema.push_back(std::move(outer));
  schema.push_back(std::move(middle));
  schema.push_back(leaf_element("element", column.kind));
}

}  // namespace

Widened::Widened(const Footer& before, std::vector<NewColumn> columns, std::string made_by)
    : before_(before), columns_(std::move(columns)), made_by_(std::move(made_by)) {
  for (std::size_t i = 0; i < before.columns().size(); ++i) {
    const bool replaced = std::any_of(columns_.begin(), columns_.end(), [&](const NewColumn& one) {
      return one.name == before.columns()[i].name;
    });
    if (!replaced) kept_.push_back(i);
  }
}

std::vector<Chunk> Widened::copied(std::size_t group) const {
  std::vector<Chunk> chunks;
  for (const std::size_t place : kept_) {
    const Column& column = before_.columns()[place];
    for (std::size_t leaf = 0; leaf < column.leaves; ++leaf) {
      chunks.push_back(before_.chunk(group, column.first_leaf + leaf));
    }
  }
  return chunks;
}

/// The other file's entry for a chunk, at its new place. Indexes and filters stay behind.
Thrift Widened::copied_chunk(std::size_t group, std::size_t leaf, std::uint64_t offset) const {
  Thrift column = before_.metadata().items_at(4)[group].items_at(1)[leaf];
  const auto moved = static_cast<std::int64_t>(offset) -
                     static_cast<std::int64_t>(before_.chunk(group, leaf).start);
  for (const int id : {4, 5, 6, 7}) column.erase(id);
  column.at(2) = i64_value(offset);
  Thrift& data = column.at(3);
  for (const int id : {14, 15}) data.erase(id);
  for (const int id : {9, 10, 11}) {
    const auto place = data.integer_at(id);
    if (place && *place > 0) data.at(id).integer += moved;
  }
  return column;
}

Thrift Widened::added_chunk(const NewColumn& column, std::uint64_t offset,
                            const NewChunk& chunk) const {
  std::vector<Thrift> path = {thrift_binary(column.name)};
  if (column.kind == NewKind::texts) {
    path.push_back(thrift_binary("list"));
    path.push_back(thrift_binary("element"));
  }
  Thrift data{.type = Type::structure};
  data.at(1) = i32_value(physical_of(column.kind));
  data.at(2) = thrift_list(Type::i32,
                           {i32_value(0), i32_value(3), i32_value(8)});  // plain, runs, dictionary
  data.at(3) = thrift_list(Type::binary, std::move(path));
  data.at(4) = i32_value(0);  // not packed
  data.at(5) = i64_value(chunk.values);
  data.at(6) = i64_value(chunk.bytes.size());
  data.at(7) = i64_value(chunk.bytes.size());
  data.at(9) = i64_value(offset + chunk.data_page);
  data.at(11) = i64_value(offset);
  Thrift out{.type = Type::structure};
  out.at(2) = i64_value(offset);
  out.at(3) = std::move(data);
  return out;
}

void Widened::add_group(std::size_t group, std::uint64_t offset,
                        const std::vector<NewChunk>& chunks) {
  const std::uint64_t start = offset;
  std::vector<Thrift> columns;
  for (const std::size_t place : kept_) {
    const Column& column = before_.columns()[place];
    for (std::size_t leaf = column.first_leaf; leaf < column.first_leaf + column.leaves; ++leaf) {
      columns.push_back(copied_chunk(group, leaf, offset));
      offset += before_.chunk(group, leaf).size;
    }
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    columns.push_back(added_chunk(columns_[i], offset, chunks[i]));
    offset += chunks[i].bytes.size();
  }
  std::uint64_t unpacked = 0;
  for (const Thrift& column : columns) {
    unpacked += static_cast<std::uint64_t>(column.field(3)->integer_at(6).value_or(0));
  }
  Thrift out{.type = Type::structure};
  out.at(1) = thrift_list(Type::structure, std::move(columns));
  out.at(2) = i64_value(unpacked);
  out.at(3) = i64_value(before_.rows_of(group));
  out.at(5) = i64_value(start);
  out.at(6) = i64_value(offset - start);
  groups_.push_back(std::move(out));
}

Thrift Widened::schema() const {
  const std::vector<Thrift>& before = before_.metadata().items_at(2);
  std::vector<Thrift> schema = {before.front()};
  for (const std::size_t place : kept_) {
    const Column& column = before_.columns()[place];
    for (std::size_t i = 0; i < column.elements; ++i) {
      schema.push_back(before[column.first_element + i]);
    }
  }
  for (const NewColumn& column : columns_) add_elements(column, schema);
  schema.front().at(5) = i32_value(static_cast<std::int64_t>(kept_.size() + columns_.size()));
  return thrift_list(Type::structure, std::move(schema));
}

/// Every leaf is ordered as its type is, which statistics of copied chunks need.
Thrift Widened::orders() const {
  Thrift order{.type = Type::structure};
  order.at(1) = {.type = Type::structure};
  std::size_t leaves = columns_.size();
  for (const std::size_t place : kept_) leaves += before_.columns()[place].leaves;
  return thrift_list(Type::structure, std::vector<Thrift>(leaves, order));
}

std::string Widened::tail() const {
  Thrift file{.type = Type::structure};
  const auto version = before_.metadata().integer_at(1);
  file.at(1) = i32_value(version.value_or(1));
  file.at(2) = schema();
  file.at(3) = i64_value(before_.rows());
  file.at(4) = thrift_list(Type::structure, groups_);
  file.at(6) = thrift_binary(made_by_);
  if (before_.metadata().field(7) != nullptr) file.at(7) = orders();
  std::string out;
  write_thrift(file, out);
  const auto length = static_cast<std::uint32_t>(out.size());
  char bytes[sizeof length];
  std::memcpy(bytes, &length, sizeof length);
  out.append(bytes, sizeof length);
  return out + head();
}

}  // namespace bestfit::parquet
