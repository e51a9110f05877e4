#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bestfit/parquet/footer.h"
#include "bestfit/parquet/new_chunk.h"

namespace bestfit::parquet {

/// A Parquet file with columns added to another's: the other's chunks are copied as they are, row
/// group by row group, and the new ones lie behind them.
class Widened {
 public:
  /// The bytes that a Parquet file begins with.
  static std::string head() { return "PAR1"; }

  /// Columns that have the name of a new one are left out.
  ///   made_by  the program, as the file shall name it
  Widened(const Footer& before, std::vector<NewColumn> columns, std::string made_by);

  /// The chunks of a row group to be copied, in order.
  [[nodiscard]] std::vector<Chunk> copied(std::size_t group) const;
  /// Notes a row group that was written: its copied chunks from `offset` on, then the new ones.
  void add_group(std::size_t group, std::uint64_t offset, const std::vector<NewChunk>& chunks);
  /// What stands behind the last row group.
  [[nodiscard]] std::string tail() const;

 private:
  [[nodiscard]] Thrift copied_chunk(std::size_t group, std::size_t leaf,
                                    std::uint64_t offset) const;
  [[nodiscard]] Thrift added_chunk(const NewColumn& column, std::uint64_t offset,
                                   const NewChunk& chunk) const;
  [[nodiscard]] Thrift schema() const;
  [[nodiscard]] Thrift orders() const;

  const Footer& before_;
  std::vector<std::size_t> kept_;  // columns of the other file
  std::vector<NewColumn> columns_;
  std::string made_by_;
  std::vector<Thrift> groups_;
};

}  // namespace bestfit::parquet
