#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "bestfit/connect/write.h"
#include "bestfit/parquet/new_chunk.h"
#include "bestfit/score/codebook.h"
#include "bestfit/stream/key_numbers.h"
#include "bestfit/stream/row_keys.h"
#include "bestfit/stream/score_parquet.h"

namespace bestfit::stream {

/// The Parquet columns that are added.
std::vector<parquet::NewColumn> new_columns(const std::vector<connect::AddedColumn>& added);

/// Values of the added columns: each distinct row of codes is scored once, and each distinct value
/// stands once in the dictionary of its column.
class AddedValues {
 public:
  AddedValues(const score::Codebook& book, const std::vector<connect::AddedColumn>& added,
              AddedCellsOf cells);

  /// The added columns' chunks for rows of such keys.
  ///   tallies  rows are counted in
  ///   returns  good until the next call
  const std::vector<parquet::NewChunk>& chunks(std::span<const std::uint64_t> keys,
                                               std::vector<std::int64_t>& tallies);

 private:
  /// A column's dictionary.
  struct Entries {
    parquet::NewKind kind = parquet::NewKind::text;
    parquet::NewEntries written;
    std::map<std::string, std::uint32_t> texts;
    std::map<double, std::uint32_t> numbers;
  };
  /// What a distinct row has in the columns: numbers of entries, and its list's place in members_.
  struct Values {
    std::uint32_t tally = 0;
    std::uint32_t members = 0;
    std::uint32_t member_count = 0;
  };
  void add(std::uint64_t key);
  void forget();
  static std::uint32_t entry(const std::string& text, Entries& entries);
  static std::uint32_t entry(double number, Entries& entries);
  /// Packs the lists that are not, or all when entries have more bits than before.
  void pack_lists(const Entries& entries);

  const score::Codebook& book_;
  AddedCellsOf cells_;
  RowKeys keys_of_;
  Tallies tallies_;
  KeyNumbers numbers_;
  std::vector<connect::AddedColumn> added_;
  std::vector<Entries> entries_;    // by column
  std::vector<Values> values_;      // by number
  std::vector<std::uint32_t> ids_;  // by number and column
  std::vector<std::uint32_t> members_;
  std::vector<parquet::PackedList> lists_;  // by number
  int list_bits_ = 0;                       // of their entries
  std::vector<std::uint32_t> ids_of_rows_;
  std::vector<parquet::NewChunk> chunks_;
  std::vector<std::uint32_t> rows_;  // numbers of the rows
};

}  // namespace bestfit::stream
