#pragma once

#include <utility>

#include "bestfit/parquet/test_pages.h"

namespace bestfit::parquet::test {

inline Thrift i64(std::size_t value) {
  return thrift_integer(Thrift::Type::i64, static_cast<std::int64_t>(value));
}

inline Thrift structure() { return {.type = Thrift::Type::structure}; }

inline Thrift schema_of(const std::vector<FileColumn>& columns) {
  std::vector<Thrift> schema = {structure()};
  schema[0].at(4) = thrift_binary("schema");
  schema[0].at(5) = i32(columns.size());
  for (const FileColumn& column : columns) {
    Thrift element = structure();
    element.at(1) = i32(static_cast<std::size_t>(column.physical));
    element.at(3) = i32(column.may_be_null ? 1 : 0);
    element.at(4) = thrift_binary(column.name);
    if (column.converted) element.at(6) = i32(static_cast<std::size_t>(*column.converted));
    schema.push_back(std::move(element));
  }
  return thrift_list(Thrift::Type::structure, std::move(schema));
}

/// The bytes of a Parquet file.
///   columns  with equally many cells
///   layouts  one for each column; the first one's group_rows hold for all
inline std::string file_of(const std::vector<FileColumn>& columns,
                           const std::vector<Layout>& layouts) {
  const std::size_t rows = columns[0].cells.size();
  std::string file = "PAR1";
  std::vector<Thrift> groups;
  for (std::size_t from = 0; from < rows; from += layouts[0].group_rows) {
    const std::size_t to = std::min(rows, from + layouts[0].group_rows);
    std::vector<Thrift> chunks;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      ChunkWriter writer(columns[i], layouts[i]);
      writer.run(from, to);
      Thrift data = structure();
      data.at(1) = i32(static_cast<std::size_t>(columns[i].physical));
      data.at(2) = thrift_list(Thrift::Type::i32, {i32(0), i32(3), i32(8)});
      data.at(3) = thrift_list(Thrift::Type::binary, {thrift_binary(columns[i].name)});
      data.at(4) = i32(static_cast<std::size_t>(layouts[i].codec));
      data.at(5) = i64(to - from);
      data.at(6) = i64(writer.unpacked);
      data.at(7) = i64(writer.bytes.size());
      data.at(9) = i64(file.size() + writer.data_page);
      if (writer.data_page > 0) data.at(11) = i64(file.size());
      Thrift chunk = structure();
      chunk.at(2) = i64(file.size());
      chunk.at(3) = std::move(data);
      chunks.push_back(std::move(chunk));
      file += writer.bytes;
    }
    Thrift group = structure();
    group.at(1) = thrift_list(Thrift::Type::structure, std::move(chunks));
    group.at(2) = i64(file.size());
    group.at(3) = i64(to - from);
    groups.push_back(std::move(group));
  }
  Thrift metadata = structure();
  metadata.at(1) = i32(1);
  metadata.at(2) = schema_of(columns);
  metadata.at(3) = i64(rows);
  metadata.at(4) = thrift_list(Thrift::Type::structure, std::move(groups));
  std::string tail;
  write_thrift(metadata, tail);
  return file + tail + plain_bytes(static_cast<std::uint32_t>(tail.size())) + "PAR1";
}

}  // namespace bestfit::parquet::test
